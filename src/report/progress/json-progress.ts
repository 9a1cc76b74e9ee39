import type { ProgressPrinter, ProgressSnapshot } from '../../model/report.js';
import type { PrinterOptions } from './plain-progress.js';
import { guardStream, systemTimers, writeLine } from './progress-stream.js';
import { overallRate, RateMeter } from './rate.js';

/** How often a progress object is written. */
const JSON_INTERVAL_MS = 10_000;

/**
 * Progress for log collectors: one JSON object per line. Each has `time` (ISO 8601, UTC) and `type`:
 *
 * | `type` | members besides |
 * | --- | --- |
 * | `start` | `runId`, `destination`, `inputs` (number of files), `bytes` (null: not known) |
 * | `progress`, every 10 s | `elapsedSeconds`, `eventsRead`, `sent`, `previewed`, `alreadySent`, `skipped`, `rejected` (events and records), `malformed` (the records among them), `shareDone` (0..1, null: not known), `requestsInFlight`, `lanes`, `requestsRetried`, `waiting` (null, or `untilMs` since the epoch and `why`), `perSecond` and `secondsLeft` (null: not known yet) |
 * | `wait`, `retry`, `warning` | `message` |
 * | `rejects`, before the end if there are any | `total`, `byReason` |
 * | `end` | the same as `progress`; `perSecond` is that of the whole run |
 *
 * The run itself adds a last line of type `report`. More members and types may come; those named here stay.
 */
export const jsonProgress = ({ stream, clock, timers = systemTimers }: PrinterOptions): ProgressPrinter => {
  const meter = new RateMeter();
  let read: (() => ProgressSnapshot) | null = null;
  let stop: (() => void) | null = null;
  guardStream(stream);

  const print = (type: string, members: object): void =>
    writeLine(stream, JSON.stringify({ time: new Date(clock.now()).toISOString(), type, ...members }));
  // Reasons come once, in `rejects`; a dry run says so at its start.
  const members = (snapshot: ProgressSnapshot): object => ({
    ...snapshot,
    rejectedByReason: undefined,
    dryRun: undefined,
    readerLeft: undefined,
  });

  return {
    start(about, readSnapshot) {
      read = readSnapshot;
      print('start', about);
      stop = timers.every(JSON_INTERVAL_MS, () => {
        const snapshot = readSnapshot();
        print('progress', { ...members(snapshot), ...meter.take(snapshot) });
      });
    },
    notice(kind, text) {
      print(kind, { message: text });
    },
    end() {
      stop?.();
      const last = read?.();
      read = null;
      stop = null;
      if (last === undefined) return;
      if (last.rejected > 0) print('rejects', { total: last.rejected, byReason: last.rejectedByReason ?? {} });
      print('end', { ...members(last), ...overallRate(last) });
    },
  };
};
