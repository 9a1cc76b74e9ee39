// Progress on a terminal: one line that is redrawn. Its text: progress-line.ts.

import type { Ora } from 'ora';
import type { ProgressPrinter, ProgressSnapshot } from '../../model/report.js';
import { Notices } from './notices.js';
import { painter } from '../summary/paint.js';
import type { PrinterOptions } from './line-progress.js';
import { fitLine, progressParts, RateMeter } from './progress-line.js';
import { columnsOf, guardStream, HIDE_CURSOR, SHOW_CURSOR, systemTimers, writeLine } from './progress-stream.js';
import { printable } from '../../lib/printable.js';

/** How often the text changes; numbers that change faster cannot be read. */
const REDRAW_MS = 250;
const SPINNER_MS = 100;
const COLUMNS_UNKNOWN = 80;
/** The spinner and the space after it, and one free cell, because a full line wraps on some terminals. */
const SPINNER_CELLS = 3;

/** Ora takes 95 ms to load, so it is loaded while the first chunk is read. */
const loadSpinner = async (stream: PrinterOptions['stream'], color: boolean): Promise<Ora> => {
  const { default: ora } = await import('ora');
  return ora({
    stream,
    isEnabled: true,
    interval: SPINNER_MS,
    color: color ? 'cyan' : false,
    // Raw mode would consume the input of `-`, and Ctrl-C with it.
    discardStdin: false,
    // Ora restores the cursor by installing signal handlers; `end` does it here instead.
    hideCursor: false,
  });
};

/**
 * Progress on a terminal: one line that is redrawn in place, as wide as the terminal currently is. `end` removes the
 * line and shows the cursor again; it may be called twice.
 */
export const ttyProgress = (options: PrinterOptions & { readonly color: boolean }): ProgressPrinter => {
  const { stream, clock, color, timers = systemTimers } = options;
  const paint = painter(color);
  const notices = new Notices();
  const meter = new RateMeter();
  let spinner: Ora | null = null;
  let stop: (() => void) | null = null;
  guardStream(stream);

  const lineOf = (snapshot: ProgressSnapshot): string => {
    const rate = meter.take(snapshot);
    const cells = columnsOf(stream, COLUMNS_UNKNOWN) - SPINNER_CELLS;
    const line = fitLine(progressParts(snapshot, rate, clock.now()), cells);
    return snapshot.waiting === null ? line : paint('yellow', line);
  };

  const begin = async (read: () => ProgressSnapshot): Promise<void> => {
    const loaded = await loadSpinner(stream, color);
    if (stop === null) return;
    spinner = loaded;
    stream.write(HIDE_CURSOR);
    loaded.start(lineOf(read()));
  };

  return {
    start(about, read) {
      const destination = { text: `To ${printable(about.destination)}`, keep: 0 };
      writeLine(stream, paint('dim', fitLine([destination], columnsOf(stream, COLUMNS_UNKNOWN))));
      stop = timers.every(REDRAW_MS, () => {
        if (spinner !== null) spinner.text = lineOf(read());
      });
      // A run also works without the spinner.
      void begin(read).catch(() => undefined);
    },
    notice(kind, text) {
      // Waits and retries are part of the line itself.
      const line = kind === 'warning' ? notices.take(kind, text) : null;
      // Ora clears its line for lines that others write to its stream.
      if (line !== null) writeLine(stream, paint('yellow', line));
    },
    end() {
      stop?.();
      stop = null;
      if (spinner === null) return;
      spinner.stop();
      spinner = null;
      stream.write(SHOW_CURSOR);
    },
  };
};
