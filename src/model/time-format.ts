import { lazyPattern } from '../lib/memoize.js';

/** Follows a text that does not match a manifest's time format. */
const MARK = ' (not ';
/** Date field symbols, the signs between them, and short words in quotes: nothing else from a record passes. */
const MARKED_FORMAT = lazyPattern(
  String.raw`^((?=.*[yu])(?=.*[ML])(?=.*d)(?:[yuMLdEHhmsaSXxZV ./,:-]|'[\p{L} ]{0,12}')+)\)$`,
  'u',
);

/** Marks a cell without a time in the format: no later stage reads a number in it, and each can name the format. */
export const markedTime = (cell: string, format: string): string => `${cell.trim()}${MARK}${format})`;

/** Follows a time that occurs twice or never in its zone, because the clocks change. */
export const CLOCK_CHANGE = ' (at a change of clocks)';

/** Follows a time whose month is a different one in another language, if the manifest names no language. */
export const TWO_MONTHS = ' (a month of two languages)';

/** The format that a marked text is not in; null: it has no mark. */
export const formatOfMark = (text: string): string | null => {
  const at = text.lastIndexOf(MARK);
  return at === -1 ? null : (MARKED_FORMAT().exec(text.slice(at + MARK.length))?.[1] ?? null);
};
