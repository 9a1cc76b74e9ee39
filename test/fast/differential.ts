// Maps the same blocks with the fast path and without it, and compares everything that comes out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import type { Block } from '../../src/model/block.js';
import type { FactColumns } from '../../src/model/fact-columns.js';
import type { MappedBlock } from '../../src/model/mapped.js';
import type { MappingSettings } from '../../src/model/settings.js';
import { readInput, unreadState } from '../../src/read/index.js';
import { nothingMade, sampleChunks } from '../../src/sample/records.js';
import { Dice } from '../../src/sample/dice.js';
import { FastPath } from '../../src/transform/fast/fast-path.js';
import { transformer, type Transform } from '../../src/transform/transform.js';
import { mappingSettings, NOW_MS } from '../support/batches.js';
import { variantOf } from './variants.js';

const ROOT = join(import.meta.dirname, '../..');

/** The built module: `npm run fast` builds it. */
export const BINARY = readFileSync(join(ROOT, 'dist', 'fast.wasm'));

const CONVERSIONS = { api: 'conversions', hashMadid: false } as const;

/** Settings that differ in what the fast path does, by a name. */
export const SETTINGS: Readonly<Record<string, Partial<MappingSettings>>> = {
  offline: {},
  'offline, all keys, every flag, other names': {
    extendedMatchKeys: true,
    sendCcpaLimitedDataUse: 'always',
    eventNames: { purchase: 'Store "sale" Zoë' },
  },
  conversions: CONVERSIONS,
  'conversions, all keys': { ...CONVERSIONS, extendedMatchKeys: true },
  'conversions, all keys, strict': {
    ...CONVERSIONS,
    extendedMatchKeys: true,
    hashMadid: true,
    sendCcpaLimitedDataUse: 'when-opted-out',
    unflaggableOptOut: 'reject',
    defaultCountry: 'DE',
    customDataExclude: ['store_id', 'k1'],
    piiGuard: 'drop',
    maxAgeDays: 20,
    sinceMs: NOW_MS - 25 * 86_400_000,
    untilMs: NOW_MS - 86_400_000,
    nameSkipped: true,
  },
  'conversions, no guard, no flag': {
    ...CONVERSIONS,
    piiGuard: 'off',
    sendCcpaLimitedDataUse: 'never',
    includeAppBatches: true,
    environments: ['production', 'development'],
  },
};

/** The lines of a made-up export, a fifth of them bad in every way that the sample knows if `bad`. */
export const sampleLines = (seed: number, records: number, bad = false): readonly string[] => {
  const options = { format: 'ndjson', seed, asOfMs: NOW_MS, days: 30, advertisingIds: 0.3, badRecords: bad } as const;
  const chunks = sampleChunks(options, { records, bytes: Infinity }, nothingMade());
  return Buffer.concat([...chunks].map((chunk) => Buffer.from(chunk)))
    .toString()
    .split('\n')
    .filter((line) => line !== '');
};

/** The batches that rows of a made-up CSV export become: identities as an object, and numbers as texts. */
export const rowLines = async (seed: number, records: number): Promise<readonly string[]> => {
  const options = { format: 'csv', seed, asOfMs: NOW_MS, days: 30, advertisingIds: 0.3, badRecords: false } as const;
  const stdin = () =>
    Readable.from(sampleChunks(options, { records, bytes: Infinity }, nothingMade()), { objectMode: false });
  const input = { path: '-', absolute: null, size: null, modifiedMs: null, number: 0 };
  const lines: string[] = [];
  const csv = { group: { kind: 'adjacent' } } as const;
  for await (const { bytes, starts, ends } of readInput(input, { format: 'csv', csv, stdin }, unreadState(input)))
    starts.forEach((start, index) => lines.push(Buffer.from(bytes.subarray(start, ends[index])).toString()));
  return lines;
};

