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

/** As much of an object store as reading needs. Everything rejects with RemoteFault. */
export interface ObjectStore {
  /** What is stored under a key. */
  head(bucket: string, key: string): Promise<RemoteState>;
  /** All objects whose keys begin so, in the order of their keys, page by page. */
  list(bucket: string, prefix: string): AsyncIterable<ListedObject>;
  /** An object from a byte on, refused as `changed` if its ETag is another one; `signal` ends the waiting. */
  open(object: ObjectPlace, from: number, signal?: AbortSignal): Promise<RemoteBody>;
}
