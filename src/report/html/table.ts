import { html, type Markup } from './markup.js';

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Numbers with a bar below each, as wide as possible. */
  readonly isBar?: boolean;
}

export type Cell = string | Markup;

const classOf = (column: Column | undefined): string => {
  if (column?.isBar === true) return 'n b';
  return column?.isNumber === true ? 'n' : 't';
};

const headCell = (column: Column): Markup => html`<th scope="col" class="${classOf(column)}">${column.title}</th>`;

const rowOf = (cells: readonly Cell[], columns: readonly Column[]): Markup => {
  const row = cells.map((cell, at) => {
    if (at === 0) return html`<th scope="row">${cell}</th>`;
    return html`<td class="${classOf(columns[at])}">${cell}</td>`;
  });
  return html`<tr>
    ${row}
  </tr> `;
};

/**
 * A table with a caption; the first cell of each row names it. Wide ones scroll by themselves, with the keyboard too.
 */
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

/** A long table behind a line that opens it; the browser does that without any script. */
export const folded = (summary: string, content: Markup): Markup =>
  html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;
