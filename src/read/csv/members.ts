import { escaped, quoted } from '../../lib/json-text.js';
import { isBlankCell } from './blank-cells.js';
import type { Column, Header } from './header.js';
import type { Section } from './targets.js';

type Row = readonly string[];

/** Converts a cell that is not blank to the JSON text of its value. */
type CellText = (cell: string) => string;

/** Writes the members of one JSON object from a row: `"a":"1","b":"2"`, blank cells left out. */
export type Members = (row: Row) => string;

const YES = new Set(['true', '1', 'yes', 'y']);
const NO = new Set(['false', '0', 'no', 'n']);

/** A consent cell; anything but yes and no stays text, which the mapping counts as an opt-out. */
export const consentText: CellText = (cell) => {
  const word = cell.trim().toLowerCase();
  return YES.has(word) ? 'true' : NO.has(word) ? 'false' : JSON.stringify(cell);
};

/** Text stays text: article numbers and zip codes start with zeros, and ids are longer than numbers can be. */
export const plainText: CellText = quoted;

/** Compiles the columns of one part of the batch, once per file. */
export const membersOf = (columns: readonly Column[], textOf: (column: Column) => CellText): Members => {
  const writers = columns.map((column) => {
    const text = textOf(column);
    const isText = text === plainText;
    const start = `${JSON.stringify(column.key)}:${isText ? '"' : ''}`;
    return {
      index: column.index,
      start,
      next: `,${start}`,
      afterText: `",${start}`,
      isText,
      text: isText ? escaped : text,
    };
  });
  return (row) => {
    let members = '';
    // The quote that ends a text is written with what follows it: fewer pieces take less time.
    let isOpen = false;
    for (const { index, start, next, afterText, isText, text } of writers) {
      const cell = row[index] ?? '';
      if (isBlankCell(cell)) continue;
      members = members + (isOpen ? afterText : members === '' ? start : next) + text(cell);
      isOpen = isText;
    }
    return isOpen ? `${members}"` : members;
  };
};

/** The columns of some parts of the batch. */
export const columnsOf = (header: Header, ...sections: readonly Section[]): readonly Column[] =>
  header.columns.filter(({ section }) => sections.includes(section));

/** Index of the single column for a member; -1: the file has none. */
export const indexOf = (header: Header, section: Section, key: string): number =>
  header.columns.find((column) => column.section === section && column.key === key)?.index ?? -1;
