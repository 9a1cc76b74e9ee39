// Joins the events of the fast path to those that the ordinary code has mapped of the same block, in input order. Rows of
// facts are read here out of the module's memory (their twin: assembly/rows.ts).
import { Numbers, type FactColumns } from '../../model/fact-columns.js';
import { FINGERPRINT_BYTES, type MappedBlock } from '../../model/mapped.js';

/** The events of a block in the module's memory. */
export interface FastEvents {
  readonly memory: Buffer<ArrayBuffer>;
  readonly count: number;
  /** Where their rows and their fingerprints are. */
  readonly rows: number;
  readonly fingerprints: number;
  readonly wire: Uint8Array;
  /** Facebook's names of events, as JSON, and currencies, by their numbers in the rows. */
  readonly names: readonly string[];
  readonly currencies: readonly string[];
}

/** Events of the fast path in one run, from this row on: behind so many others. */
export interface Stretch {
  readonly firstRow: number;
  readonly othersBefore: number;
}

const WORDS_PER_ROW = 12;
const DOUBLES_PER_ROW = WORDS_PER_ROW / 2;
/** Places in a row: words, then doubles. */
const [END, RECORD, INDEX, TIME, KEY_MASK, FLAG, ACTION, CURRENCY] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [VALUE, RECEIPT] = [4, 5] as const;

type Columns = { readonly [Name in keyof FactColumns]: FactColumns[Name] };

/** A block of as many events, still without them. */
const emptyColumns = (count: number, names: Numbers, currencies: Numbers): Columns => ({
  count,
  names: names.texts,
  currencies: currencies.texts,
  name: new Uint8Array(count),
  currency: new Uint8Array(count),
  value: new Float64Array(count),
  keyMask: new Uint16Array(count),
  flag: new Uint8Array(count),
  time: new Uint32Array(count),
  receipt: new Float64Array(count),
});

class Merging {
  readonly #fast: FastEvents;
  readonly #others: MappedBlock;
  readonly #words: Uint32Array;
  readonly #doubles: Float64Array;
  readonly #names = new Numbers();
  readonly #currencies = new Numbers();
  readonly #fastNames: readonly string[];
  readonly #columns: Columns;
  readonly #wire: Uint8Array<ArrayBuffer>;
  readonly #wireEnds: Uint32Array<ArrayBuffer>;
  readonly #fingerprints: Uint8Array<ArrayBuffer>;
  readonly #records: Uint32Array<ArrayBuffer>;
  readonly #indexes: Uint32Array<ArrayBuffer>;
  readonly #fixes = new Map<number, string>();
  /** Events and bytes so far. */
  #count = 0;
  #length = 0;

  constructor(fast: FastEvents, others: MappedBlock) {
    this.#fast = fast;
    this.#others = others;
    this.#words = new Uint32Array(fast.memory.buffer, fast.rows, fast.count * WORDS_PER_ROW);
    this.#doubles = new Float64Array(fast.memory.buffer, fast.rows, fast.count * DOUBLES_PER_ROW);
    this.#fastNames = fast.names.map((name) => String(JSON.parse(name)));
    const count = fast.count + others.facts.count;
    this.#columns = emptyColumns(count, this.#names, this.#currencies);
    this.#wire = new Uint8Array(fast.wire.length + others.wire.length);
    this.#wireEnds = new Uint32Array(count);
    this.#fingerprints = new Uint8Array(count * FINGERPRINT_BYTES);
    this.#records = new Uint32Array(count);
    this.#indexes = new Uint32Array(count);
  }

