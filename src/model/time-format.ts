import { lazyPattern } from '../lib/memoize.js';

/** Behind a text that is not a time by a manifest's format. */
const MARK = ' (not ';
/** Date field symbols, the signs between them, and short words in quotes: nothing else that a record says gets through. */
const MARKED_FORMAT = lazyPattern(
  String.raw`^((?=.*[yu])(?=.*[ML])(?=.*d)(?:[yuMLdEHhmsaSXxZV ./,:-]|'[\p{L} ]{0,12}')+)\)$`,
  'u',
);

/** A cell that is not a time by a format, marked: no later stage reads a number in it, and each can name the format. */
export const markedTime = (cell: string, format: string): string => `${cell.trim()}${MARK}${format})`;

/** The mark after a time that occurs twice in its zone, or never, because the clocks change. */
export const CLOCK_CHANGE = ' (at a change of clocks)';

/** Behind a time whose month is another one in another language, where the manifest names none. */
export const TWO_MONTHS = ' (a month of two languages)';

/** The format that a marked text is not in; null: it has no mark. */
export const formatOfMark = (text: string): string | null => {
  const at = text.lastIndexOf(MARK);
  return at === -1 ? null : (MARKED_FORMAT().exec(text.slice(at + MARK.length))?.[1] ?? null);
};
