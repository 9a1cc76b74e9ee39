import type { RemoteBody, RemoteState } from '../remote-file.js';

/** One object of a listing. */
export interface ListedObject extends RemoteState {
  readonly key: string;
}

/** Where an object is, and the ETag that it must have; null: any. */
interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string | null;
}

/** The part of an object store that reading needs. Everything rejects with RemoteFault. */
export interface ObjectStore {
  head(bucket: string, key: string): Promise<RemoteState>;
  /** All objects whose keys have this prefix, in key order, page by page. */
  list(bucket: string, prefix: string): AsyncIterable<ListedObject>;
  /** An object from a byte on, refused as `changed` if its ETag differs; `signal` ends the waiting. */
  open(object: ObjectPlace, from: number, signal?: AbortSignal): Promise<RemoteBody>;
}
