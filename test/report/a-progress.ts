import { Writable } from 'node:stream';
import type { ProgressSnapshot } from '../../src/model/report.js';

/** A run that has just begun. */
export const aSnapshot = (parts: Partial<ProgressSnapshot> = {}): ProgressSnapshot => ({
  elapsedSeconds: 0,
  eventsRead: 0,
  sent: 0,
  previewed: 0,
  alreadySent: 0,
  skipped: 0,
  rejected: 0,
  malformed: 0,
  dryRun: false,
  shareDone: 0,
  requestsInFlight: 0,
  lanes: 4,
  requestsRetried: 0,
  waiting: null,
  ...parts,
});

export const ABOUT = { runId: 'r1', destination: 'dataset 42', inputs: 3, bytes: 1_241_000_000 };

/** A stream that keeps what is written. */
export const collecting = () => {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text, lines: () => text.split('\n').slice(0, -1) };
};

/** A stream whose reader is gone: every write fails. */
export const broken = () =>
  new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });

/** Terminal that understands what a progress line needs: carriage return, cursor column, clear line, line feed. */
export const terminal = (columns: number) => {
  const rows = [''];
  let [row, column] = [0, 0];
  let raw = '';
  const put = (text: string): void => {
    for (const char of text) {
      if (char === '\n') {
        row += 1;
        rows[row] ??= '';
        column = 0;
      } else if (char === '\r') column = 0;
      else {
        rows[row] = rows[row].slice(0, column).padEnd(column) + char + rows[row].slice(column + 1);
        column += 1;
      }
    }
  };
  const stream = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        raw += String(chunk);
        // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
        put(String(chunk).replace(/\u001b\[[0-9;?]*[A-Za-z]/g, ''));
        done();
      },
    }),
    {
      isTTY: true,
      columns,
      cursorTo: (at: number) => ((column = at), true),
      moveCursor: (_x: number, y: number) => ((row += y), true),
      clearLine: () => ((rows[row] = ''), true),
    },
  );
  return { stream, rows: () => rows.map((text) => text.trimEnd()), raw: () => raw };
};
