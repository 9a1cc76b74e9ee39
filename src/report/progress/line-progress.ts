// Progress as lines: for people who read a log, and as JSON for programs. The moving line: tty-progress.ts.

import type { Clock } from '../../lib/clock.js';
import { formatBytes, formatClock, formatNumbered } from '../../lib/format.js';
import { printable } from '../../lib/printable.js';
import type { ProgressPrinter, ProgressSnapshot } from '../../model/report.js';
import { Notices } from './notices.js';
import { outcomeLine, overallRate, progressParts, RateMeter, type Rate } from './progress-line.js';
import { guardStream, systemTimers, writeLine, type ProgressStream, type Timers } from './progress-stream.js';

/** How often a log gets a line or an object. */
const INTERVAL_MS = 10_000;

/** Where progress is written, and the clock and timers by which. */
export interface PrinterOptions {
  readonly stream: ProgressStream;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers?: Timers;
}

type About = Parameters<ProgressPrinter['start']>[0];

interface Lines {
  start(about: About): void;
  progress(snapshot: ProgressSnapshot, rate: Rate): void;
  notice: ProgressPrinter['notice'];
  end(last: ProgressSnapshot): void;
}

const printing = ({ stream, timers = systemTimers }: PrinterOptions, lines: Lines): ProgressPrinter => {
  const meter = new RateMeter();
  let running: { readonly read: () => ProgressSnapshot; readonly stop: () => void } | null = null;
  guardStream(stream);
  return {
    start(about, read) {
      lines.start(about);
      const stop = timers.every(INTERVAL_MS, () => {
        const snapshot = read();
        lines.progress(snapshot, meter.take(snapshot));
      });
      running = { read, stop };
    },
    notice: lines.notice,
    end() {
      running?.stop();
      if (running !== null) lines.end(running.read());
      running = null;
    },
  };
};

const startLine = ({ destination, inputs, bytes, runId }: About): string => {
  const size = bytes === null ? '' : ` (${formatBytes(bytes)})`;
  return `start: ${formatNumbered(inputs, 'input')}${size} to ${printable(destination)}, run ${printable(runId)}`;
};

/** Progress for logs: a line at the start, every ten seconds and at the end, each with the local time. */
export const plainProgress = (options: PrinterOptions): ProgressPrinter => {
  const { stream, clock } = options;
  const notices = new Notices();
  const print = (text: string): void => writeLine(stream, `${formatClock(clock.now())}  ${text}`);
  return printing(options, {
    start: (about) => print(startLine(about)),
    progress(snapshot, rate) {
      const parts = progressParts(snapshot, rate, clock.now()).map(({ text }) => text);
      print([...parts, ...notices.flush()].join(', '));
    },
    notice(kind, text) {
      const line = notices.take(kind, text);
      if (line !== null) print(line);
    },
    end: (last) => print(`end: ${outcomeLine(last)}`),
  });
};

/**
 * Progress for log collectors: one JSON object per line, with `time` (ISO 8601, UTC), `type` and the members that
 * manual/reference.md lists ("Progress lines"). The run itself adds a last line of type `report`.
 */
export const jsonProgress = (options: PrinterOptions): ProgressPrinter => {
  const { stream, clock } = options;
  const print = (type: string, members: object): void =>
    writeLine(stream, JSON.stringify({ time: new Date(clock.now()).toISOString(), type, ...members }));
  // Reasons come once, in `rejects`; a dry run says so at its start.
  const members = (snapshot: ProgressSnapshot): object => ({
    ...snapshot,
    rejectedByReason: undefined,
    dryRun: undefined,
    readerLeft: undefined,
  });
  return printing(options, {
    start: (about) => print('start', about),
    progress: (snapshot, rate) => print('progress', { ...members(snapshot), ...rate }),
    notice: (kind, text) => print(kind, { message: text }),
    end(last) {
      if (last.rejected > 0) print('rejects', { total: last.rejected, byReason: last.rejectedByReason ?? {} });
      print('end', { ...members(last), ...overallRate(last) });
    },
  });
};
