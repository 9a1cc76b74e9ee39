// Whether text that was read by the encoding of a manifest is UTF-8 instead: then Köln has become KÃ¶ln.
import type { CountedWarning } from '../../model/warnings.js';
import { decoderOf } from '../bytes/decoded-source.js';

/** Rows that are looked at. */
const MOST_ROWS = 1_000;
const NOT_ASCII = /[^\0-\x7f]/;

/** Bytes from one to another, as characters of an encoding, for a class of a regular expression. */
const classOf = (encoding: string, from: number, to: number): string | null => {
  const bytes = Uint8Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const text = decoderOf(encoding)(bytes);
  // Encodings with several bytes for a character are left alone.
  if (text.length !== bytes.length || text.includes('\ufffd')) return null;
  return Array.from(text, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('');
};

/** What characters of UTF-8 look like in another encoding; null: not a single-byte encoding. */
const utf8In = (encoding: string): RegExp | null => {
  const [two, three, next] = [
    classOf(encoding, 0xc2, 0xdf),
    classOf(encoding, 0xe0, 0xef),
    classOf(encoding, 0x80, 0xbf),
  ];
  return two === null || three === null || next === null
    ? null
    : new RegExp(`[${two}][${next}]|[${three}][${next}]{2}`, 'g');
};

/** Looks at the first rows of one file. */
export class EncodingCheck {
  readonly #encoding: string;
  readonly #utf8: RegExp | null;
  #rows = 0;
  #isUtf8 = false;
  /** There is nothing more to find out. */
  isOver: boolean;

  constructor(encoding: string | undefined) {
    this.#encoding = encoding ?? '';
    this.#utf8 = encoding === undefined || encoding === 'utf-8' ? null : utf8In(encoding);
    this.isOver = this.#utf8 === null;
  }

  /** Takes a row; the warning, once, if all rows looked at are UTF-8. */
  row(cells: readonly string[]): CountedWarning | null {
    const text = cells.join(' ');
    this.#rows += 1;
    if (this.#utf8 !== null && NOT_ASCII.test(text)) {
      this.#isUtf8 = !NOT_ASCII.test(text.replace(this.#utf8, ''));
      this.isOver = !this.#isUtf8;
    }
    return this.#rows < MOST_ROWS ? null : this.end();
  }

  /** The same for a file with fewer rows. */
  end(): CountedWarning | null {
    if (this.isOver) return null;
    this.isOver = true;
    return this.#isUtf8 ? { code: 'encoding_wrong', count: 1, detail: this.#encoding } : null;
  }
}
