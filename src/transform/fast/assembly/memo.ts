// The memo: TypeScript's answers for texts that many records share (a first name, a city in its country, an attribute's
// name …), usually the JSON to write for each. TypeScript is asked once for each text; then the record is read again.

import { byte, copyLoosely, sameBytes } from './bytes';
import { ANSWER, MEMO_END, MEMO_ENTRIES, MEMO_SLOTS } from './memory-map';

/** Kinds of texts; below these are the attributes that people share (`keys.ts`). Their twin: `KINDS` in ../answers.ts. */
export const enum Ask {
  LimitedDataUse = 8,
  Action = 9,
  Currency = 10,
  AttributeName = 11,
  EmailDomain = 12,
  IdentityType = 13,
  ReservedName = 14,
  PhonePrefix = 15,
  /** Kept from the start; TypeScript is never asked for one. */
  Mailbox = 16,
}

@unmanaged
export class Remembered {
  kind: u8;
  /** Whether TypeScript maps records with this text. */
  unusual: bool;
  textLength: u16;
  answerLength: u32;

  get text(): usize {
    return changetype<usize>(this) + offsetof<Remembered>();
  }
  get answer(): usize {
    return this.text + <usize>this.textLength;
  }
  /** The first byte of the answer, where that is a number. */
  get number(): i32 {
    return <i32>byte(this.answer);
  }
}

const SLOTS: usize = 1 << 18;
const MOST_ENTRIES = 150000;
/** Longer texts are unusual, and TypeScript returns no longer answers. */
export const LONGEST_TEXT: usize = 512;
export const LONGEST_ANSWER: usize = 1024;

let end: usize = MEMO_ENTRIES;
let count: i32 = 0;
/** Entries below this address are never forgotten. */
let keptEnd: usize = MEMO_ENTRIES;
/** The last text that `ask` did not find. */
export let askedKind: u32 = 0;
export let askedStart: usize = 0;
export let askedLength: usize = 0;

const FACTOR: u64 = 0x9e3779b97f4a7c15;

function slotOf(kind: u32, start: usize, length: usize): usize {
  let hash: u64 = <u64>kind * FACTOR + <u64>length;
  let left = length;
  while (left >= 8) {
    hash = (hash ^ load<u64>(start)) * FACTOR;
    hash ^= hash >> 29;
    start += 8;
    left -= 8;
  }
  const rest = load<u64>(start) & (((<u64>1) << (8 * <u64>left)) - 1);
  return <usize>(((hash ^ rest) * FACTOR) >> 46);
}

function entryIn(slot: usize): Remembered {
  return changetype<Remembered>(<usize>load<u32>(MEMO_SLOTS + ((slot % SLOTS) << 2)));
}

function find(kind: u32, start: usize, length: usize): Remembered | null {
  let slot = slotOf(kind, start, length);
  while (true) {
    const entry = entryIn(slot);
    if (changetype<usize>(entry) === 0) return null;
    if (entry.kind === <u8>kind && <usize>entry.textLength === length && sameBytes(entry.text, start, length))
      return entry;
    slot += 1;
  }
}

/** The entry of a text of at most LONGEST_TEXT bytes; null: there is none, and the next `learn` adds it. */
export function ask(kind: u32, start: usize, length: usize): Remembered | null {
  const entry = find(kind, start, length);
  if (entry !== null) return entry;
  askedKind = kind;
  askedStart = start;
  askedLength = length;
  return null;
}

/** Whether a text is one of those kept from the start. */
export function isKept(kind: u32, start: usize, length: usize): bool {
  return find(kind, start, length) !== null;
}

function insert(entry: Remembered): void {
  let slot = slotOf(entry.kind, entry.text, <usize>entry.textLength);
  while (changetype<usize>(entryIn(slot)) !== 0) slot += 1;
  store<u32>(MEMO_SLOTS + ((slot % SLOTS) << 2), <u32>changetype<usize>(entry));
  count += 1;
}

function endOf(entry: Remembered): usize {
  return (entry.answer + <usize>entry.answerLength + 7) & ~7;
}

/** Forgets everything but what was kept. */
function forgetRest(): void {
  memory.fill(MEMO_SLOTS, 0, SLOTS << 2);
  count = 0;
  for (end = MEMO_ENTRIES; end < keptEnd; end = endOf(changetype<Remembered>(end))) insert(changetype<Remembered>(end));
}

/** Adds the answer for the text that `ask` did not find: `answerLength` bytes at ANSWER; below 0: the text is unusual. */
export function learn(answerLength: i32): void {
  if (count === MOST_ENTRIES || end > MEMO_END - LONGEST_TEXT - LONGEST_ANSWER - 64) forgetRest();
  const entry = changetype<Remembered>(end);
  entry.kind = <u8>askedKind;
  entry.unusual = answerLength < 0;
  entry.textLength = <u16>askedLength;
  entry.answerLength = answerLength < 0 ? 0 : <u32>answerLength;
  copyLoosely(entry.text, askedStart, askedLength);
  copyLoosely(entry.answer, ANSWER, <usize>entry.answerLength);
  insert(entry);
  end = endOf(entry);
}

/** Keeps the text of `length` bytes at ANSWER. Called before any record is read. */
export function keep(kind: u32, length: usize): void {
  askedKind = kind;
  askedStart = ANSWER;
  askedLength = length;
  learn(0);
  keptEnd = end;
}
