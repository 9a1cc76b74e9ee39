import type { Clock } from '../../lib/clock.js';
import type { ProgressPrinter, ProgressSnapshot } from '../../model/report.js';
import { formatBytes, formatClock, formatNumbered } from '../../lib/format.js';
import { Notices } from './notices.js';
import { outcomeLine, progressParts } from './progress-line.js';
import { guardStream, systemTimers, writeLine, type ProgressStream, type Timers } from './progress-stream.js';
import { RateMeter } from './rate.js';
import { printable } from '../../lib/printable.js';

/** How often a log gets a line. */
const PLAIN_INTERVAL_MS = 10_000;

export interface PrinterOptions {
  readonly stream: ProgressStream;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers?: Timers;
}

type About = Parameters<ProgressPrinter['start']>[0];

const startLine = ({ destination, inputs, bytes, runId }: About): string => {
  const size = bytes === null ? '' : ` (${formatBytes(bytes)})`;
  return `start: ${formatNumbered(inputs, 'input')}${size} to ${printable(destination)}, run ${printable(runId)}`;
};

/** Progress for logs: a line at the start, every ten seconds and at the end, each with the local time. */
export const plainProgress = ({ stream, clock, timers = systemTimers }: PrinterOptions): ProgressPrinter => {
  const notices = new Notices();
  const meter = new RateMeter();
  let read: (() => ProgressSnapshot) | null = null;
  let stop: (() => void) | null = null;
  guardStream(stream);

  const print = (text: string): void => writeLine(stream, `${formatClock(clock.now())}  ${text}`);
  const progress = (snapshot: ProgressSnapshot): void => {
    const parts = progressParts(snapshot, meter.take(snapshot), clock.now()).map(({ text }) => text);
    print([...parts, ...notices.flush()].join(', '));
  };

  return {
    start(about, readSnapshot) {
      read = readSnapshot;
      print(startLine(about));
      stop = timers.every(PLAIN_INTERVAL_MS, () => progress(readSnapshot()));
    },
    notice(kind, text) {
      const line = notices.take(kind, text);
      if (line !== null) print(line);
    },
    end() {
      stop?.();
      if (read !== null) print(`end: ${outcomeLine(read())}`);
      read = null;
      stop = null;
    },
  };
};
