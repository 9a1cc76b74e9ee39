import { letGo } from './lib/let-go.js';
import type { MappedBlock } from './model/mapped.js';

/**
 * Lets go of the records of a block when every event of it has its outcome: until then one may still be rejected, and is
 * written to the rejects as it was read.
 */
export class BlockMemory {
  readonly #outstanding = new Map<MappedBlock, number>();

  took(mapped: MappedBlock): void {
    if (mapped.facts.count === 0) letGo(mapped.block.bytes.buffer);
    else this.#outstanding.set(mapped, mapped.facts.count);
  }

  /** One more event of it has its outcome. */
  settled(mapped: MappedBlock): void {
    const left = (this.#outstanding.get(mapped) ?? 0) - 1;
    if (left > 0) {
      this.#outstanding.set(mapped, left);
      return;
    }
    this.#outstanding.delete(mapped);
    letGo(mapped.block.bytes.buffer);
  }
}
