import type { Setting } from '../table/table.js';

const TRUE = new Set(['1', 'true', 'yes', 'on']);
const FALSE = new Set(['0', 'false', 'no', 'off']);
const NUMBER = /^-?\d+(\.\d+)?$/;

const truth = (text: string): boolean | null => {
  const word = text.trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : null;
};

const listed = (texts: readonly string[]): readonly string[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** `ACTION=NAME` pairs as an object; a pair without `=` keeps an empty name, which the schema refuses. */
const pairs = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listed(texts).map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );

/**
 * What the text of a flag or environment variable would be in the settings file. Text that does not fit its kind
 * stays as it is: the schema says what is wrong with it. Several texts: a flag that was repeated.
 */
export const valueOfText = ({ kind }: Setting, texts: readonly string[]): unknown => {
  const last = texts.at(-1) ?? '';
  switch (kind) {
    case 'boolean':
      return truth(last) ?? last;
    case 'optional-path':
      return truth(last) === false ? false : last;
    case 'number':
      return NUMBER.test(last.trim()) ? Number(last) : last;
    case 'list':
      return listed(texts);
    case 'map':
      return pairs(texts);
    default:
      return last;
  }
};
