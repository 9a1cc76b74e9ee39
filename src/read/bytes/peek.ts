// A source whose first bytes can be looked at before they are read.

import type { ByteSource } from './byte-source.js';

const NOTHING = Buffer.alloc(0);

/** A source whose next bytes can be read in advance. Counts the bytes that were taken. */
export class PeekSource implements ByteSource {
  taken = 0;
  readonly #source: ByteSource;
  #ahead: Buffer = NOTHING;
  #ended = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get failure(): string | null {
    return this.#source.failure;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  /** Whether the peeked bytes are the whole input. */
  get sawEnd(): boolean {
    return this.#ended;
  }

  /** At least this many of the next bytes, without taking them; fewer only if the source has no more. */
  async peek(least: number): Promise<Buffer> {
    const pieces = this.#ahead.length === 0 ? [] : [this.#ahead];
    let length = this.#ahead.length;
    while (length < least && !this.#ended) {
      const piece = await this.#source.next();
      if (piece === null) {
        this.#ended = true;
        break;
      }
      pieces.push(piece);
      length += piece.length;
    }
    this.#ahead = (pieces.length === 1 ? pieces[0] : undefined) ?? Buffer.concat(pieces);
    return this.#ahead;
  }

  /** Takes bytes that were peeked at, so that `next` does not return them. */
  skip(bytes: number): void {
    this.taken += bytes;
    this.#ahead = this.#ahead.subarray(bytes);
  }

  /** Puts back bytes that `next` returned last. */
  putBack(bytes: Buffer): void {
    this.taken -= bytes.length;
    this.#ahead = this.#ahead.length === 0 ? bytes : Buffer.concat([bytes, this.#ahead]);
  }

  async next(): Promise<Buffer | null> {
    const ahead = this.#ahead;
    this.#ahead = NOTHING;
    const piece = ahead.length > 0 ? ahead : this.#ended ? null : await this.#source.next();
    this.taken += piece?.length ?? 0;
    return piece;
  }

  async nextAfter(carry: Buffer): Promise<Buffer | null> {
    if (this.#ahead.length === 0 && !this.#ended && this.#source.nextAfter !== undefined) {
      const bytes = await this.#source.nextAfter(carry);
      this.taken += bytes === null ? 0 : bytes.length - carry.length;
      return bytes;
    }
    const piece = await this.next();
    return piece === null || carry.length === 0 ? piece : Buffer.concat([carry, piece]);
  }

  async close(): Promise<void> {
    await this.#source.close();
  }
}
