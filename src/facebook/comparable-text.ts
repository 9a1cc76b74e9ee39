// Converts texts to a form in which an event's values can be found in Facebook's messages. Removing them is in
// redaction.ts.

/** A text in the form in which texts are compared: without differences of case, accents and encoding. */
export interface ComparableText {
  readonly text: string;
  /** The text's letters and signs: one case, no accents, nothing encoded. */
  readonly letters: string;
  /** The offset of each letter in the original text; null: the same offset. */
  readonly starts: readonly number[] | null;
}

/** Start (inclusive) and end (exclusive) of a range of letters. */
export type Range = readonly [from: number, to: number];

/** Characters that normalisation changes, apart from case. */
const SPECIAL = /[^ -~]|[%\\]| {2}/;
/** Converted in one step: plain characters, an escape, percent-encoded bytes, spaces, any other character. */
const UNITS = /([!-$&-[\]-~]+)|\\+u[\da-f]{4}|\\+[^]?|(?:%(?:25)*[\da-f]{2})+|\s+|[^]/giu;

/** Full case folding (`ß` becomes `ss`), by way of capitals; the final sigma becomes an ordinary one. */
const fold = (text: string): string =>
  Array.from(text.normalize('NFKD').replaceAll(/\p{M}/gu, ''), (one) => one.toUpperCase().toLowerCase()).join('');

const percentDecoded = (unit: string): string =>
  Buffer.from(unit.replaceAll(/%(?:25)*(?=[\da-f]{2})/gi, ''), 'hex').toString();

const lettersOf = (unit: string): string => {
  if (/^\s/.test(unit)) return ' ';
  if (unit.startsWith('%') && unit.length > 1) return fold(percentDecoded(unit));
  const escape = /^\\+(?:u([\da-f]{4})|([^]?))$/iu.exec(unit);
  if (escape === null) return fold(unit);
  return fold(escape[1] === undefined ? (escape[2] ?? '') : String.fromCharCode(Number.parseInt(escape[1], 16)));
};

/** Drops case and accents, decodes escapes of JSON (`\/`, `\u007c`, also twice) and URLs (`%7C`), joins spaces. */
export const comparableText = (text: string): ComparableText => {
  if (!SPECIAL.test(text)) return { text, letters: text.toLowerCase(), starts: null };
  const starts: number[] = [];
  let letters = '';
  for (const { 0: unit, 1: plain, index } of text.matchAll(UNITS)) {
    const read = plain?.toLowerCase() ?? lettersOf(unit);
    letters += read;
    for (let at = 0; at < read.length; at += 1) starts.push(plain === undefined ? index : index + at);
  }
  return { text, letters, starts };
};

/** The same range in the original text, up to the end of its last character. */
const written = ({ text, starts }: ComparableText, [from, to]: Range): Range => {
  if (starts === null) return [from, to];
  let end = to;
  while (end < starts.length && starts[end] === starts[to - 1]) end += 1;
  return [starts[from] ?? text.length, starts[end] ?? text.length];
};

/** Sorts ranges and joins those that overlap or touch. */
export const joined = (ranges: readonly Range[]): readonly Range[] => {
  const all: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last === undefined || from > last[1]) all.push([from, to]);
    else last[1] = Math.max(last[1], to);
  }
  return all;
};

/** Replaces each range of letters with a mask. */
export const withMasks = (comparable: ComparableText, ranges: readonly Range[], mask: string): string => {
  let [left, at] = ['', 0];
  for (const [from, to] of joined(ranges.map((range) => written(comparable, range)))) {
    left += comparable.text.slice(at, from) + mask;
    at = to;
  }
  return left + comparable.text.slice(at);
};
