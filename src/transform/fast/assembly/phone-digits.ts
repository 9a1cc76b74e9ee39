// Which phone numbers TypeScript examines: possible placeholders, and those that may have a prefix too many.

import { byte, ZERO } from './bytes';

/** This many equal digits at the end may be a placeholder (`PLACEHOLDER_NUMBER` in ../../map/batch-keys.ts). */
const FEWEST_EQUAL_DIGITS: usize = 7;

function endsInOneDigit(end: usize): bool {
  for (let i: usize = 2; i <= FEWEST_EQUAL_DIGITS; i += 1) if (byte(end - i) !== byte(end - 1)) return false;
  return true;
}

/** So many digits may count up to the last one, or to a zero at the end (`isCounting` in the same file). */
const COUNTED_DIGITS: usize = 7;

/** With a country's code before them. */
const LONGEST_COUNTED: usize = 12;

function countsUp(start: usize, length: usize): bool {
  const end = start + length;
  const last = byte(end - 1) === ZERO ? end - 1 : end;
  if (last - start > LONGEST_COUNTED) return false;
  for (let i: usize = 1; i <= COUNTED_DIGITS; i += 1) if (byte(last - i) !== byte(last - i - 1) + 1) return false;
  return true;
}

/** With so many digits the country's code may be there twice (`codeOnce`), with more a prefix too (`ARGENTINE_PREFIX`). */
const MANY_DIGITS: usize = 13;

function mayHaveCodeTwice(start: usize, length: usize): bool {
  if (length < MANY_DIGITS) return false;
  if (length > MANY_DIGITS) return true;
  const isOfTwo = byte(start) === byte(start + 2) && byte(start + 1) === byte(start + 3);
  return (
    isOfTwo ||
    (byte(start) === byte(start + 3) && byte(start + 1) === byte(start + 4) && byte(start + 2) === byte(start + 5))
  );
}

/** Whether the digits may be a placeholder, or mean another number. */
export function mayBeAnother(start: usize, length: usize): bool {
  const end = start + length;
  return endsInOneDigit(end) || countsUp(start, length) || mayHaveCodeTwice(start, length);
}
