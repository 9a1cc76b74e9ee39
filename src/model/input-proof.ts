// The proof that an input was read to its last byte, without which it is not marked as settled. The only check is here;
// only the reader (src/read) collects the facts for it and calls it.

/** Identifies an input that was settled before, by reading only its first and last bytes. */
export interface InputIdentity {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** SHA-256 of the first and last bytes, lower-case hex. */
  readonly edges: string;
}

/** The state of an input at one moment. */
export interface InputSnapshot {
  readonly identity: InputIdentity;
  /** Changes with every write and replacement, unlike times, which can be set back; empty: the store has no such thing. */
  readonly version: string;
}

/** What the reader knows of one reading of an input from its first byte. */
export interface Reading {
  /** As the listing said. */
  readonly listed: { readonly size: number | null; readonly modifiedMs: number | null };
  readonly before: InputSnapshot;
  /** Taken after the last byte; null: the input could not be looked at again. */
  readonly after: InputSnapshot | null;
  /** Bytes as stored, compressed if the input is. */
  readonly bytesRead: number;
  /** Whether the file or store itself said that nothing follows; false after a stop, a failure or a limit. */
  readonly reachedEnd: boolean;
}

const isSame = (one: InputSnapshot, other: InputSnapshot): boolean =>
  one.version === other.version &&
  one.identity.path === other.identity.path &&
  one.identity.size === other.identity.size &&
  one.identity.modifiedMs === other.identity.modifiedMs &&
  one.identity.edges === other.identity.edges;

/** Proves that an input was read to its last byte and was the same after reading as before. Only `of` makes one. */
export class InputProof {
  readonly #identity: InputIdentity;

  private constructor(identity: InputIdentity) {
    this.#identity = identity;
  }

  /** The input as it was read. */
  get identity(): InputIdentity {
    return this.#identity;
  }

  /** `changed`: the content read is not the current one, or not the listed one; null: unknown. */
  static of({ listed, before, after, bytesRead, reachedEnd }: Reading): InputProof | 'changed' | null {
    if (!reachedEnd || after === null) return null;
    const { size, modifiedMs } = before.identity;
    const asListed = listed.size === size && (listed.modifiedMs ?? modifiedMs) === modifiedMs;
    return asListed && bytesRead === size && isSame(before, after) ? new InputProof(before.identity) : 'changed';
  }
}
