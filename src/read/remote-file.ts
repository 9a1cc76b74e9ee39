import type { Readable } from 'node:stream';

/** What a store says of an object. */
export interface RemoteState {
  /** Bytes as stored; null: the store does not say. */
  readonly size: number | null;
  /** Changes with the content; null: the store has none. */
  readonly etag: string | null;
  /** Milliseconds since the epoch; null: not known. */
  readonly modifiedMs: number | null;
}

/** The answer to a request for an object from some byte on. */
export interface RemoteBody {
  /** Of the object that the bytes come from, as the answer states it; null: it does not. */
  readonly etag: string | null;
  /** The offset of its first byte in the object, because a store may ignore the requested range. */
  readonly start: number;
  /** Bytes of the whole object; null: not stated. */
  readonly size: number | null;
  readonly bytes: Readable;
}

/** A remote object, and how to read it from any byte on. */
export interface RemoteFile extends RemoteState {
  /** Rejects with RemoteFault; `signal` ends the waiting at once. */
  open(from: number, signal?: AbortSignal): Promise<RemoteBody>;
  /** The store's current description; absent if objects are only replaced as a whole. Rejects with RemoteFault. */
  readonly current?: (signal?: AbortSignal) => Promise<RemoteState>;
}

/**
 * Why a store did not return an object. `temporary`: a retry may help; `changed`: the object is no longer the one that
 * was listed. `message` is for people, and names neither object nor secret.
 */
export class RemoteFault extends Error {
  readonly kind: 'temporary' | 'permanent' | 'missing' | 'changed';

  constructor(kind: RemoteFault['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The message for an object that is no longer the one that was listed. */
export const CHANGED = 'it was changed while it was being read; start again';
