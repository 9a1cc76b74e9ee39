// Counts what a ledger contains, without its lock.

import { messageOf } from '../store/errors.js';
import { dataFileBytes } from '../store/data-file.js';
import type { Destination } from '../store/destination.js';
import { entryMs, isUnknown } from '../store/entry.js';
import { ledgerFolders } from './folders.js';
import { currentStoreOwner, type Claimant } from '../lock/lock.js';
import type { LockOwner } from '../lock/lock-owner.js';
import { journaledEvents, scan } from './scan.js';
import { destinationOf, openExisting, type Store } from '../store/store.js';

/** What the ledger of one destination knows. */
export interface LedgerInfo {
  readonly folder: string;
  readonly destination: Destination;
  readonly sent: number;
  /** Those delivered at or after the instant asked for. */
  readonly sentSince: number;
  /** Events that were sent and whose outcome is unknown, or not known yet. */
  readonly unknown: number;
  /** Inputs that are skipped while they are unchanged. */
  readonly inputs: number;
  /** When the first and the last event were sent, in milliseconds since the epoch; null: none. */
  readonly oldestMs: number | null;
  readonly newestMs: number | null;
  readonly bytes: number;
  readonly holder: LockOwner | null;
}

/** A ledger that cannot be read, and why. */
export interface LedgerProblem {
  readonly folder: string;
  readonly problem: string;
}

const count = async (store: Store, sinceMs: number) => {
  let [sent, sentSince, unknown] = [0, 0, 0];
  let [oldestMs, newestMs] = [Infinity, -Infinity];
  const add = (ms: number, isOpen: boolean): void => {
    if (isOpen) unknown += 1;
    else sent += 1;
    if (!isOpen && ms >= sinceMs) sentSince += 1;
    oldestMs = Math.min(oldestMs, ms);
    newestMs = Math.max(newestMs, ms);
  };
  for (const { ms, isUnknown: isOpen, isIndexed } of journaledEvents(store)) {
    add(ms, isOpen);
    // The index will count it again, as unknown.
    if (isIndexed) unknown -= 1;
  }
  for await (const page of scan(store)) for (const { entry } of page) add(entryMs(entry), isUnknown(entry));
  const times = newestMs < oldestMs ? { oldestMs: null, newestMs: null } : { oldestMs, newestMs };
  return { sent, sentSince, unknown, ...times };
};

const infoOf = async (store: Store, claimant: Claimant, sinceMs: number): Promise<LedgerInfo> => ({
  folder: store.folder,
  destination: destinationOf(store),
  ...(await count(store, sinceMs)),
  inputs: store.inputs.getCount({}),
  bytes: dataFileBytes(store.folder) ?? 0,
  holder: currentStoreOwner(store, claimant),
});

const read = async (folder: string, claimant: Claimant, sinceMs: number): Promise<LedgerInfo | LedgerProblem> => {
  try {
    const store = await openExisting(folder, 'read');
    try {
      return await infoOf(store, claimant, sinceMs);
    } finally {
      await store.root.close();
    }
  } catch (error) {
    return { folder, problem: messageOf(error) };
  }
};

/** Summarises each ledger of a directory; read-only, also during a run. `sinceMs`: epoch, for `sentSince`. */
export const ledgerInfo = async (
  directory: string,
  claimant: Claimant,
  sinceMs = 0,
): Promise<readonly (LedgerInfo | LedgerProblem)[]> => {
  const found: (LedgerInfo | LedgerProblem)[] = [];
  for (const folder of ledgerFolders(directory)) found.push(await read(folder, claimant, sinceMs));
  return found;
};
