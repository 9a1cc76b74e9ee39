import { createHash } from 'node:crypto';
import { isJsonObject } from '../../lib/json.js';
import type { InputIdentity, InputProof } from '../../model/input-proof.js';
import type { Write } from './bucket-page.js';
import type { Store } from './store.js';

/** Marks without it come from versions that also marked inputs which a stopped run had not read to the end. */
const MARK_VERSION = 2;

/** Inputs are identified by the SHA-256 of their path, because a path may name a person. */
export const inputKey = (path: string): string => createHash('sha256').update(path).digest('hex');

/** Whether this same input was settled, under settings with the same digest. Marks of older versions are ignored. */
export const isInputSettled = (store: Store, input: InputIdentity, settingsDigest: string): boolean => {
  const text = store.inputs.get(inputKey(input.path));
  const mark: unknown = text === undefined ? null : JSON.parse(text);
  if (!isJsonObject(mark)) return false;
  const { size, modifiedMs, edges } = input;
  return (
    mark['version'] === MARK_VERSION &&
    mark['size'] === size &&
    mark['modifiedMs'] === modifiedMs &&
    mark['edges'] === edges &&
    mark['settings'] === settingsDigest
  );
};

/** Marks an input as settled; resolves when that is on disk. */
export const markInput = (
  store: Store,
  write: Write,
  proof: InputProof,
  settingsDigest: string,
  nowMs: number,
): Promise<void> => {
  const { path, size, modifiedMs, edges } = proof.identity;
  const mark = { version: MARK_VERSION, size, modifiedMs, edges, settings: settingsDigest, settledMs: nowMs };
  return write(() => [store.inputs.put(inputKey(path), JSON.stringify(mark))]);
};

/** When an input was settled, in milliseconds since the epoch, from its stored mark. */
export const settledMs = (text: string): number => {
  const mark: unknown = JSON.parse(text);
  return isJsonObject(mark) && typeof mark['settledMs'] === 'number' ? mark['settledMs'] : 0;
};
