import { spells } from './bytes';

export const enum Kind {
  Absent,
  Text,
  /** Its text is what JavaScript writes for the number. */
  Number,
  Null,
  True,
  False,
  Object,
  Array,
  /** Written in another way, or with more digits than are sure to survive. */
  OtherNumber,
  /** A text that writes a number. */
  NumberText,
}

/** What a text contains besides plain ASCII: bits of `Value.flags`. */
export const enum Has {
  /** Escapes that JSON.stringify writes in the same way. */
  PlainEscapes = 1,
  HighBytes = 2,
  OtherEscapes = 4,
  Escapes = 5,
}

/** Whether a character beyond ASCII may be one that String.prototype.trim removes (UTF-8). */
function mayBeginBlank(start: usize): bool {
  const lead = <u32>load<u8>(start);
  const second = <u32>load<u8>(start + 1);
  if (lead === 0xc2) return second === 0xa0;
  if (lead === 0xe1) return second === 0x9a;
  if (lead === 0xe2) return second === 0x80 || second === 0x81;
  if (lead === 0xe3) return second === 0x80;
  return lead === 0xef && second === 0xbb;
}

/** Where a JSON value is in the input (a text without its quotes), and what it is. */
@unmanaged
export class Value {
  kind: Kind;
  flags: i32;
  start: usize;
  length: usize;
  /** Of a number, also of one in a text: how many of its bytes JavaScript writes. */
  written: usize;
  number: f64;

  is(text: string): bool {
    return this.kind === Kind.Text && this.flags === 0 && spells(this.start, this.length, text);
  }

  /** Absent, null or an empty text: `../../parse/reading.ts` reads all three alike. */
  get missing(): bool {
    return this.kind === Kind.Absent || this.kind === Kind.Null || (this.kind === Kind.Text && this.length === 0);
  }

  get isNumber(): bool {
    return this.kind === Kind.Number || this.kind === Kind.NumberText;
  }

  /** A text that can be copied: it does not begin with a blank, and has no escape that JSON.stringify writes otherwise. */
  get isCopyable(): bool {
    if (this.kind !== Kind.Text || this.length === 0 || (this.flags & Has.OtherEscapes) !== 0) return false;
    const first = <u32>load<u8>(this.start);
    if (first <= 0x20 || ((this.flags & Has.PlainEscapes) !== 0 && first === 0x5c)) return false;
    return (this.flags & Has.HighBytes) === 0 || !mayBeginBlank(this.start);
  }

  /** The same, with nothing to trim in ASCII. */
  get isUsual(): bool {
    return this.isCopyable && <u32>load<u8>(this.start + this.length - 1) > 0x20;
  }

  /** A text, or a whole number, whose bytes are its text. Decimals in the place of a text make TypeScript read again. */
  get isPlain(): bool {
    if (this.kind === Kind.Number) return this.number === Math.floor(this.number);
    return this.isUsual && (this.flags & Has.PlainEscapes) === 0;
  }

  /** The same of ASCII alone, so that there is nothing to trim. */
  get isAscii(): bool {
    return this.isPlain && this.flags === 0;
  }
}

export const VALUE_BYTES: usize = offsetof<Value>();

/** The value at an index of a list of values. */
export function valueAt(list: usize, index: i32): Value {
  return changetype<Value>(list + <usize>index * VALUE_BYTES);
}

export function forget(list: usize, count: usize): void {
  for (let i = 0; i < <i32>count; i += 1) valueAt(list, i).kind = Kind.Absent;
}
