// The WebAssembly module of the fast path as numbers and bytes: loading it, its functions, its memory. What is read and
// written there is decided in fast-path.ts. Its source is in assembly/, its exports are in assembly/block.ts.
import { readFileSync } from 'node:fs';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import type { FastEvents } from './merge.js';

/** The part of the WebAssembly API that is used here. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** 82 MB of addresses, as in assembly/memory-map.ts; only what is used takes memory. */
const PAGES = 1312;

/** The built module; null: it does not exist, as before a build. */
export const moduleBytes = (path: URL = new URL('./fast.wasm', import.meta.url)): Uint8Array | null => {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
};

/** Why the module stopped at a record (`Refusal` in assembly/block.ts). */
export const REFUSED_UNKNOWN = 2;
export const REFUSED_HIGH_BYTES = 3;

type Call = (...numbers: readonly number[]) => number;
const isCall = (value: unknown): value is Call => typeof value === 'function';
const hasValue = (value: unknown): value is { readonly value: number } =>
  typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number';

/** One instance with memory of its own. */
export class FastModule {
  readonly #exports: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly begin: Call;
  /** The first record, the one after the last, and the one before which all are known to be clean text. */
  readonly records: Call;
  /** Length of the answer; below 0: the text is unusual. */
  readonly learn: Call;
  /** Kind of a text at ANSWER, and its length. */
  readonly keep: Call;
  /** Number of a name at ANSWER, and its length. */
  readonly addName: Call;
  readonly finish: Call;
  readonly outputLength: Call;

  constructor(binary: Uint8Array) {
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
    this.#exports = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } }).exports;
    this.bytes = Buffer.from(memory.buffer);
    this.begin = this.#call('begin');
    this.records = this.#call('records');
    this.learn = this.#call('learn');
    this.keep = this.#call('keep');
    this.addName = this.#call('addName');
    this.finish = this.#call('finish');
    this.outputLength = this.#call('outputLength');
    this.#call('prepare')();
  }

  /** A number that the module exports: the address of an area, or a variable. */
  number(name: string): number {
    const found = this.#exports[name];
    if (hasValue(found)) return found.value;
    throw new Error(`the module has no number ${name}`);
  }

  /** For each event that the last call of `records` skipped; `reason`: a `Skip` of assembly/event-facts.ts. */
  forEachSkip(callback: (record: number, index: number, reason: number) => void): void {
    const count = this.number('skipCount');
    const words = new Uint32Array(this.bytes.buffer, this.number('SKIPS'), 2 * count);
    for (let skip = 0; skip < count; skip += 1) {
      const indexAndReason = words[2 * skip + 1] ?? 0;
      callback(words[2 * skip] ?? 0, indexAndReason & 0xffff, indexAndReason >>> 16);
    }
  }

  /** The events so far, as views of the memory; names and currencies have the numbers of these texts. */
  events(names: readonly string[], currencies: readonly string[]): FastEvents {
    const { buffer } = this.bytes;
    const count = this.number('rowCount');
    return {
      wire: new Uint8Array(buffer, this.number('OUTPUT'), this.outputLength()),
      wireEnds: new Uint32Array(buffer, this.number('ROW_ENDS'), count),
      fingerprints: new Uint8Array(buffer, this.number('FINGERPRINTS'), count * FINGERPRINT_BYTES),
      records: new Uint32Array(buffer, this.number('ROW_RECORDS'), count),
      eventIndexes: new Uint32Array(buffer, this.number('ROW_INDEXES'), count),
      facts: {
        count,
        names,
        currencies,
        name: new Uint8Array(buffer, this.number('ACTIONS'), count),
        currency: new Uint16Array(buffer, this.number('CURRENCIES'), count),
        value: new Float64Array(buffer, this.number('VALUES'), count),
        keyMask: new Uint16Array(buffer, this.number('KEY_MASKS'), count),
        flag: new Uint8Array(buffer, this.number('FLAGS'), count),
        time: new Uint32Array(buffer, this.number('TIMES'), count),
        receipt: new Float64Array(buffer, this.number('RECEIPTS'), count),
      },
    };
  }

  /** Writes numbers of four bytes to a place in memory. */
  writeNumbers(numbers: Uint32Array, at: number): void {
    new Uint32Array(this.bytes.buffer, at, numbers.length).set(numbers);
  }

  #call(name: string): Call {
    const found = this.#exports[name];
    if (isCall(found)) return found;
    throw new Error(`the module has no function ${name}`);
  }
}
