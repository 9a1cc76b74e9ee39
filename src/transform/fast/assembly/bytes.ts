// Bytes in memory. The texts in this program's code are AssemblyScript strings, 16-bit units in memory. All of them are
// ASCII, so dropping every other byte makes them JSON text.

export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const MINUS: u32 = 0x2d;
export const POINT: u32 = 0x2e;
export const ZERO: u32 = 0x30;
export const COLON: u32 = 0x3a;
export const AT: u32 = 0x40;
export const BACKSLASH: u32 = 0x5c;
export const OPEN_ARRAY: u32 = 0x5b;
export const CLOSE_ARRAY: u32 = 0x5d;
export const OPEN_OBJECT: u32 = 0x7b;
export const CLOSE_OBJECT: u32 = 0x7d;

export function byte(at: usize): u32 {
  return <u32>load<u8>(at);
}

export function isDigit(c: u32): bool {
  return c - ZERO < 10;
}

export function isLowerLetter(c: u32): bool {
  return c - 0x61 < 26;
}

export function isLetter(c: u32): bool {
  return isLowerLetter(c | 0x20);
}

export function isHexDigit(c: u32): bool {
  return isDigit(c) || (c | 0x20) - 0x61 < 6;
}

/**
 * Copies in steps of sixteen bytes: up to fifteen bytes after the copy are overwritten, so they must be free. Most
 * texts here are shorter than that, and a call of `memory.copy` costs more than the copy.
 */
export function copyLoosely(to: usize, from: usize, length: usize): void {
  let done: usize = 0;
  do {
    v128.store(to + done, v128.load(from + done));
    done += 16;
  } while (done < length);
}

/** Sixteen characters of a text of this program, from index `from`, as bytes; those after its end are undefined. */
export function asciiOf(text: string, from: usize): v128 {
  const units = changetype<usize>(text) + 2 * from;
  return i8x16.narrow_i16x8_u(v128.load(units), v128.load(units, 16));
}

export function sameBytes(a: usize, b: usize, length: usize): bool {
  while (length >= 8) {
    if (load<u64>(a) !== load<u64>(b)) return false;
    a += 8;
    b += 8;
    length -= 8;
  }
  return length === 0 || (load<u64>(a) ^ load<u64>(b)) << (64 - 8 * <u64>length) === 0;
}

/** Whether the bytes there spell the text. */
export function spells(start: usize, length: usize, text: string): bool {
  if (length !== <usize>text.length) return false;
  for (let from: usize = 0; from < length; from += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(start + from), asciiOf(text, from)));
    const left = length - from;
    const all = left >= 16 ? 0xffff : (1 << (<i32>left)) - 1;
    if ((same & all) !== all) return false;
  }
  return true;
}
