import { StoppedError } from '../../lib/errors.js';
import { exitCodeOfSignal } from '../../model/exit-code.js';
import type { InputRef } from '../options.js';
import type { ObjectStore } from '../remote/object-store.js';
import { remotePlaceOf, type RemoteEnvironment, type RemotePlace } from '../remote/place.js';

/** Finds inputs on other machines; each kind of store is loaded and asked for credentials once, when it is needed. */
export class RemoteFinder {
  readonly #env: RemoteEnvironment;
  readonly #signal: AbortSignal | undefined;
  readonly #stores = new Map<string, Promise<ObjectStore>>();

  constructor(env: RemoteEnvironment, signal: AbortSignal | undefined) {
    this.#env = env;
    this.#signal = signal;
  }

  /** null: the argument is a path. Throws InputError, UsageError, StoppedError. */
  async find(argument: string): Promise<readonly InputRef[] | null> {
    const place = remotePlaceOf(argument);
    if (place === null) return null;
    try {
      return await this.#ask(place);
    } catch (error) {
      if (this.#signal?.aborted === true) throw new StoppedError(exitCodeOfSignal(this.#signal));
      throw error;
    }
  }

  async #ask(place: RemotePlace): Promise<readonly InputRef[]> {
    if (place.kind === 'link')
      return [await (await import('../remote/link-file.js')).findLink(place.url, this.#env, this.#signal)];
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
    return s3Store(await loadSdk(), scheme, this.#env, this.#signal);
  }
}
