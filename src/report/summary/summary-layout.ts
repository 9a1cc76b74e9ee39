// Columns, bars and indentation of the summary. No content.

import { stripVTControlCharacters } from 'node:util';
import type { Paint } from './paint.js';
import { padEnd, padStart, widthOf, wrap } from './text.js';

/** Indentation, in cells, of everything below the first line. */
const INDENT = 2;
/** Cells of one bar. */
export const BAR_CELLS = 10;

/** What a section needs to know about its page. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
}

/** A section: its lines, without the blank line before it; empty sections are left out. */
export type Section = readonly string[];

export const indented = (text: string, cells = INDENT): string => `${' '.repeat(cells)}${text}`;

/** A text wrapped to lines, all indented by so many cells. */
export const paragraph = (text: string, page: Page, cells = INDENT): string[] =>
  wrap(text, Math.max(20, page.width - cells)).map((line) => indented(line, cells));

/** `label  text`, the text wrapped under itself. */
export const field = (label: string, text: string, labelCells: number, page: Page): string[] => {
  const inner = INDENT + labelCells + 2;
  return wrap(text, Math.max(20, page.width - inner)).map((line, at) =>
    at === 0 ? indented(`${page.paint('dim', padEnd(label, labelCells))}  ${line}`) : indented(line, inner),
  );
};

/** A section's title with a sentence after it, wrapped. */
export const titled = (title: string, text: string, page: Page): string[] => {
  const [first = '', ...rest] = paragraph(`${title}  ${text}`, page);
  return [first.replace(title, page.paint('bold', title)), ...rest];
};

/** A small bar, `━━━━━━━───`; a value above 0 is never drawn empty, and one below 100 % never full. */
export const bar = (share: number, paint: Paint): string => {
  const rounded = Math.round(share * BAR_CELLS);
  const full = share <= 0 ? 0 : share >= 1 ? BAR_CELLS : Math.min(BAR_CELLS - 1, Math.max(1, rounded));
  return paint('green', '━'.repeat(full)) + paint('dim', '─'.repeat(BAR_CELLS - full));
};

/** Rows as columns as wide as their widest cell; `right` names the columns of numbers. */
export const columns = (rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] => {
  const widths: number[] = [];
  rows.forEach((row) => row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(cell)))));
  return rows.map((row) =>
    row
      .map((cell, at) => (right.has(at) ? padStart(cell, widths[at] ?? 0) : padEnd(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

/** Two blocks side by side if the page is wide enough, else null. */
export const beside = (left: Section, right: Section, gap: number, width: number): string[] | null => {
  const cells = (line: string): number => widthOf(stripVTControlCharacters(line));
  const leftCells = Math.max(0, ...left.map(cells));
  if (leftCells + gap + Math.max(0, ...right.map(cells)) > width) return null;
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [first, second] = [left[at] ?? '', right[at] ?? ''];
    return second === '' ? first : first + ' '.repeat(leftCells + gap - cells(first)) + second;
  });
};
