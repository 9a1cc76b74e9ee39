// Reads the names of members, and finds those that matter by their bytes.

import { byte, COLON, QUOTE } from './bytes';
import { ANSWER } from './memory-map';
import { Name, NAMES } from './names';
import { BAD, skipBlanks, skipText, textFlags } from './scanner';
import { Has } from './value';

/** The name last read: where it is, what it contains (bits of `Has`), and which of NAMES it is. */
export let nameStart: usize = 0;
export let nameLength: usize = 0;
export let nameFlags: i32 = 0;
export let name: Name = Name.Other;

const LONGEST: usize = 24;

/** One name in the table: three overlapping or neighbouring words hold all bytes of a name of up to LONGEST. */
@unmanaged
class Entry {
  head: u64;
  middle: u64;
  tail: u64;
  length: usize;
  name: Name;
}

const SLOTS: usize = 2048;
const TABLE = memory.data(2048 * 32, 16);
const spelled = memory.data(32);

function entryAt(slot: usize): Entry {
  return changetype<Entry>(TABLE + (slot % SLOTS) * offsetof<Entry>());
}

/** The first eight bytes; of a shorter name as many as it has. */
function headOf(start: usize, length: usize): u64 {
  const head = load<u64>(start);
  return length >= 8 ? head : head & (((<u64>1) << (8 * <u64>length)) - 1);
}

function slotOf(head: u64, length: usize): usize {
  return <usize>(((head ^ ((<u64>length) << 56)) * 0x9e3779b97f4a7c15) >> 53);
}

/** The last eight bytes of a name that has as many, or 0. */
function tailOf(start: usize, length: usize): u64 {
  return length > 8 ? load<u64>(start + length - 8) : 0;
}

function middleOf(start: usize, length: usize): u64 {
  return length > 16 ? load<u64>(start, 8) : 0;
}

function add(name: Name, start: usize, length: usize): void {
  const head = headOf(start, length);
  let slot = slotOf(head, length);
  while (entryAt(slot).name !== Name.Other) slot += 1;
  const entry = entryAt(slot);
  entry.head = head;
  entry.middle = middleOf(start, length);
  entry.tail = tailOf(start, length);
  entry.length = length;
  entry.name = name;
}

/** Adds the name of `length` bytes at ANSWER. Called before any record is read. */
export function addName(name: Name, length: usize): void {
  add(name, ANSWER, length);
}

export function prepareNames(): void {
  for (let i = 1; i < NAMES.length; i += 1) {
    const text = unchecked(NAMES[i]);
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, spelled);
    add(i, spelled, <usize>text.length);
  }
}

function nameOf(start: usize, length: usize): Name {
  if (length > LONGEST) return Name.Other;
  const head = headOf(start, length);
  let slot = slotOf(head, length);
  while (true) {
    const entry = entryAt(slot);
    if (entry.name === Name.Other) return Name.Other;
    if (
      entry.head === head &&
      entry.length === length &&
      entry.tail === tailOf(start, length) &&
      entry.middle === middleOf(start, length)
    )
      return entry.name;
    slot += 1;
  }
}

/** Reads a member's name and goes to its value. A name with escapes is unusual. */
export function readName(p: usize): usize {
  if (byte(p) !== QUOTE) return BAD;
  const end = skipText(p);
  if (end === BAD || (textFlags & Has.Escapes) !== 0) return BAD;
  nameStart = p + 1;
  nameFlags = textFlags;
  nameLength = end - 1 - nameStart;
  name = nameOf(nameStart, nameLength);
  const colon = skipBlanks(end);
  return byte(colon) === COLON ? skipBlanks(colon + 1) : BAD;
}
