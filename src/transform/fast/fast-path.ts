// Maps usual records from bytes to bytes, in WebAssembly. A record that is not recognised exactly is handed back, and
// the ordinary code maps it; together they return what the ordinary code returns alone. Without this folder, and the
// line in ../transform.ts that creates a FastPath, everything works, only more slowly.
import { isUtf8 } from 'node:buffer';
import { RESERVED_ATTRIBUTES } from '../../model/batch.js';
import type { Block } from '../../model/block.js';
import { BARE_SALE, FORWARDED_ACTIONS } from '../../model/conversion.js';
import type { MappedBlock } from '../../model/mapped.js';
import type { MappingSettings } from '../../model/settings.js';
import { quoted } from '../../lib/json-text.js';
import { once } from '../../lib/memoize.js';
import type { BlockWriter } from '../block-writer.js';
import { encoderFor } from '../encode/encoder.js';
import type { Encoder } from '../encode/wire-event.js';
import { placeholderMailboxes } from '../map/placeholder-addresses.js';
import { otherNames, UNMARKED_NAMES } from '../parse/member-names.js';
import { Answers, KEPT_KIND, type Answer } from './answers.js';
import { mergedBlock, type Stretch } from './merge.js';
import { FastModule, moduleBytes, REFUSED_HIGH_BYTES, REFUSED_UNKNOWN } from './module.js';
import { unsupportedSetting, writeSettings, type EventNames } from './settings-area.js';

/** For smaller blocks, loading the module takes longer than it saves. */
const SMALLEST_BLOCK_BYTES = 64 * 1024;
/** Maximum bytes of an answer; records that need a longer one are handed back. */
const LONGEST_ANSWER = 1024;
const REPLACEMENT_CHARACTER = '\ufffd';
/** The reasons for skipping events, by the numbers of `Skip` in assembly/event-facts.ts; the first: not skipped. */
const SKIPPED = [null, 'other_action', 'promotion', 'impression', 'not_commerce'] as const;

/** Bytes that are not UTF-8 cause a warning, and so does the character that replaces them. */
const isCleanText = (bytes: Uint8Array): boolean =>
  isUtf8(bytes) && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(REPLACEMENT_CHARACTER) === -1;

/** Facebook's name for the event of each action, as JSON. */
const eventNamesOf = (encode: Encoder): EventNames =>
  FORWARDED_ACTIONS.map((action) => quoted(encode({ ...BARE_SALE, action }).eventName));

/** What tests of the fast path replace. */
export interface FastPathOptions {
  /** The module; absent: the built one. */
  readonly binary?: Uint8Array;
  /** Smaller blocks are left to the ordinary code. */
  readonly smallestBlock?: number;
}

/** Why the fast path is off for a run with these settings; null: it is on. */
export const fastPathOff = (settings: MappingSettings): string | null =>
  settings.fastPath === false ? 'MP2FB_FAST=off' : unsupportedSetting(settings, eventNamesOf(encoderFor(settings)));

/** Maps the usual records of one block after another, for one run's settings; one for each thread. */
export class FastPath {
  /** Number of records that were mapped here, and that were handed back. */
  mapped = 0;
  handedBack = 0;
  readonly #settings: MappingSettings;
  readonly #names: () => EventNames;
  readonly #answers: () => Answers;
  readonly #binary: () => Uint8Array | null;
  readonly #smallestBlock: number;
  #module: FastModule | null = null;
  #block: Block | null = null;
  #input = 0;
  #stretches: Stretch[] = [];
  /** Whether the block is clean text as a whole, as most are. */
  #isCleanBlock = (): boolean => false;
  /** The records before this one are clean text, as far as that was checked. */
  #clean = 0;

  constructor(settings: MappingSettings, options: FastPathOptions = {}) {
    const { binary, smallestBlock = SMALLEST_BLOCK_BYTES } = options;
    const encode = encoderFor(settings);
    this.#settings = settings;
    this.#names = once(() => eventNamesOf(encode));
    this.#answers = once(() => new Answers(settings, encode));
    this.#binary = once(() => binary ?? moduleBytes());
    this.#smallestBlock = smallestBlock;
  }

