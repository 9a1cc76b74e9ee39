// Names and places that a program garbled on their way: escapes that were never read, and UTF-8 that was read as another
// encoding. What the text means then is decided in batch-keys.ts.
import { isUtf8 } from 'node:buffer';
import { encodeWindows1252 } from '../../lib/windows-1252.js';

/** Two bytes of UTF-8 or more, read as characters of their own: `Ã¼`, `â€™`. No word has them side by side. */
const READ_AS_OTHER =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/;

const readAsUtf8 = (text: string): string => {
  const bytes = READ_AS_OTHER.test(text) ? encodeWindows1252(text) : null;
  return bytes === null || !isUtf8(bytes) ? text : Buffer.from(bytes).toString();
};

/** Accents by their names in HTML: `&uuml;` is a letter and `uml`. */
const ACCENTS: ReadonlyMap<string, string> = new Map([
  ...[['grave', '\u0300'] as const, ['acute', '\u0301'] as const, ['circ', '\u0302'] as const],
  ...[['tilde', '\u0303'] as const, ['uml', '\u0308'] as const, ['ring', '\u030a'] as const],
  ...[['caron', '\u030c'] as const, ['cedil', '\u0327'] as const],
]);
const ENTITIES: ReadonlyMap<string, string> = new Map(
  'amp=& apos=\' quot=" lt=< gt=> szlig=ß aelig=æ AElig=Æ oelig=œ oslash=ø Oslash=Ø eth=ð thorn=þ rsquo=’ lsquo=‘ ndash=–'
    .split(' ')
    .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const)
    .concat([['nbsp', ' ']]),
);
const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi;

const entityOf = (whole: string, decimal?: string, hex?: string, name = ''): string => {
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
  if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
  const accent = ACCENTS.get(name.slice(1));
  return accent === undefined ? (ENTITIES.get(name) ?? whole) : (name.charAt(0) + accent).normalize('NFC');
};

const PERCENT = /%[0-9a-f]{2}/i;

const readPercents = (text: string): string => {
  if (!PERCENT.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const ESCAPE = /\\u([0-9a-f]{4})/gi;
/** What escapes begin with, and what read UTF-8 begins with: few names have any. */
const MAYBE_GARBLED = /[&%\\\u00c2-\u00f4]/;
/** `&amp;uuml;` was escaped twice. */
const MOST_TIMES = 3;

/** The text as it was before a program garbled it; the same text where none did. */
export const restored = (text: string): string => {
  if (!MAYBE_GARBLED.test(text)) return text;
  let found = text;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const before = found;
    found = readAsUtf8(
      readPercents(before)
        .replace(ENTITY, entityOf)
        .replace(ESCAPE, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    );
    if (found === before) break;
  }
  return found;
};

/** Whether letters of a text are lost, so that what is left of it is another word: `M?ller`. */
export const hasLostLetters = (text: string): boolean => /\ufffd|\p{L}\?|\?\p{L}/u.test(text);
