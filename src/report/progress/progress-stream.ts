import type { Writable } from 'node:stream';
import { formatClock } from '../../lib/format.js';

/** Where progress is written: stderr, or a test's replacement. */
export type ProgressStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The columns of a terminal; `unknown` for a stream without any, such as a terminal that does not report its size. */
export const columnsOf = ({ columns = 0 }: Pick<ProgressStream, 'columns'>, unknown: number): number =>
  columns === 0 ? unknown : columns;

/** Timers as the printers need them; `every` gives the function that ends it. They keep no process alive. */
export interface Timers {
  every(milliseconds: number, tick: () => void): () => void;
}

export const systemTimers: Timers = {
  every(milliseconds, tick) {
    const timer = setInterval(tick, milliseconds);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  },
};

const guarded = new WeakSet<Writable>();

/**
 * Ignores the errors of a stream that only shows progress: a closed terminal or a stopped log collector must not end an
 * upload, and the error could not be shown anyway.
 */
export const guardStream = (stream: Writable): void => {
  if (guarded.has(stream)) return;
  guarded.add(stream);
  stream.on('error', () => undefined);
};

/** A line for stderr, with the time of day unless it is written to a terminal, where a person reads it at once. */
export const withTime = (text: string, { isTTY }: { readonly isTTY?: boolean }, nowMs: number): string =>
  isTTY === true ? text : `${formatClock(nowMs)}  ${text}`;

export const HIDE_CURSOR = '\u001b[?25l';
export const SHOW_CURSOR = '\u001b[?25h';
/** Removes the moving line of a terminal when the process ends without the printer's own end. */
export const REMOVE_LINE = `\r\u001b[K${SHOW_CURSOR}`;

/** Writes one line, unless the stream is gone. */
export const writeLine = (stream: Writable, line: string): void => {
  if (stream.writable) stream.write(`${line}\n`);
};
