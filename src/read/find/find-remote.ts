import type { InputRef } from '../options.js';
import type { ObjectStore } from '../remote/object-store.js';
import { remotePlaceOf, type RemoteEnvironment } from '../remote/place.js';

/** Finds inputs on other machines; each kind of store is loaded and asked for credentials once, when it is needed. */
export class RemoteFinder {
  readonly #env: RemoteEnvironment;
  readonly #stores = new Map<string, Promise<ObjectStore>>();

  constructor(env: RemoteEnvironment) {
    this.#env = env;
  }

  /** null: the argument is a path. Throws InputError, UsageError. */
  async find(argument: string): Promise<readonly InputRef[] | null> {
    const place = remotePlaceOf(argument);
    if (place === null) return null;
    if (place.kind === 'link') return [await (await import('../remote/link-file.js')).findLink(place.url, this.#env)];
    const { findObjects } = await import('../remote/find-objects.js');
    return findObjects(place, await this.#store(place.scheme));
  }

  #store(scheme: 's3' | 'gs'): Promise<ObjectStore> {
    const known = this.#stores.get(scheme);
    if (known !== undefined) return known;
    const store = this.#load(scheme);
    this.#stores.set(scheme, store);
    return store;
  }

  async #load(scheme: 's3' | 'gs'): Promise<ObjectStore> {
    const [{ loadSdk }, { s3Store }] = await Promise.all([
      import('../remote/s3-store.js'),
      import('../remote/s3-store.js'),
    ]);
    return s3Store(await loadSdk(), scheme, this.#env);
  }
}
