import type { Block, RecordFault } from '../../model/block.js';
import { BlockBuilder } from '../block-builder.js';
import type { CountedWarning } from '../../model/warnings.js';

/** A UTF-16 unit needs at most three bytes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
/** Space beyond the block's size, so that its last record nearly always fits. */
const SPARE_BYTES = 64 * 1024;

/** Writes records as text, one after another, into blocks of about `blockBytes`. */
export class BlockText {
  /** Complete blocks, in order; the reader empties the list. */
  readonly full: Block[] = [];
  readonly #input: number;
  readonly #blockBytes: number;
  #bytes: Buffer;
  #at = 0;
  #builder: BlockBuilder;

  constructor(input: number, blockBytes: number) {
    this.#input = input;
    this.#blockBytes = blockBytes;
    this.#builder = new BlockBuilder(input);
    this.#bytes = Buffer.allocUnsafeSlow(blockBytes + SPARE_BYTES);
  }

  record(text: string, rows: readonly number[]): void {
    const most = text.length * MAX_BYTES_PER_UNIT;
    if (this.#at + most > this.#bytes.length) this.#grow(this.#at + most);
    const end = this.#at + this.#bytes.write(text, this.#at, 'utf8');
    this.#builder.recordOfRows(this.#at, end, rows);
    this.#at = end;
    if (end >= this.#blockBytes || this.#builder.isFull) this.flush();
  }

  fault(fault: RecordFault): void {
    this.#builder.fault(fault);
    if (this.#builder.isFull) this.flush();
  }

  /** Adds a row that a manifest leaves out. */
  leaveOut(line: number): void {
    this.#builder.leaveOut(line);
    if (this.#builder.isFull) this.flush();
  }

  warn(warning: CountedWarning): void {
    this.#builder.warn(warning);
  }

  /** Ends the current block, if it has any content. */
  flush(): void {
    if (this.#builder.isEmpty) return;
    this.full.push(this.#builder.finish(this.#bytes.subarray(0, this.#at)));
    this.#builder = new BlockBuilder(this.#input);
    this.#bytes = Buffer.allocUnsafeSlow(this.#blockBytes + SPARE_BYTES);
    this.#at = 0;
  }

  #grow(least: number): void {
    const larger = Buffer.allocUnsafeSlow(least + SPARE_BYTES);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