const linesOf = (...path: readonly string[]): readonly string[] =>
  readFileSync(join(ROOT, 'fixtures', ...path), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

/** Batches of our own: samples, damaged ones, and such as real systems write. */
export const fixtureLines = (): readonly string[] => [
  ...linesOf('batches', 'batches.ndjson'),
  ...linesOf('batches', 'damaged.ndjson'),
  ...linesOf('batches', 'shapes.ndjson'),
];

export const blockOfBytes = (records: readonly Uint8Array[]): Block => {
  const bytes = Buffer.concat(records.flatMap((record) => [record, Buffer.from('\n')]));
  let start = 0;
  const starts = records.map((record) => {
    const own = start;
    start += record.length + 1;
    return own;
  });
  return {
    input: 0,
    bytes,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(records.map((record, index) => (starts[index] ?? 0) + record.length)),
    lines: Uint32Array.from(records.map((_, index) => index + 1)),
    faults: [],
    warnings: [],
  };
};

const plainValue = (value: unknown): unknown => {
  if (value instanceof Map) return [...value];
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
    : value;
};

const plainMembers = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));

/** Which numbers the texts have is not the same with and without the fast path. */
const plainFacts = ({ names, currencies, ...columns }: FactColumns): Record<string, unknown> => ({
  ...plainMembers(columns),
  name: Array.from(columns.name, (number) => names[number]),
  currency: Array.from(columns.currency, (number) => currencies[number]),
});

/** Everything of a mapped block that a run makes use of, typed arrays as hexadecimal text. */
const plain = ({ block, facts, ...mapped }: MappedBlock): Record<string, unknown> => ({
  ...plainMembers(mapped),
  facts: plainFacts(facts),
  tables: [block.starts, block.ends, block.lines].map(plainValue),
});

/** What the records of a run of comparisons came to. */
interface Figures {
  readonly records: number;
  readonly taken: number;
  readonly events: number;
  /** The first blocks for which the two differ, and how. */
  readonly differences: readonly string[];
}

const firstDifference = (on: MappedBlock, off: MappedBlock): string | null => {
  const [a, b] = [plain(on), plain(off)];
  const name = [...Object.keys(a), ...Object.keys(b)].find((key) => !isDeepStrictEqual(a[key], b[key]));
  return name ?? null;
};

/** With the fast path and without it, for one run's settings. */
export class Comparison {
  readonly #fast: FastPath;
  readonly #on: Transform;
  readonly #off: Transform;
  #events = 0;
  #records = 0;
  readonly #differences: string[] = [];

  constructor(settings: Partial<MappingSettings>) {
    const all = mappingSettings(settings);
    this.#fast = new FastPath(all, { binary: BINARY, smallestBlock: 0 });
    this.#on = transformer(all, this.#fast);
    this.#off = transformer(all, null);
  }

  /** Compares one block; where it differs, its records one by one. */
  add(records: readonly Uint8Array[]): void {
    const [on, off] = [this.#on(blockOfBytes(records)), this.#off(blockOfBytes(records))];
    this.#records += records.length;
    this.#events += off.facts.count;
    const difference = firstDifference(on, off);
    if (difference === null) return;
    const single = records.find((record) =>
      firstDifference(this.#on(blockOfBytes([record])), this.#off(blockOfBytes([record]))),
    );
    this.#differences.push(`${difference}: ${single === undefined ? 'only together' : Buffer.from(single).toString()}`);
  }

  figures(): Figures {
    return { records: this.#records, taken: this.#fast.mapped, events: this.#events, differences: this.#differences };
  }
}

const RECORDS_PER_BLOCK = 100;

/** Compares so many variants of these lines. */
export const compareVariants = (
  settings: Partial<MappingSettings>,
  lines: readonly string[],
  count: number,
  seed: number,
): Figures => {
  const comparison = new Comparison(settings);
  const dice = new Dice(seed);
  for (let done = 0; done < count; done += RECORDS_PER_BLOCK) {
    const size = Math.min(RECORDS_PER_BLOCK, count - done);
    comparison.add(Array.from({ length: size }, () => variantOf(lines[dice.int(lines.length)] ?? '', dice)));
  }
  return comparison.figures();
};
