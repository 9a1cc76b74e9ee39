// The objects that an address means, by listing. Patterns over keys: key-pattern.ts.

import { InputError } from '../../lib/errors.js';
import type { InputRef } from '../options.js';
import { isProbeFile } from '../find/probe-files.js';
import { fixedPrefix, isPattern, keyMatcher } from './key-pattern.js';
import type { ListedObject, ObjectStore } from './object-store.js';
import type { RemotePlace } from './place.js';
import { RemoteFault, type RemoteFile, type RemoteState } from '../remote-file.js';

/** Keys below a prefix that are meant when the prefix is: no folder marks, nothing hidden, as in folders of files. */
const isWanted = (key: string, prefix: string): boolean =>
  !key.endsWith('/') && !`/${key.slice(prefix.length)}`.includes('/.');

/** What a listing is asked for; mParticle's tests of the bucket are no exports. */
const isExport = ({ key, size }: ListedObject): boolean => !isProbeFile(key, size);

class ObjectFinder {
  readonly #store: ObjectStore;
  readonly #scheme: string;
  readonly #bucket: string;

  constructor(store: ObjectStore, { scheme, bucket }: RemotePlace & { kind: 'objects' }) {
    this.#store = store;
    this.#scheme = scheme;
    this.#bucket = bucket;
  }

  async find(key: string): Promise<InputRef[]> {
    if (isPattern(key)) return this.#matching(key);
    if (key === '' || key.endsWith('/')) return this.#below(key);
    const one = await this.#head(key);
    return one === null ? this.#below(`${key}/`) : [this.#ref(key, one)];
  }

  async #matching(pattern: string): Promise<InputRef[]> {
    const prefix = fixedPrefix(pattern);
    const matches = keyMatcher(pattern);
    const found = await this.#list(prefix, (key) => key === pattern || (matches(key) && isWanted(key, prefix)));
    // An existing name is that name, whatever pattern characters it contains.
    const exact = found.filter(({ key }) => key === pattern);
    if (found.length === 0) throw new InputError(`${this.#url(pattern)}: no object matches`);
    return this.#refs(exact.length > 0 ? exact : found);
  }

  async #below(prefix: string): Promise<InputRef[]> {
    const found = await this.#list(prefix, (key) => isWanted(key, prefix));
    if (found.length === 0)
      throw new InputError(`${this.#url(prefix)}: there is no such object, and none below that name`);
    return this.#refs(found);
  }

  async #list(prefix: string, isMeant: (key: string) => boolean): Promise<ListedObject[]> {
    const found: ListedObject[] = [];
    for await (const object of this.#store.list(this.#bucket, prefix))
      if (isMeant(object.key) && isExport(object)) found.push(object);
    return found;
  }

  async #head(key: string): Promise<RemoteState | null> {
    try {
      return await this.#store.head(this.#bucket, key);
    } catch (error) {
      if (error instanceof RemoteFault && error.kind === 'missing') return null;
      throw error;
    }
  }

  #refs(found: readonly ListedObject[]): InputRef[] {
    return found.map((object) => this.#ref(object.key, object));
  }

  #ref(key: string, { size, etag, modifiedMs }: RemoteState): InputRef {
    const open: RemoteFile['open'] = (from, signal) =>
      this.#store.open({ bucket: this.#bucket, key, etag }, from, signal);
    return { path: this.#url(key), absolute: null, size, modifiedMs, remote: { size, etag, modifiedMs, open } };
  }

  #url(key: string): string {
    return `${this.#scheme}://${this.#bucket}/${key}`;
  }
}

/**
 * The objects that an `s3://` or `gs://` argument means: one object, everything below a prefix, or what matches a
 * pattern, in the order of keys. Throws InputError where there is none, or where the store says no.
 */
export const findObjects = async (
  place: RemotePlace & { kind: 'objects' },
  store: ObjectStore,
): Promise<InputRef[]> => {
  try {
    return await new ObjectFinder(store, place).find(place.key);
  } catch (error) {
    if (!(error instanceof RemoteFault)) throw error;
    throw new InputError(`${place.scheme}://${place.bucket}/${place.key}: ${error.message}`, { cause: error });
  }
};
