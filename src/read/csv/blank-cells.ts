// Which cells have no content.
import { isNullWord } from '../../lib/json.js';
import { isSheetError } from '../../lib/words.js';
import { LAST_ASCII, SPACE } from '../bytes/ascii.js';

/** A cheap test first: nearly every cell begins with a visible character of ASCII. */
export const isBlankCell = (cell: string | undefined): boolean => {
  if (cell === undefined || cell === '') return true;
  const first = cell.charCodeAt(0);
  return (first <= SPACE || first > LAST_ASCII) && cell.trim() === '';
};

// oxlint-disable-next-line no-control-regex -- DOS ends files with 0x1A, and some tills fill theirs up with zeros
const NOTHING = /^[\s\0\x1a-]*$/;

/** Whether no cell of a row has content: each is blank, dashes below a header, or the mark at the end of a file. */
export const saysNothing = (cells: readonly string[]): boolean =>
  cells.every((cell) => isBlankCell(cell) || NOTHING.test(cell));

/** Whether a cell for JSON or a number has no content. */
export const isNothing = (cell: string | undefined): boolean => cell === undefined || isNullWord(cell);

const NO_VALUE = /^\s*(?:#?n\/?a|-+|unknown)\s*$/i;

/** Whether a cell says that there is no value: it is blank, or a word of databases, spreadsheets or people. */
export const isNoValue = (cell: string): boolean => isNothing(cell) || NO_VALUE.test(cell) || isSheetError(cell.trim());
