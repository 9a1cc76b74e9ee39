// The usual record from bytes to bytes, in WebAssembly. A record that is not recognised exactly is handed back, and the
// ordinary code maps it; the two together give what the ordinary code gives alone. Without this folder, and the line in
// ../transform.ts that makes a FastPath, everything works as well, only slower.
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
import { OTHER_NAMES, UNMARKED_NAMES } from '../parse/member-names.js';
import { Answers, KEPT_KIND, KEPT_TEXTS, type Answer } from './answers.js';
import { mergedBlock, type FastEvents, type Stretch } from './merge.js';
import { eventsIn, FastModule, hasHighBytes, hasSkipped, moduleBytes, skipOf, UNKNOWN } from './module.js';
import { unsupportedSetting, writeSettings, type EventNames } from './settings-area.js';

/** Loading the module takes longer than it saves in smaller blocks. */
const SMALLEST_BLOCK_BYTES = 64 * 1024;
/** Bytes of an answer at most; records that need a longer one are handed back. */
const LONGEST_ANSWER = 1024;
const REPLACEMENT_CHARACTER = '\ufffd';
/** Why events are skipped, by the numbers of `Skip` in assembly/event-facts.ts. */
const SKIPPED = [null, 'other_action', 'promotion', 'impression', 'not_commerce'] as const;

/** Facebook's name for the event of each action, as JSON. */
const eventNamesOf = (encode: Encoder): EventNames =>
  FORWARDED_ACTIONS.map((action) => quoted(encode({ ...BARE_SALE, action }).eventName));

export interface FastPathOptions {
  /** The module; absent: the built one. */
  readonly binary?: Uint8Array;
  /** Smaller blocks are not looked at. */
  readonly smallestBlock?: number;
}

/** Why the fast path is off for a run with these settings; null: it is on. */
export const fastPathOff = (settings: MappingSettings): string | null =>
  settings.fastPath === false ? 'MP2FB_FAST=off' : unsupportedSetting(settings, eventNamesOf(encoderFor(settings)));

/** Maps the usual records of one block after another. Made for one run's settings; one for each thread. */
export class FastPath {
  /** Records that were mapped here, and those that were handed back. */
  taken = 0;
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
  /** Events of the block that were mapped here. */
  #rows = 0;

  constructor(settings: MappingSettings, options: FastPathOptions = {}) {
    const { binary, smallestBlock = SMALLEST_BLOCK_BYTES } = options;
    const encode = encoderFor(settings);
    this.#settings = settings;
    this.#names = once(() => eventNamesOf(encode));
    this.#answers = once(() => new Answers(settings, encode));
    this.#binary = once(() => binary ?? moduleBytes());
    this.#smallestBlock = smallestBlock;
  }

  /** Begins a block; false: nothing of it is mapped here. */
  begin(block: Block): boolean {
    this.#block = null;
    if (this.#module === null && block.bytes.length < this.#smallestBlock) return false;
    const binary = this.#binary();
    if (binary === null) return false;
    this.#module ??= this.#load(binary);
    const { bytes } = this.#module;
    const padding = this.#module.number('PADDING');
    if (block.bytes.length > this.#module.number('INPUT_BYTES') - padding) return false;
    bytes.set(block.bytes, this.#input);
    bytes.fill(0, this.#input + block.bytes.length, this.#input + block.bytes.length + padding);
    this.#module.begin();
    this.#block = block;
    this.#stretches = [];
    this.#rows = 0;
    return true;
  }

  /** Maps a record of the block and counts it; false: it is handed back. */
  take(record: number, writer: BlockWriter): boolean {
    const [module, block] = [this.#module, this.#block];
    const [start, end] = [block?.starts[record], block?.ends[record]];
    if (module === null || block === null || start === undefined || end === undefined) return false;
    let result = module.record(start, end, record);
    while (result === UNKNOWN && this.#learn(module)) result = module.record(start, end, record);
    if (result >= 0 && hasHighBytes(result) && !this.#isCleanText(start, end)) {
      module.undoLast();
      result = -1;
    }
    if (result < 0) {
      this.handedBack += 1;
      return false;
    }
    this.taken += 1;
    const mapped = this.#count(result, block.lines[record] ?? 0, writer);
    if (mapped > 0 && this.#stretches.at(-1)?.othersBefore !== writer.eventCount)
      this.#stretches.push({ firstRow: this.#rows, othersBefore: writer.eventCount });
    this.#rows += mapped;
    return true;
  }

  /** The whole block: what was mapped here, and `others`, which the ordinary code has mapped of it. */
  finish(others: MappedBlock): MappedBlock {
    const module = this.#module;
    if (module === null || this.#stretches.length === 0) return others;
    module.finish();
    const output = module.number('OUTPUT');
    const events: FastEvents = {
      memory: module.bytes,
      count: this.#rows,
      rows: module.number('ROWS'),
      fingerprints: module.number('FINGERPRINTS'),
      wire: module.bytes.subarray(output, output + module.outputLength()),
      names: this.#names(),
      currencies: this.#answers().currencies,
    };
    return mergedBlock(events, this.#stretches, others);
  }

  #load(binary: Uint8Array): FastModule {
    const module = new FastModule(binary);
    this.#input = module.number('INPUT');
    writeSettings(module.bytes.subarray(module.number('SETTINGS')), this.#settings, this.#names());
    for (const text of KEPT_TEXTS) module.keep(KEPT_KIND, this.#write([text], module));
    for (const name of OTHER_NAMES) module.addName(module.number('SPELLED'), this.#write([name], module));
    for (const [name, attribute] of UNMARKED_NAMES)
      module.addName(module.number('UNMARKED') + RESERVED_ATTRIBUTES.indexOf(attribute), this.#write([name], module));
    return module;
  }

  /** Counts a record that was mapped here; gives how many of its events are not skipped. */
  #count(result: number, line: number, writer: BlockWriter): number {
    const events = eventsIn(result);
    writer.batchesRead += 1;
    writer.eventsRead += events;
    if (!hasSkipped(result)) return events;
    let skipped = 0;
    for (let event = 0; event < events; event += 1) {
      const reason = SKIPPED[skipOf(result, event)] ?? null;
      if (reason === null) continue;
      writer.skip(reason, line, event);
      skipped += 1;
    }
    return events - skipped;
  }

  /** Answers the question that stopped the last record; false: nothing can be answered. */
  #learn(module: FastModule): boolean {
    const start = module.number('askedStart');
    const asked = module.bytes.subarray(start, start + module.number('askedLength'));
    if (!isUtf8(asked)) return false;
    const answer = this.#answers().answer(module.number('askedKind'), asked.toString());
    module.learn(this.#write(answer, module));
    return true;
  }

  /** Writes an answer to where the module reads it; gives its length, below 0 if there is none. */
  #write(answer: Answer, module: FastModule): number {
    if (answer === null) return -1;
    const bytes = Buffer.concat(answer.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));
    if (bytes.length > LONGEST_ANSWER) return -1;
    module.bytes.set(bytes, module.number('ANSWER'));
    return bytes.length;
  }

  /** Bytes that are not UTF-8 are worth a warning, and so is the character that stands for them. */
  #isCleanText(start: number, end: number): boolean {
    const text = this.#module?.bytes.subarray(this.#input + start, this.#input + end);
    return text !== undefined && isUtf8(text) && !text.includes(REPLACEMENT_CHARACTER);
  }
}

/** The fast path for a run with these settings; null: it is off. */
export const fastPathFor = (settings: MappingSettings): FastPath | null =>
  fastPathOff(settings) === null ? new FastPath(settings) : null;
