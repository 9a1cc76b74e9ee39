// Cuts files of JSON values that are not one per line. NDJSON: lines.ts.

import type { Block, RecordFault } from '../../model/block.js';
import { BlockBuilder, type Cutting } from '../block-builder.js';
import { gather } from '../bytes/byte-source.js';
import { JsonScanner } from './json-scanner.js';

const NOTHING = Buffer.alloc(0);

class ValueReader {
  readonly #cutting: Cutting;
  readonly #scanner: JsonScanner;
  #builder: BlockBuilder;
  #bytes: Buffer = NOTHING;
  /** Number of values cut so far, faults included: the number of the batch. */
  #number = 0;
  /** The current value is already too large, and its start was dropped. */
  #dropped = false;
  #wasBroken = false;

  constructor(cutting: Cutting) {
    this.#cutting = cutting;
    this.#builder = new BlockBuilder(cutting.input);
    this.#scanner = new JsonScanner({
      value: (start, end) => this.#value(start, end),
      broken: (start, end) => this.#broken(start, end),
    });
  }

  async *blocks(): AsyncGenerator<Block> {
    const { source, blockBytes, input } = this.#cutting;
    for (let carry: Buffer = NOTHING; ;) {
      const bytes = await gather(source, carry, blockBytes);
      this.#builder = new BlockBuilder(input);
      this.#bytes = bytes ?? carry;
      if (bytes === null) this.#end();
      else this.#scanner.scan(bytes, carry.length);
      // Before the block is yielded: its receiver transfers the memory.
      carry = this.#carry();
      if (!this.#builder.isEmpty) yield this.#builder.finish(this.#bytes);
      if (bytes === null) return;
    }
  }

  /** A copy of the unfinished value, to which the next bytes are appended. */
  #carry(): Buffer {
    const { state, start } = this.#scanner;
    if (state === 'between') return NOTHING;
    this.#dropped ||= this.#bytes.length - start > this.#cutting.maxRecordBytes;
    const carry = this.#dropped ? NOTHING : Buffer.from(this.#bytes.subarray(start));
    this.#scanner.start = 0;
    return carry;
  }

  #value(start: number, end: number): void {
    this.#next();
    if (this.#isTooLarge(start, end)) this.#tooLarge();
    else this.#builder.record(start, end, this.#number);
  }

  #broken(start: number, end: number): void {
    this.#next();
    this.#wasBroken = true;
    const raw = this.#isTooLarge(start, end) ? null : this.#bytes.toString('utf8', start, end).trimEnd();
    this.#fault({ reason: 'not_json', message: 'this stretch of the file is not JSON', raw });
  }

  /** Handles what is left at the end of the input, or after a failure. */
  #end(): void {
    const { state, start, inArray } = this.#scanner;
    const end = this.#bytes.length;
    const failed = this.#cutting.source.failure !== null;
    if (state === 'word' && !failed) this.#value(start, end);
    else if (state === 'broken') this.#broken(start, end);
    else if (state === 'between') {
      if (inArray && !failed && !this.#wasBroken)
        this.#cutOff('the array of batches is not closed', 'before its array of batches is closed', null);
    } else if (this.#isTooLarge(start, end)) {
      this.#next();
      this.#tooLarge();
    } else {
      const where = `in the middle of batch ${this.#number + 1}`;
      this.#cutOff('the input ends in the middle of this batch', where, this.#bytes.toString('utf8', start, end));
    }
  }

  #cutOff(message: string, where: string, raw: string | null): void {
    this.#cutting.place.cutOff = where;
    this.#next();
    this.#fault({ reason: 'truncated', message, raw });
  }

  #tooLarge(): void {
    const message = `the batch is longer than ${this.#cutting.maxRecordBytes} bytes`;
    this.#fault({ reason: 'record_too_large', message, raw: null });
  }

  #isTooLarge(start: number, end: number): boolean {
    const tooLarge = this.#dropped || end - start > this.#cutting.maxRecordBytes;
    this.#dropped = false;
    return tooLarge;
  }

  #fault(fault: Omit<RecordFault, 'line'>): void {
    this.#builder.fault({ line: this.#number, ...fault });
  }

  #next(): void {
    this.#number += 1;
    this.#cutting.place.line = this.#number + 1;
  }
}

/**
 * Cuts a file of JSON values that are not one on a line: a pretty-printed batch, an array of batches, batches one
 * after the other. At most one value is in memory at a time. `line` is the number of the batch in the file, counted from
 * 1 as if each were on a line of its own (as `jq -c` writes them); broken stretches and batches over `maxRecordBytes`
 * are faults with a number of their own.
 */
export const readJsonValues = (cutting: Cutting): AsyncGenerator<Block> => new ValueReader(cutting).blocks();
