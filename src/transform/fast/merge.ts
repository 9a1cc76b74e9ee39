// Joins the events of the fast path with those that the ordinary code has mapped in the same block, in input order.
import { TextNumbers, type FactColumns } from '../../model/fact-columns.js';
import { FINGERPRINT_BYTES, type MappedBlock } from '../../model/mapped.js';

/** Events of a block and their facts; those of the fast path are views of its memory. */
export type FastEvents = Pick<MappedBlock, 'wire' | 'wireEnds' | 'fingerprints' | 'records' | 'eventIndexes' | 'facts'>;

/** A run of consecutive events of the fast path, from this row on, preceded by this many other events. */
export interface Stretch {
  readonly firstRow: number;
  readonly othersBefore: number;
}

/** Columns for the same number of events, still without their facts. */
const emptyColumns = (count: number, names: TextNumbers, currencies: TextNumbers): FactColumns => ({
  count,
  names: names.texts,
  currencies: currencies.texts,
  name: new Uint8Array(count),
  currency: new Uint16Array(count),
  value: new Float64Array(count),
  keyMask: new Uint16Array(count),
  flag: new Uint8Array(count),
  time: new Uint32Array(count),
  receipt: new Float64Array(count),
});

class Merging {
  readonly #fast: FastEvents;
  readonly #others: MappedBlock;
  /** The numbers of the fast path's texts stay the same. */
  readonly #names: TextNumbers;
  readonly #currencies: TextNumbers;
  readonly #columns: FactColumns;
  readonly #wire: Uint8Array<ArrayBuffer>;
  readonly #wireEnds: Uint32Array<ArrayBuffer>;
  readonly #fingerprints: Uint8Array<ArrayBuffer>;
  readonly #records: Uint32Array<ArrayBuffer>;
  readonly #indexes: Uint32Array<ArrayBuffer>;
  readonly #fixes = new Map<number, string>();
  #count = 0;
  #length = 0;

  constructor(fast: FastEvents, others: MappedBlock) {
    this.#fast = fast;
    this.#others = others;
    this.#names = new TextNumbers(fast.facts.names);
    this.#currencies = new TextNumbers(fast.facts.currencies);
    const count = fast.facts.count + others.facts.count;
    this.#columns = emptyColumns(count, this.#names, this.#currencies);
    this.#wire = new Uint8Array(fast.wire.length + others.wire.length);
    this.#wireEnds = new Uint32Array(count);
    this.#fingerprints = new Uint8Array(count * FINGERPRINT_BYTES);
    this.#records = new Uint32Array(count);
    this.#indexes = new Uint32Array(count);
  }

  /** Adds a range of events of the fast path. */
  addFast(from: number, to: number): void {
    this.#add(this.#fast, from, to);
  }

  /** Adds a range of the other events. */
  addOthers(from: number, to: number): void {
    const { facts, fixes } = this.#others;
    for (let event = from; event < to; event += 1) {
      const fix = fixes?.get(event);
      if (fix !== undefined) this.#fixes.set(this.#count + event - from, fix);
    }
    this.#add(this.#others, from, to);
    const numbers = [
      [this.#columns.name, this.#names, facts.names],
      [this.#columns.currency, this.#currencies, facts.currencies],
    ] as const;
    for (const [column, own, texts] of numbers)
      for (let at = this.#count - (to - from); at < this.#count; at += 1)
        column[at] = own.of(texts[column[at] ?? 0] ?? '');
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

  #add({ facts, fingerprints, records, eventIndexes, wire, wireEnds }: FastEvents, from: number, to: number): void {
    if (from >= to) return;
    const start = from === 0 ? 0 : (wireEnds[from - 1] ?? 0);
    const [at, shift] = [this.#count, this.#length - start];
    this.#wireEnds.set(wireEnds.subarray(from, to), at);
    if (shift !== 0)
      for (let event = at; event < at + to - from; event += 1)
        this.#wireEnds[event] = (this.#wireEnds[event] ?? 0) + shift;
    for (const name of ['name', 'currency', 'value', 'keyMask', 'flag', 'time', 'receipt'] as const)
      this.#columns[name].set(facts[name].subarray(from, to), at);
    this.#records.set(records.subarray(from, to), at);
    this.#indexes.set(eventIndexes.subarray(from, to), at);
    const [first, end] = [from * FINGERPRINT_BYTES, to * FINGERPRINT_BYTES];
    this.#fingerprints.set(fingerprints.subarray(first, end), at * FINGERPRINT_BYTES);
    const bytes = wire.subarray(start, wireEnds[to - 1]);
    this.#wire.set(bytes, this.#length);
    this.#length += bytes.length;
    this.#count += to - from;
  }
}

/** The whole block in input order. `stretches`: at least one, in the order of their rows. */
export const mergedBlock = (fast: FastEvents, stretches: readonly Stretch[], others: MappedBlock): MappedBlock => {
  const merging = new Merging(fast, others);
  stretches.forEach(({ firstRow, othersBefore }, index) => {
    merging.addOthers(stretches[index - 1]?.othersBefore ?? 0, othersBefore);
    merging.addFast(firstRow, stretches[index + 1]?.firstRow ?? fast.facts.count);
  });
  merging.addOthers(stretches.at(-1)?.othersBefore ?? 0, others.facts.count);
  return merging.finish();
};