  /** Starts a block; false: nothing of it is mapped here. */
  begin(block: Block): boolean {
    this.#block = null;
    if (this.#module === null && block.bytes.length < this.#smallestBlock) return false;
    const binary = this.#binary();
    if (binary === null) return false;
    this.#module ??= this.#load(binary);
    const { bytes } = this.#module;
    const padding = this.#module.number('PADDING');
    if (block.bytes.length > this.#module.number('INPUT_BYTES') - padding) return false;
    if (block.starts.length > this.#module.number('MOST_RECORDS')) return false;
    bytes.set(block.bytes, this.#input);
    bytes.fill(0, this.#input + block.bytes.length, this.#input + block.bytes.length + padding);
    this.#module.writeNumbers(block.starts, this.#module.number('STARTS'));
    this.#module.writeNumbers(block.ends, this.#module.number('ENDS'));
    this.#module.begin();
    this.#block = block;
    this.#stretches = [];
    this.#isCleanBlock = once(() => isCleanText(block.bytes));
    this.#clean = 0;
    return true;
  }

  /** Maps records of the block from this one on, and counts them; returns the first that is handed back, or the end. */
  mapFrom(first: number, writer: BlockWriter): number {
    const [module, block] = [this.#module, this.#block];
    if (module === null || block === null) return first;
    const end = block.starts.length;
    const rows = module.number('rowCount');
    let next = first;
    do next = this.#mapNext(module, block, next, writer);
    while (next < end && this.#canContinue(module, block, next));
    if (next < end) this.handedBack += 1;
    this.mapped += next - first;
    if (module.number('rowCount') > rows && this.#stretches.at(-1)?.othersBefore !== writer.eventCount)
      this.#stretches.push({ firstRow: rows, othersBefore: writer.eventCount });
    return next;
  }

  /** The whole block: what was mapped here, and `others`, which the ordinary code has mapped. */
  finish(others: MappedBlock): MappedBlock {
    const module = this.#module;
    if (module === null || this.#stretches.length === 0) return others;
    module.finish();
    const events = module.events(
      this.#names().map((name) => String(JSON.parse(name))),
      this.#answers().currencies,
    );
    return mergedBlock(events, this.#stretches, others);
  }

  #load(binary: Uint8Array): FastModule {
    const module = new FastModule(binary);
    this.#input = module.number('INPUT');
    writeSettings(module.bytes.subarray(module.number('SETTINGS')), this.#settings, this.#names());
    for (const text of placeholderMailboxes()) module.keep(KEPT_KIND, this.#write([text], module));
    for (const name of otherNames()) module.addName(module.number('SPELLED'), this.#write([name], module));
    for (const [name, attribute] of UNMARKED_NAMES)
      module.addName(module.number('UNMARKED') + RESERVED_ATTRIBUTES.indexOf(attribute), this.#write([name], module));
    return module;
  }

  /** Calls the module once and counts what it has written; returns the record at which it stopped. */
  #mapNext(module: FastModule, block: Block, first: number, writer: BlockWriter): number {
    const next = module.records(first, block.starts.length, this.#clean);
    writer.batchesRead += next - first;
    writer.eventsRead += module.number('eventsRead');
    module.forEachSkip((record, index, reason) => {
      const why = SKIPPED[reason] ?? null;
      if (why !== null) writer.skip(why, block.lines[record] ?? 0, index);
    });
    return next;
  }

  /** Whether the module can now map the record at which it stopped. */
  #canContinue(module: FastModule, block: Block, record: number): boolean {
    const refusal = module.number('refusal');
    if (refusal === REFUSED_UNKNOWN) return this.#learn(module);
    if (refusal !== REFUSED_HIGH_BYTES) return false;
    const isCleanBlock = this.#isCleanBlock();
    if (!isCleanBlock && !isCleanText(block.bytes.subarray(block.starts[record], block.ends[record]))) return false;
    this.#clean = isCleanBlock ? block.starts.length : record + 1;
    return true;
  }

  /** Answers the question that stopped the last record; false: it cannot be answered. */
  #learn(module: FastModule): boolean {
    const start = module.number('askedStart');
    const asked = module.bytes.subarray(start, start + module.number('askedLength'));
    if (!isUtf8(asked)) return false;
    const answer = this.#answers().answer(module.number('askedKind'), asked.toString());
    module.learn(this.#write(answer, module));
    return true;
  }

  /** Writes an answer to where the module reads it; returns its length, below 0 if there is none. */
  #write(answer: Answer, module: FastModule): number {
    if (answer === null) return -1;
    const bytes = Buffer.concat(answer.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));
    if (bytes.length > LONGEST_ANSWER) return -1;
    module.bytes.set(bytes, module.number('ANSWER'));
    return bytes.length;
  }
}

/** The fast path for a run with these settings; null: it is off. */
export const fastPathFor = (settings: MappingSettings): FastPath | null =>
  fastPathOff(settings) === null ? new FastPath(settings) : null;
