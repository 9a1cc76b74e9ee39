// Reads JSON byte by byte, as strictly as JSON.parse. Every function takes the address where something begins and
// returns the address after it, or BAD. The byte at BAD is a zero, with which no JSON begins: reading from there
// returns BAD again, so callers need not check each step.

import { BACKSLASH, byte, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, isDigit, isHexDigit, MINUS } from './bytes';
import { OPEN_ARRAY, OPEN_OBJECT, POINT, QUOTE, ZERO } from './bytes';
import { Has } from './value';

export const BAD: usize = 0;
/** Nothing usual is nested more deeply. */
const DEEPEST = 50;

/** What the text last read contains: bits of `Has`. */
export let textFlags: i32 = 0;
/** Whether there was a byte above 0x7f since `forgetHighBytes`. */
export let sawHighBytes: bool = false;
/** Whether `first` or `next` found another member or element. */
export let more: bool = false;

export function forgetHighBytes(): void {
  sawHighBytes = false;
}

function skipManyBlanks(p: usize): usize {
  let c = byte(p);
  while (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) c = byte(++p);
  return p;
}

export function skipBlanks(p: usize): usize {
  return byte(p) > 0x20 ? p : skipManyBlanks(p);
}

/** Goes to the first member or element of the object or array that begins here. */
export function first(p: usize, close: u32): usize {
  p = skipBlanks(p + 1);
  more = byte(p) !== close;
  return more ? p : p + 1;
}

/** Goes from the end of one member or element to the next one, or past the end of the object or array. */
export function next(p: usize, close: u32): usize {
  p = skipBlanks(p);
  const c = byte(p);
  more = c === COMMA;
  return more ? skipBlanks(p + 1) : c === close ? p + 1 : BAD;
}

/** Skips an escape and adds its kind to `textFlags`. */
function skipEscape(p: usize): usize {
  const c = byte(p + 1);
  if (c === 0x75) {
    for (let i: usize = 2; i < 6; i += 1) if (!isHexDigit(byte(p + i))) return BAD;
    textFlags |= Has.OtherEscapes;
    return p + 6;
  }
  if (c === 0x2f) textFlags |= Has.OtherEscapes;
  else if (c === QUOTE || c === BACKSLASH || c === 0x62 || c === 0x66 || c === 0x6e || c === 0x72 || c === 0x74)
    textFlags |= Has.PlainEscapes;
  else return BAD;
  return p + 2;
}

/** Skips a text; `p` is its opening quote. */
export function skipText(p: usize): usize {
  textFlags = 0;
  p += 1;
  while (true) {
    const bytes = v128.load(p);
    // Quote, backslash, control characters, and (as signed numbers) everything above 0x7f.
    const special = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_s(bytes, i8x16.splat(0x20)),
      ),
    );
    if (special === 0) {
      p += 16;
      continue;
    }
    p += ctz(special);
    const c = byte(p);
    if (c === QUOTE) return p + 1;
    if (c >= 0x80) {
      textFlags |= Has.HighBytes;
      sawHighBytes = true;
      do p += 1;
      while (byte(p) >= 0x80);
    } else if (c === BACKSLASH) {
      p = skipEscape(p);
      if (p === BAD) return BAD;
    } else return BAD;
  }
}

function skipDigits(p: usize): usize {
  if (!isDigit(byte(p))) return BAD;
  do p += 1;
  while (isDigit(byte(p)));
  return p;
}

export function skipNumber(p: usize): usize {
  if (byte(p) === MINUS) p += 1;
  p = byte(p) === ZERO ? p + 1 : skipDigits(p);
  if (byte(p) === POINT) p = skipDigits(p + 1);
  if ((byte(p) | 0x20) === 0x65) {
    p += 1;
    if (byte(p) === 0x2b || byte(p) === MINUS) p += 1;
    p = skipDigits(p);
  }
  return p;
}

const NULL_: u32 = 0x6c6c756e;
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;

export function skipWord(p: usize): usize {
  const word = load<u32>(p);
  if (word === NULL_ || word === TRUE) return p + 4;
  return byte(p) === 0x66 && load<u32>(p, 1) === ALSE ? p + 5 : BAD;
}

function skipObject(p: usize, depth: i32): usize {
  if (depth > DEEPEST) return BAD;
  p = first(p, CLOSE_OBJECT);
  while (more) {
    if (byte(p) !== QUOTE) return BAD;
    p = skipBlanks(skipText(p));
    if (byte(p) !== COLON) return BAD;
    p = next(skipValue(skipBlanks(p + 1), depth), CLOSE_OBJECT);
  }
  return p;
}

function skipArray(p: usize, depth: i32): usize {
  if (depth > DEEPEST) return BAD;
  p = first(p, CLOSE_ARRAY);
  while (more) p = next(skipValue(p, depth), CLOSE_ARRAY);
  return p;
}

/** Skips any value. `depth`: of what contains it. */
function skipValue(p: usize, depth: i32): usize {
  const c = byte(p);
  if (c === QUOTE) return skipText(p);
  if (c === OPEN_OBJECT) return skipObject(p, depth + 1);
  if (c === OPEN_ARRAY) return skipArray(p, depth + 1);
  return c === MINUS || isDigit(c) ? skipNumber(p) : skipWord(p);
}

/** Skips a null; BAD for anything else. */
export function skipNull(p: usize): usize {
  return load<u32>(p) === NULL_ ? p + 4 : BAD;
}

/** Skips any value, and only checks that it is JSON. */
export function skip(p: usize): usize {
  return skipValue(p, 0);
}
