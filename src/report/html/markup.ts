// Escaped markup, tables and folded parts of the page.

import { printable } from '../../lib/printable.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is already HTML. Only `html` creates it, so that all other text in a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | Markup | readonly Markup[];

/** HTML's special characters, and marks that could reverse the direction of the text around them. */
const escape = (text: string): string => printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

const textOf = (content: Content): string => {
  if (content instanceof Markup) return content.text;
  return typeof content === 'object' ? content.map(({ text }) => text).join('') : escape(String(content));
};

/** A template whose values are escaped, in text and in quoted attributes alike, unless they are markup themselves. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(parts.map((part, at) => part + textOf(contents[at] ?? '')).join(''));

/** A code, path or origin; a long one is wrapped after a separator, never within a word. */
export const codeOf = (text: string): Markup => {
  const pieces = text.split(/(?<=[_/:.\\-])/);
  return html`<code>${pieces.map((piece, at) => html`${at === 0 ? nothing : WORD_BREAK}${piece}`)}</code>`;
};

/** Empty markup. */
export const nothing = new Markup('');

const WORD_BREAK = new Markup('<wbr />');

/** A column, by its title; columns of numbers have a class of their own. */
type Column = string | { readonly title: string; readonly type: 'n' | 'n b' };

/** A column of numbers. */
export const number = (title: string): Column => ({ title, type: 'n' });

/** A column of numbers with a bar below each. */
export const bars = (title: string): Column => ({ title, type: 'n b' });

export type Cell = string | Markup;

const classOf = (column: Column = ''): string => (typeof column === 'string' ? 't' : column.type);

const headCell = (column: Column): Markup =>
  html`<th scope="col" class="${classOf(column)}">${typeof column === 'string' ? column : column.title}</th>`;

const rowOf = (cells: readonly Cell[], columns: readonly Column[]): Markup => {
  const row = cells.map((cell, at) => {
    if (at === 0) return html`<th scope="row">${cell}</th>`;
    return html`<td class="${classOf(columns[at])}">${cell}</td>`;
  });
  return html`<tr>
    ${row}
  </tr> `;
};

/** A table with a caption; first cells are row headers. Wide tables scroll on their own, also by keyboard. */
export const table = (caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup =>
  html` <div class="table" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(headCell)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowOf(row, columns))}
      </tbody>
    </table>
  </div>`;

/** A long table that is folded behind its title, which the browser does without a script. */
export const folded = (summary: string, content: Markup): Markup =>
  html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;
