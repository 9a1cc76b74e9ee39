// Repairs names and places that a program garbled: escapes that were never decoded, and UTF-8 that was read as another
// encoding. The meaning of the repaired text is decided in batch-keys.ts.
import { isUtf8 } from 'node:buffer';
import { decodeWindows1252, encodeWindows1252 } from '../../lib/windows-1252.js';
import { lazyPattern, once } from '../../lib/memoize.js';
import { pairsIn } from '../../lib/words.js';

/** Two or more bytes of UTF-8, read as separate characters: `Ã¼`, `â€™`. No word has them side by side. */
const READ_AS_OTHER =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/;

const readAsUtf8 = (text: string): string => {
  const bytes = READ_AS_OTHER.test(text) ? encodeWindows1252(text) : null;
  return bytes === null || !isUtf8(bytes) ? text : Buffer.from(bytes).toString();
};

/** Accents by their HTML names: `&uuml;` is a letter and `uml`. */
const accents = once(() =>
  pairsIn(
    'grave=\u0300 acute=\u0301 circ=\u0302 tilde=\u0303 macr=\u0304 breve=\u0306 dot=\u0307 uml=\u0308 ring=\u030a ' +
      'dblac=\u030b caron=\u030c cedil=\u0327 ogon=\u0328',
  ),
);
/** From `Α` on, with a gap before the sigma. */
const GREEK =
  'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho  Sigma Tau Upsilon Phi Chi Psi Omega';
const [ALPHA, TO_LOWER_CASE] = [0x391, 0x20];
const greekLetters = (): readonly (readonly [string, string])[] =>
  GREEK.split(' ').flatMap((name, index): readonly (readonly [string, string])[] => [
    [name, String.fromCodePoint(ALPHA + index)],
    [name.toLowerCase(), String.fromCodePoint(ALPHA + TO_LOWER_CASE + index)],
  ]);
const OTHER_ENTITIES =
  'amp=& apos=\' quot=" lt=< gt=> szlig=ß aelig=æ AElig=Æ oelig=œ OElig=Œ oslash=ø Oslash=Ø eth=ð ETH=Ð thorn=þ THORN=Þ ' +
  'lstrok=ł Lstrok=Ł dstrok=đ Dstrok=Đ inodot=ı imath=ı sigmaf=ς rsquo=’ lsquo=‘ ndash=– mdash=— shy= zwj= zwnj= lrm= rlm=';
const entities = once(
  (): ReadonlyMap<string, string> => new Map([...greekLetters(), ...pairsIn(OTHER_ENTITIES), ['nbsp', ' ']]),
);
const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi;

/** As in browsers: `&#146;` is a character of windows-1252. */
const numbered = (number: number): string =>
  number >= 0x80 && number < 0xa0 ? decodeWindows1252(Buffer.of(number)) : String.fromCodePoint(number);

const entityOf = (whole: string, decimal?: string, hex?: string, name = ''): string => {
  if (decimal !== undefined) return numbered(Number(decimal));
  if (hex !== undefined) return numbered(parseInt(hex, 16));
  const accent = accents().get(name.slice(1));
  return accent === undefined ? (entities().get(name) ?? whole) : (name.charAt(0) + accent).normalize('NFC');
};

/** Bytes of UTF-8 as links and as mail write them: `%C3%BC`, `=C3=BC`. */
const BYTES = /%[0-9a-f]{2}|=[89a-f][0-9a-f]/i;

const readBytes = (text: string): string => {
  if (!BYTES.test(text)) return text;
  try {
    return decodeURIComponent(text.replace(/=([89a-f][0-9a-f])/gi, '%$1'));
  } catch {
    return text;
  }
};

/** `\u00fc` of JSON, `%u00FC` of JavaScript, `<U+00FC>` of R, `\xfc` of Python and C, `\303\274` of C. */
const ESCAPE = /[\\%][Uu]([0-9A-Fa-f]{4})|<[Uu]\+([0-9A-Fa-f]{4,5})>|\\[Xx]([0-9A-Fa-f]{2})|\\([2-3][0-7]{2})|\\[nrt]/g;
/** `\n`, the end of a line; `\N` is how databases write that there is no value. */
const BLANK_ESCAPE = 2;
const escapeOf = (text: string, unit?: string, point?: string, byte?: string, octal?: string): string => {
  if (text.length === BLANK_ESCAPE) return ' ';
  if (point !== undefined) return String.fromCodePoint(parseInt(point, 16));
  return String.fromCharCode(octal === undefined ? parseInt(unit ?? byte ?? '', 16) : parseInt(octal, 8));
};
/** Python's bytes and its old Unicode texts, written with their quotes: `b'Ida'`. */
const PYTHON_TEXT = /^\s*[bu](['"])(.*)\1\s*$/s;
/** First characters of escapes and of misread UTF-8, which few names have. */
const MAYBE_GARBLED = /[&%\\=\u00c2-\u00f4]|<U\+|^\s*[bu]['"]/;
/** `&amp;uuml;` was escaped twice. */
const MAX_TIMES = 3;

/** The text as it was before a program garbled it; unchanged if none did. */
export const restored = (text: string): string => {
  if (!MAYBE_GARBLED.test(text)) return text;
  let found = text.replace(PYTHON_TEXT, '$2');
  for (let times = 0; times < MAX_TIMES; times += 1) {
    const before = found;
    found = readAsUtf8(readBytes(before.replace(ESCAPE, escapeOf)).replace(ENTITY, entityOf));
    if (found === before) break;
  }
  return found;
};

/**
 * A letter that was lost or masked (`B***g`, `1011*`), half of a surrogate pair, an unknown entity, an encoded word of
 * mail. A star after a whole word masks nothing.
 */
const lostLetters = lazyPattern(
  String.raw`\ufffd|\p{Cs}|\p{L}\?|\?\p{L}|\*\*|\d\*|\*\d|\p{L}\*\p{L}|^\s*\p{L}\*|[•●█]|^\s*\p{L}x{3,}\s*$|&(?:#\w{1,8}|[a-z]{2,31}\d{0,2});|=\?[\w-]+\?[bq]\?`,
  'iu',
);

/** A cheap test first: patterns with the letters of all scripts are expensive, especially the first time. */
const MAYBE_LOST = /[\ufffd\ud800-\udfff?*•●█&=]|xxx/i;

/** Whether letters of a text are lost or not understood, so that the rest is a different word: `M?ller`. */
export const hasLostLetters = (text: string): boolean => MAYBE_LOST.test(text) && lostLetters().test(text);
