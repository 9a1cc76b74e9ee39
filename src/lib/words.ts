import { lazyPattern } from './memoize.js';

/**
 * Each word with the value that its list stands for: `[['m', 'male man'], ['f', 'female woman']]` has `man` → `m`.
 * Words are separated by single spaces; of a word in two lists the last one counts.
 */
export const byWord = <Value>(lists: readonly (readonly [Value, words: string])[]): ReadonlyMap<string, Value> =>
  new Map(lists.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)));

/** With a capital first letter. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The pairs of a text such as `fr=f hu=h`; a value may be empty, and may contain the sign. */
export const pairsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(' ').map((pair) => {
      const sign = pair.indexOf('=');
      return [pair.slice(0, sign), pair.slice(sign + 1)] as const;
    }),
  );

const SHEET_ERROR = lazyPattern(
  String.raw`^#(?:#+|[¡¿]?\p{L}[\p{L}_]*(?:/0)?[!?]|nv|n/d!?|n/b|n/v|i/t|yok|н/д|ref|value|div/0|hiányzik|není_k_dispozici)$`,
  'iu',
);

/** What a spreadsheet shows of an error in any language (`#WERT!`, `#NV`), or of a number in a narrow column (`####`). */
export const isSheetError = (text: string): boolean =>
  text.startsWith('#') && SHEET_ERROR().test(text.normalize('NFC'));

/**
 * `NA` and `Guest` can be a country and a surname, but not ids. Databases and shops write zeros and -1, or the UUID of
 * zeros, if there is no customer, order or product.
 */
const NOTHING_AS_ID = /^\{?(?:n\.?a\.?|guest|-1(?:[.,]0+)?|[0.,+-]*0[0.,-]*)\}?$/i;

/** Whether an id, trimmed and clean, is what programs write where there is none: `0`, `-1`, `n.a.`. */
export const isNothingAsId = (id: string): boolean => NOTHING_AS_ID.test(id);
