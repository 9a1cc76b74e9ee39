/**
 * Maximum number of receipts remembered, 4 bytes each: a nightly export, or the surroundings of an event in a backfill.
 */
const RECEIPTS_KEPT = 2 ** 20;

/**
 * Finds events of one receipt that are far apart. Memory is bounded: each receipt has one slot, which a later receipt
 * may overwrite, so in very large inputs only copies that are near each other are certain to be found.
 */
export class RepeatedReceipts {
  #numbers: Int32Array | null = null;

  /** Whether an earlier event had the same receipt (its number in the facts; 0: the event names none). */
  isRepeated(receipt: number): boolean {
    if (receipt === 0) return false;
    this.#numbers ??= new Int32Array(RECEIPTS_KEPT);
    // The low 32 bits of the number, then the remainder by the number of slots, because a remainder of doubles costs
    // ten times as much. The bits above the slot's number are stored; 0 marks an empty slot.
    const place = (receipt >>> 0) & (RECEIPTS_KEPT - 1);
    const above = (Math.floor(receipt / RECEIPTS_KEPT) | 0) + 1 || 1;
    if (this.#numbers[place] === above) return true;
    this.#numbers[place] = above;
    return false;
  }
}
