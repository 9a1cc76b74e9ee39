// Whether an id is sent unchanged. The rules are `idTextOf` in ../../map/value-text.ts and `isPlaceholder` in
// ../../map/placeholders.ts. This file only finds out whether one of them might apply; then TypeScript maps the record.

import { byte, isDigit, isHexDigit, isLetter, MINUS, OPEN_ARRAY, POINT, QUOTE, ZERO } from './bytes';
import { Value } from './value';

const NUMBER_SIGN: u32 = 0x23;
const APOSTROPHE: u32 = 0x27;
const EQUALS: u32 = 0x3d;
const DELETE: u32 = 0x7f;

/** Longer texts are placeholders only as a hash of one. */
const LONGEST_PLACEHOLDER: usize = 24;
/** The digits of the shortest hash. */
const SHORTEST_HASH: usize = 32;

/** Whether an ASCII text, neither empty nor with control characters below the space, is certain to be sent unchanged. */
function isUsualText(start: usize, length: usize): bool {
  let digits: usize = 0;
  let hexDigits: usize = 0;
  let letters: usize = 0;
  let exponents: usize = 0;
  let signs: usize = 0;
  let points: usize = 0;
  let zeros: usize = 0;
  let isError = false;
  for (let i: usize = 0; i < length; i += 1) {
    const c = byte(start + i);
    if (c === ZERO) zeros += 1;
    if (isDigit(c)) digits += 1;
    else if (isLetter(c)) letters += 1;
    else if (c - 0x2b < 4) signs += 1;
    else if (c === NUMBER_SIGN) isError = true;
    else if (c === DELETE) return false;
    if (c === POINT) points += 1;
    if (isHexDigit(c)) hexDigits += 1;
    if ((c | 0x20) === 0x65) exponents += 1;
  }
  // Digits, signs and one E might be a number in E-notation.
  if (exponents === 1 && digits + signs + exponents === length) return false;
  // Zeros and -1 mean that there is no id, and `1001.0` is a whole number.
  if (letters === 0 && (zeros === digits || byte(start) === MINUS)) return false;
  if (points > 0 && digits + signs === length) return false;
  if (length > LONGEST_PLACEHOLDER) return length < SHORTEST_HASH || hexDigits < length;
  // The placeholders that have a digit have a number sign and letters as well, as #DIV/0! has.
  return digits > 0 && !(isError && letters > 0);
}

/** Whether an id that is present is sent unchanged. */
export function isUsualId(value: Value): bool {
  if (!value.isAscii) return false;
  const first = byte(value.start);
  if (first === APOSTROPHE || first === EQUALS || first === QUOTE || first === OPEN_ARRAY) return false;
  // Text of Python's bytes begins with a letter and a quotation mark.
  const second = value.length > 1 ? byte(value.start + 1) : 0;
  return second !== APOSTROPHE && second !== QUOTE && isUsualText(value.start, value.length);
}
