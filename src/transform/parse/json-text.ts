// Parses the text of a record as JSON, and handles what JSON.parse would lose or accept: the digits of long ids, and
// halves of surrogate pairs. The meaning of the value is decided elsewhere.

import { jsonOrUndefined } from '../../lib/json.js';
import { identityTypeOf } from '../../model/identity-types.js';
import { hasLostDigits } from '../../lib/e-notation.js';
import { ownNameOf } from './member-names.js';

/** `\ud83d` and the like: usually half of a complete pair, rarely a single half. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
/** A pair of escapes, a single half, or any other escape: `\\ud83d` is an escaped backslash. */
const PAIR_OR_HALF =
  /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\[^]/g;
const HALF_LENGTH = '\\ud83d'.length;
const REPLACEMENT_ESCAPE = '\\ufffd';

/** Whether a JSON text contains escaped halves of surrogate pairs. */
export const hasHalves = (text: string): boolean => withoutHalves(text) !== text;

/** Text with a single half of a surrogate pair cannot be written as UTF-8, and programs such as jq refuse it. */
const withoutHalves = (text: string): string =>
  // The plain search is many times faster, and nearly all texts end there.
  text.includes('\\u') && SURROGATE_ESCAPE.test(text)
    ? text.replace(PAIR_OR_HALF, (escape) =>
        escape.length === HALF_LENGTH && isHalf(escape) ? REPLACEMENT_ESCAPE : escape,
      )
    : text;

const isHalf = (escape: string): boolean => SURROGATE_ESCAPE.test(escape);

/** Members with ids that are no identity types, and times, phones and postal codes, whose digits matter as much. */
const ID_MEMBERS = new Set(
  'transaction_id id identity value event_id source_message_id timestamp_unixtime_ms $mobile $Mobile $zip $Zip'.split(
    ' ',
  ),
);
const isIdMember = (name: string | undefined): boolean =>
  name !== undefined && (ID_MEMBERS.has(ownNameOf(name)) || identityTypeOf(name) !== undefined);

/** A number with the name before it, a text (no number in it counts), or a long whole number. */
const NAMED_OR_LONG_NUMBER =
  /"((?:[^"\\]|\\.)*)"(\s*:\s*)(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const LONG_NUMBER = /^-?\d{16,}$/;

/** `1.23457e+12` of C, R and spreadsheets. Without decimals (R's `1e+05`) or a plus (Java) no digits are lost. */
const SHORTENED = /\d\.\d+[eE]\+\d/;
const hasShortened = (text: string): boolean => (text.includes('e+') || text.includes('E+')) && SHORTENED.test(text);

const isKept = (number: string): boolean =>
  Number.isSafeInteger(Number(number)) && !(SHORTENED.test(number) && hasLostDigits(number));

/**
 * The same JSON with those numbers as strings that JSON.parse would round, or whose digits were lost before: ids of any
 * form, and other whole numbers beyond 2^53.
 */
const withLongNumbersQuoted = (text: string): string =>
  text.replace(NAMED_OR_LONG_NUMBER, (found: string, name?: string, colon?: string, number?: string) => {
    if (number !== undefined)
      return !isKept(number) && (LONG_NUMBER.test(number) || isIdMember(name))
        ? `"${name ?? ''}"${colon ?? ':'}"${number}"`
        : found;
    return LONG_NUMBER.test(found) && !isKept(found) ? `"${found}"` : found;
  });

/** The result of `jsonOf` for a text that is not JSON. */
export const NO_JSON = undefined;

/** The value of a JSON text; `undefined`: not JSON. `exact`: ids keep all their digits, as strings. */
export const jsonOf = (text: string, exact: boolean): unknown => {
  const whole = withoutHalves(text);
  return jsonOrUndefined(exact || hasShortened(whole) ? withLongNumbersQuoted(whole) : whole);
};
