// Detects text that was read in the encoding of a manifest but is UTF-8: then Köln has become KÃ¶ln.
import type { CountedWarning } from '../../model/warnings.js';
import { decoderOf } from '../bytes/decoded-source.js';

const MAX_ROWS = 1_000;
const NOT_ASCII = /[^\0-\x7f]/;

/** A range of bytes as characters of an encoding, for a character class of a regular expression. */
const classOf = (encoding: string, from: number, to: number): string | null => {
  const bytes = Uint8Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const text = decoderOf(encoding)(bytes);
  // Encodings with several bytes per character are not checked.
  if (text.length !== bytes.length || text.includes('\ufffd')) return null;
  return Array.from(text, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('');
};

/** How characters of UTF-8 look in another encoding; null: not a single-byte encoding. */
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

/** Checks the first rows of one file. */
export class EncodingCheck {
  readonly #encoding: string;
  readonly #utf8: RegExp | null;
  #rows = 0;
  #isUtf8 = false;
  /** The answer is known. */
  isOver: boolean;

  constructor(encoding: string | undefined) {
    this.#encoding = encoding ?? '';
    this.#utf8 = encoding === undefined || encoding === 'utf-8' ? null : utf8In(encoding);
    this.isOver = this.#utf8 === null;
  }

  /** Checks a row; returns the warning, once, if all checked rows are UTF-8. */
  row(cells: readonly string[]): CountedWarning | null {
    const text = cells.join(' ');
    this.#rows += 1;
    if (this.#utf8 !== null && NOT_ASCII.test(text)) {
      this.#isUtf8 = !NOT_ASCII.test(text.replace(this.#utf8, ''));
      this.isOver = !this.#isUtf8;
    }
    return this.#rows < MAX_ROWS ? null : this.end();
  }

  /** The same for a file with fewer rows. */
  end(): CountedWarning | null {
    if (this.isOver) return null;
    this.isOver = true;
    return this.#isUtf8 ? { code: 'encoding_wrong', count: 1, detail: this.#encoding } : null;
  }
}