  /** Adds the events of the fast path from one row to another. */
  addFast(from: number, to: number): void {
    const { memory, fingerprints, wire } = this.#fast;
    const start = from === 0 ? 0 : this.#word(from - 1, END);
    for (let row = from; row < to; row += 1) this.#addRow(row, this.#count + row - from, this.#length - start);
    this.#fingerprints.set(
      memory.subarray(fingerprints + from * FINGERPRINT_BYTES, fingerprints + to * FINGERPRINT_BYTES),
      this.#count * FINGERPRINT_BYTES,
    );
    this.#addWire(wire.subarray(start, this.#word(to - 1, END)));
    this.#count += to - from;
  }

  /** Adds the other events from one to another. */
  addOthers(from: number, to: number): void {
    if (from >= to) return;
    const { facts, fingerprints, records, eventIndexes, wire, wireEnds, fixes } = this.#others;
    const start = from === 0 ? 0 : (wireEnds[from - 1] ?? 0);
    for (let event = from; event < to; event += 1) {
      const at = this.#count + event - from;
      this.#wireEnds[at] = (wireEnds[event] ?? 0) - start + this.#length;
      this.#columns.name[at] = this.#names.of(facts.names[facts.name[event] ?? 0] ?? '');
      this.#columns.currency[at] = this.#currencies.of(facts.currencies[facts.currency[event] ?? 0] ?? '');
      const fix = fixes?.get(event);
      if (fix !== undefined) this.#fixes.set(at, fix);
    }
    for (const name of ['value', 'keyMask', 'flag', 'time', 'receipt'] as const)
      this.#columns[name].set(facts[name].subarray(from, to), this.#count);
    this.#records.set(records.subarray(from, to), this.#count);
    this.#indexes.set(eventIndexes.subarray(from, to), this.#count);
    const [first, end] = [from * FINGERPRINT_BYTES, to * FINGERPRINT_BYTES];
    this.#fingerprints.set(fingerprints.subarray(first, end), this.#count * FINGERPRINT_BYTES);
    this.#addWire(wire.subarray(start, wireEnds[to - 1]));
    this.#count += to - from;
  }

  finish(): MappedBlock {
    const { fixes, ...others } = this.#others;
    return {
      ...others,
      wire: this.#wire,
      wireEnds: this.#wireEnds,
      fingerprints: this.#fingerprints,
      records: this.#records,
      eventIndexes: this.#indexes,
      facts: this.#columns,
      ...(fixes === undefined ? {} : { fixes: this.#fixes }),
      unsettled: this.#count,
      freesWire: false,
    };
  }

  #addRow(row: number, at: number, shift: number): void {
    const columns = this.#columns;
    this.#wireEnds[at] = this.#word(row, END) + shift;
    this.#records[at] = this.#word(row, RECORD);
    this.#indexes[at] = this.#word(row, INDEX);
    columns.name[at] = this.#names.of(this.#fastNames[this.#word(row, ACTION)] ?? '');
    columns.currency[at] = this.#currencies.of(this.#fast.currencies[this.#word(row, CURRENCY)] ?? '');
    columns.value[at] = this.#double(row, VALUE);
    columns.keyMask[at] = this.#word(row, KEY_MASK);
    columns.flag[at] = this.#word(row, FLAG);
    columns.time[at] = this.#word(row, TIME);
    columns.receipt[at] = this.#double(row, RECEIPT);
  }

  #addWire(bytes: Uint8Array): void {
    this.#wire.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #word(row: number, place: number): number {
    return this.#words[row * WORDS_PER_ROW + place] ?? 0;
  }

  #double(row: number, place: number): number {
    return this.#doubles[row * DOUBLES_PER_ROW + place] ?? 0;
  }
}

/** The whole block in input order. `stretches`: at least one, in the order of their rows. */
export const mergedBlock = (fast: FastEvents, stretches: readonly Stretch[], others: MappedBlock): MappedBlock => {
  const merging = new Merging(fast, others);
  stretches.forEach(({ firstRow, othersBefore }, index) => {
    merging.addOthers(stretches[index - 1]?.othersBefore ?? 0, othersBefore);
    merging.addFast(firstRow, stretches[index + 1]?.firstRow ?? fast.count);
  });
  merging.addOthers(stretches.at(-1)?.othersBefore ?? 0, others.facts.count);
  return merging.finish();
};
