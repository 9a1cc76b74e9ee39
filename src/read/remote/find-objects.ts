// The objects that an address means, by listing. Patterns over keys: key-pattern.ts.

import { InputError } from '../../lib/errors.js';
import type { InputRef } from '../options.js';
import { isProbeFile } from '../find/probe-files.js';
import { fixedPrefix, isPattern, keyMatcher } from './key-pattern.js';
import type { ListedObject, ObjectStore } from './object-store.js';
import type { RemotePlace } from './place.js';
import { RemoteFault, type RemoteFile, type RemoteState } from '../remote-file.js';

/** Keys that count if a prefix is given: no folder markers and no hidden names, as in folders of files. */
const isWanted = (key: string, prefix: string): boolean =>
  !key.endsWith('/') && !`/${key.slice(prefix.length)}`.includes('/.');

/** The objects to list, without mParticle's tests of the bucket, which are not exports. */
const isExport = ({ key, size }: ListedObject): boolean => !isProbeFile(key, size);

const headOf = async (store: ObjectStore, bucket: string, key: string): Promise<RemoteState | null> => {
  try {
    return await store.head(bucket, key);
  } catch (error) {
    if (error instanceof RemoteFault && error.kind === 'missing') return null;
    throw error;
  }
};

const find = async (
  { scheme, bucket, key }: RemotePlace & { kind: 'objects' },
  store: ObjectStore,
): Promise<InputRef[]> => {
  const urlOf = (name: string): string => `${scheme}://${bucket}/${name}`;

  const refOf = (name: string, { size, etag, modifiedMs }: RemoteState): InputRef => {
    const open: RemoteFile['open'] = (from, signal) => store.open({ bucket, key: name, etag }, from, signal);
    return { path: urlOf(name), absolute: null, size, modifiedMs, remote: { size, etag, modifiedMs, open } };
  };

  const list = async (prefix: string, isMeant: (name: string) => boolean): Promise<ListedObject[]> => {
    const found: ListedObject[] = [];
    for await (const object of store.list(bucket, prefix))
      if (isMeant(object.key) && isExport(object)) found.push(object);
    return found;
  };

  const matching = async (pattern: string): Promise<ListedObject[]> => {
    const prefix = fixedPrefix(pattern);
    const matches = keyMatcher(pattern);
    const found = await list(prefix, (name) => name === pattern || (matches(name) && isWanted(name, prefix)));
    if (found.length === 0) throw new InputError(`${urlOf(pattern)}: no object matches`);
    // If an object of that name exists, it is meant, whatever pattern characters the name contains.
    const exact = found.filter((object) => object.key === pattern);
    return exact.length > 0 ? exact : found;
  };

  const below = async (prefix: string): Promise<ListedObject[]> => {
    const found = await list(prefix, (name) => isWanted(name, prefix));
    if (found.length > 0) return found;
    throw new InputError(`${urlOf(prefix)}: there is no such object, and none below that name`);
  };

  const isFolder = key === '' || key.endsWith('/');
  const one = isPattern(key) || isFolder ? null : await headOf(store, bucket, key);
  if (one !== null) return [refOf(key, one)];
  const found = isPattern(key) ? matching(key) : below(isFolder ? key : `${key}/`);
  return (await found).map((object) => refOf(object.key, object));
};

/**
 * The objects that an `s3://` or `gs://` argument means: one object, everything below a prefix, or what matches a
 * pattern, in the order of keys. Throws InputError where there is none, or where the store says no.
 */
export const findObjects = async (
  place: RemotePlace & { kind: 'objects' },
  store: ObjectStore,
): Promise<InputRef[]> => {
  try {
    return await find(place, store);
  } catch (error) {
    if (!(error instanceof RemoteFault)) throw error;
    throw new InputError(`${place.scheme}://${place.bucket}/${place.key}: ${error.message}`, { cause: error });
  }
};
