// How many cells a row may have, and whether one that has not ended has more.
import { QUOTE } from '../bytes/ascii.js';

/** No spreadsheet has more than 16,384. A cell costs memory even where it is a single delimiter. */
export const MOST_COLUMNS = 100_000;

/** Whether a row whose end has not come has too many cells already; delimiters in quotes are none. */
export const hasTooManyCells = (row: Uint8Array, delimiter: string): boolean => {
  if (row.length < MOST_COLUMNS) return false;
  const sign = Buffer.from(delimiter).at(-1);
  let [cells, quoted] = [1, false];
  for (const byte of row) {
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === sign && !quoted) cells += 1;
  }
  return cells > MOST_COLUMNS;
};
