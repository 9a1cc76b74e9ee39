// Whether the part before the @ of an address is of the usual kind. The rules are `normaliseEmail` in
// ../../map/normalise.ts and `isPlaceholderAddress` in ../../map/placeholder-addresses.ts. The memo answers for the
// domain.

import { AT, byte, isDigit, isLowerLetter, MINUS, POINT } from './bytes';
import { Ask, isKept } from './memo';

const UNDERSCORE: u32 = 0x5f;
const PLUS: u32 = 0x2b;
const LONGEST_LOCAL: usize = 64;

/** The part before the @ without its marks. */
const mailbox = memory.data(96, 16);

/**
 * The length of the part before the @ of an address in lower case: letters and digits, not all of them the same, with
 * single marks between them, and not a placeholder. 0: not usual.
 */
export function localLength(start: usize, length: usize): usize {
  let afterMark = true;
  let size: usize = 0;
  let isVaried = false;
  for (let i: usize = 0; i < length; i += 1) {
    const c = byte(start + i);
    if (c === AT) return afterMark || !isVaried || isKept(Ask.Mailbox, mailbox, size) ? 0 : i;
    const isMark = c === POINT || c === MINUS || c === UNDERSCORE || c === PLUS;
    if (isMark ? afterMark : !isLowerLetter(c) && !isDigit(c)) return 0;
    afterMark = isMark;
    if (i === LONGEST_LOCAL) return 0;
    if (c === POINT || c === MINUS || c === UNDERSCORE) continue;
    if (size > 0 && c !== byte(mailbox)) isVaried = true;
    store<u8>(mailbox + size, c);
    size += 1;
  }
  return 0;
}
