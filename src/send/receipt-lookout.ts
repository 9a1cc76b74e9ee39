/** Receipts remembered at most, 8 bytes each: a nightly export, and the neighbourhood of an event in a backfill. */
const RECEIPTS_KEPT = 2 ** 20;

/**
 * Finds events of one receipt that are far apart. Memory is bounded: each receipt has one slot, which a later receipt
 * may overwrite, so in very large inputs only copies that are near each other are certain to be found.
 */
export class ReceiptLookout {
  #numbers: Float64Array | null = null;

  /** Whether an earlier event had the same receipt (its number in the facts; 0: the event names none). */
  isRepeated(receipt: number): boolean {
    if (receipt === 0) return false;
    this.#numbers ??= new Float64Array(RECEIPTS_KEPT);
    // The low 32 bits of the number, then as many of them as there are places: a remainder of doubles costs ten times
    // that.
    const place = (receipt >>> 0) & (RECEIPTS_KEPT - 1);
    if (this.#numbers[place] === receipt) return true;
    this.#numbers[place] = receipt;
    return false;
  }
}
