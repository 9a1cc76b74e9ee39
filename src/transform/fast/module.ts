// The WebAssembly module of the fast path as numbers and bytes: loading it, its functions, its memory. What is read and
// written there is decided in fast-path.ts. Its source is in assembly/, its exports are in assembly/block.ts.
import { readFileSync } from 'node:fs';

/** As much as is used here of what every JavaScript engine has. */
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

/** The built module; null: it is not there, as before a build. */
export const moduleBytes = (path: URL = new URL('./fast.wasm', import.meta.url)): Uint8Array | null => {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
};

/** What `record` returns where it has not written the record. Twins of these and of the bits: assembly/block.ts. */
export const UNKNOWN = -2;
const EVENTS = 0xff;
const HAS_HIGH_BYTES = 1 << 8;
const FIRST_SKIPPED = 9;
const SKIPPED_BITS = 3;
const SKIPPED_MASK = (1 << SKIPPED_BITS) - 1;

/** How many events the record has, skipped ones included. */
export const eventsIn = (result: number): number => result & EVENTS;
export const hasHighBytes = (result: number): boolean => (result & HAS_HIGH_BYTES) !== 0;
/** Whether any event of the record is skipped. */
export const hasSkipped = (result: number): boolean => result >> FIRST_SKIPPED !== 0;
/** The number of the reason why an event is skipped; 0: it is not. */
export const skipOf = (result: number, event: number): number =>
  (result >> (FIRST_SKIPPED + SKIPPED_BITS * event)) & SKIPPED_MASK;

type Call = (...numbers: readonly number[]) => number;
const isCall = (value: unknown): value is Call => typeof value === 'function';
const hasValue = (value: unknown): value is { readonly value: number } =>
  typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number';

/** One instance with memory of its own. */
export class FastModule {
  readonly #exports: Readonly<Record<string, unknown>>;
  /** All of its memory. */
  readonly bytes: Buffer<ArrayBuffer>;
  readonly begin: Call;
  /** Start and end in the input, index of the record. */
  readonly record: Call;
  /** Length of the answer; below 0: the text is unusual. */
  readonly learn: Call;
  /** Kind of a text at ANSWER, and its length. */
  readonly keep: Call;
  /** Number of a name at ANSWER, and its length. */
  readonly addName: Call;
  readonly undoLast: Call;
  readonly finish: Call;
  readonly outputLength: Call;

  constructor(binary: Uint8Array) {
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
    this.#exports = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } }).exports;
    this.bytes = Buffer.from(memory.buffer);
    this.begin = this.#call('begin');
    this.record = this.#call('record');
    this.learn = this.#call('learn');
    this.keep = this.#call('keep');
    this.addName = this.#call('addName');
    this.undoLast = this.#call('undoLast');
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

  #call(name: string): Call {
    const found = this.#exports[name];
    if (isCall(found)) return found;
    throw new Error(`the module has no function ${name}`);
  }
}
