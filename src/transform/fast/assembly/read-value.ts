import { byte, isDigit, MINUS, OPEN_ARRAY, OPEN_OBJECT, POINT, QUOTE, ZERO } from './bytes';
import { skipNumber, skipText, skipWord, skip, textFlags } from './scanner';
import { Kind, Value } from './value';

const POWERS = memory.data<f64>([1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]);
const MOST_DECIMALS: u32 = 6;
const MOST_DIGITS: u32 = 15;
/** More do not fit into the whole number that is added up here. */
const MOST_WRITTEN: usize = 18;

/**
 * Notes a number. With so few digits the quotient is the very number that JavaScript reads, and its text, without the
 * zeros after the last decimal, is what JavaScript writes.
 */
function readNumber(p: usize, value: Value): usize {
  const end = skipNumber(p);
  value.start = p;
  value.length = end - p;
  value.kind = Kind.OtherNumber;
  value.flags = 0;
  if (value.length > MOST_WRITTEN) return end;
  let whole: u64 = 0;
  let digits: u32 = 0;
  let point: usize = 0;
  for (let at = p; at < end; at += 1) {
    const c = byte(at);
    if (isDigit(c)) {
      whole = whole * 10 + (c - ZERO);
      digits += 1;
    } else if (c === POINT) point = at;
    else return end;
  }
  let decimals: u32 = point === 0 ? 0 : <u32>(end - 1 - point);
  while (decimals > 0 && whole % 10 === 0) {
    whole /= 10;
    digits -= 1;
    decimals -= 1;
  }
  if (digits > MOST_DIGITS || decimals > MOST_DECIMALS) return end;
  if (point !== 0) value.length = decimals === 0 ? point - p : point + 1 + decimals - p;
  value.written = value.length;
  value.kind = Kind.Number;
  value.number = <f64>whole / load<f64>(POWERS + ((<usize>decimals) << 3));
  return end;
}

/** Reads a text of digits and a point as a number; false: it has anything else. */
export function readNumberText(value: Value): bool {
  const start = value.start;
  const length = value.length;
  if (value.kind !== Kind.Text || value.flags !== 0 || skipNumber(start) !== start + length) return false;
  readNumber(start, value);
  value.length = length;
  const isRead = value.kind === Kind.Number;
  value.kind = isRead ? Kind.NumberText : Kind.Text;
  return isRead;
}

function readText(p: usize, value: Value): usize {
  const end = skipText(p);
  value.kind = Kind.Text;
  value.start = p + 1;
  value.length = end - p - 2;
  value.flags = textFlags;
  return end;
}

function readOther(p: usize, value: Value): usize {
  const c = byte(p);
  value.start = p;
  value.flags = 0;
  if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
    value.kind = c === OPEN_OBJECT ? Kind.Object : Kind.Array;
    const end = skip(p);
    value.length = end - p;
    return end;
  }
  value.kind = c === 0x6e ? Kind.Null : c === 0x74 ? Kind.True : Kind.False;
  const end = skipWord(p);
  value.length = end - p;
  return end;
}

/** Notes the value that begins here, and skips it. */
export function readValue(p: usize, value: Value): usize {
  const c = byte(p);
  if (c === QUOTE) return readText(p, value);
  return c === MINUS || isDigit(c) ? readNumber(p, value) : readOther(p, value);
}
