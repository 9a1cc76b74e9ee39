import { printable } from '../../lib/printable.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is HTML already; only `html` makes it, so that whatever else is put into a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | Markup | readonly Markup[];

/** Signs of HTML, and what would turn the direction of the text around it. */
const escape = (text: string): string => printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

const textOf = (content: Content): string => {
  if (content instanceof Markup) return content.text;
  return typeof content === 'object' ? content.map(({ text }) => text).join('') : escape(String(content));
};

/** A template whose values are escaped, in text and in quoted attributes alike, unless they are markup themselves. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(parts.map((part, at) => part + textOf(contents[at] ?? '')).join(''));

/** A code, path or origin: a long one breaks behind a separator, never within a word. */
export const codeOf = (text: string): Markup => {
  const pieces = text.split(/(?<=[_/:.\\-])/);
  return html`<code>${pieces.map((piece, at) => html`${at === 0 ? nothing : WORD_BREAK}${piece}`)}</code>`;
};

/** Nothing at all. */
export const nothing = new Markup('');

const WORD_BREAK = new Markup('<wbr />');
