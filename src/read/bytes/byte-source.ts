/** Bytes that are pulled piece by piece. A failure is a value, because what was read before it is valid. */
export interface ByteSource {
  /** The next bytes, which the caller may keep; null at the end, and after a failure. */
  next(): Promise<Buffer | null>;
  /** As `next`, with the caller's bytes before the new ones: for sources that can read to any place in fresh memory. */
  nextAfter?(carry: Buffer): Promise<Buffer | null>;
  /** Why reading failed before the end, for people; null: it did not. */
  readonly failure: string | null;
  /** Whether the file, stream or store itself reported its end; after a failure, a close or a signal it did not. */
  readonly ended: boolean;
  /** Closes what is open; may be called at any time, and more than once. */
  close(): Promise<void>;
}

/** A source of bytes that a generator makes from another one. `failure`: the other's, or what the generator returns. */
export class DerivedSource implements ByteSource {
  readonly #source: ByteSource;
  readonly #pieces: AsyncGenerator<Buffer, string | null>;
  #ownFailure: string | null = null;

  constructor(source: ByteSource, pieces: AsyncGenerator<Buffer, string | null>) {
    this.#source = source;
    this.#pieces = pieces;
  }

  get failure(): string | null {
    return this.#source.failure ?? this.#ownFailure;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  async next(): Promise<Buffer | null> {
    const step = await this.#pieces.next();
    if (step.done !== true) return step.value;
    // A generator that has returned gives nothing when asked again.
    this.#ownFailure ??= step.value ?? null;
    return null;
  }

  async close(): Promise<void> {
    // Not awaited: a pending read ends with the source.
    void this.#pieces.return(null);
    await this.#source.close();
  }
}

/**
 * Reads until there are `least` new bytes or the source ends. Returns them after `carry`, in memory that only the
 * caller has; null if the source had nothing more.
 */
export const gather = async (source: ByteSource, carry: Buffer, least: number): Promise<Buffer | null> => {
  const first = source.nextAfter === undefined ? null : await source.nextAfter(carry);
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
