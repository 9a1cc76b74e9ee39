/** Bytes pulled piece by piece. A failure is a value: what was read before it is good and wanted. */
export interface ByteSource {
  /** The next bytes, the caller's to keep; null at the end, and where reading broke off. */
  next(): Promise<Buffer | null>;
  /** As `next`, with the caller's bytes before the new ones: for sources that can read to any place in fresh memory. */
  nextBehind?(carry: Buffer): Promise<Buffer | null>;
  /** Why reading broke off before the end, for people; null: it did not. */
  readonly failure: string | null;
  /**
   * Whether the file, stream or store itself said that nothing follows: a failure, a close or a signal does not say so.
   */
  readonly ended: boolean;
  /** Closes what is open; may be called at any time, and more than once. */
  close(): Promise<void>;
}

/**
 * Reads on until there are `least` new bytes or the source ends, and returns them behind `carry`, in memory that is
 * the caller's alone; null when the source had nothing more.
 */
export const gather = async (source: ByteSource, carry: Buffer, least: number): Promise<Buffer | null> => {
  const first = source.nextBehind === undefined ? null : await source.nextBehind(carry);
  const pieces = first !== null ? [first] : carry.length === 0 ? [] : [carry];
  let fresh = first === null ? 0 : first.length - carry.length;
  while (fresh < least) {
    const piece = await source.next();
    if (piece === null) break;
    pieces.push(piece);
    fresh += piece.length;
  }
  if (fresh === 0) return null;
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
};
