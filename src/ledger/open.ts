// Opens the ledger of a run, together with those of earlier divisions into shards, which are only read.

import { join } from 'node:path';
import type { Claim, Ledger } from '../model/ledger.js';
import { FINGERPRINT_BYTES } from '../model/mapped.js';
import type { Shard } from '../model/shard.js';
import { ledgerExists } from './store/data-file.js';
import { folderName, type Destination } from './store/destination.js';
import { openLocked } from './lock/locked-store.js';
import type { Claimant } from './lock/lock.js';
import { LiveLedger } from './live-ledger.js';
import { combinedRejectBook } from './rejects/other-books.js';
import { earlierDirectories, shardDirectory } from './shard-folder.js';
import { ReadOnlyLedger } from './read-only-ledger.js';
import { openExisting, openStore, type Store } from './store/store.js';

/** The parameters of opening a ledger. */
export interface LedgerOptions extends Claimant {
  /** Folder of all ledgers of this user; each destination has a folder of its own in it. */
  readonly directory: string;
  readonly destination: Destination;
  /** For a dry run: no lock, no writes. */
  readonly readOnly?: boolean;
  /** The shard that the ledger is for; it has its own folder. Absent or null: no shards. */
  readonly shard?: Shard | null;
  readonly checkpointEvents?: number;
}

const openOne = async (directory: string, options: LedgerOptions): Promise<Ledger> => {
  const { destination, readOnly = false, clock } = options;
  const folder = join(directory, folderName(destination));
  if (readOnly) return new ReadOnlyLedger(!ledgerExists(folder) ? null : await openExisting(folder, 'read'));
  // The ledger of a shard may later be read together with many others, so it leaves no journal, which takes memory.
  const keepsJournal = (options.shard ?? null) === null;
  const open = (): Promise<Store> => openStore(folder, destination, clock.now());
  const locked = await openLocked(folder, options, open, (entry) => keepsJournal && entry.isFinished);
  return new LiveLedger(locked, clock, { checkpointEvents: options.checkpointEvents, keepsJournal });
};

/** `sent` if any of the ledgers sent the event; else `unknown` if one has no outcome for it; null: none knows it. */
const claimIn = (ledgers: readonly Ledger[], fingerprint: Uint8Array): Claim | null => {
  let unknown: Claim | null = null;
  for (const ledger of ledgers) {
    const claim = ledger.claim(fingerprint);
    if (claim.kind === 'sent') return claim;
    if (claim.kind === 'unknown') unknown = claim;
    // These are only read; what this run claims is recorded in its own ledger.
    ledger.release(fingerprint);
  }
  return unknown;
};

/** A ledger that also reads others: an event that any of them has as sent is not sent again. */
const combinedLedger = (own: Ledger, earlier: readonly Ledger[]): Ledger => ({
  claim(fingerprints, offset = 0) {
    const claim = own.claim(fingerprints, offset);
    // Another ledger may know the outcome that this one never learnt.
    if (claim.kind !== 'new' && claim.kind !== 'unknown') return claim;
    const fingerprint = fingerprints.subarray(offset, offset + FINGERPRINT_BYTES);
    const known = claimIn(earlier, fingerprint);
    if (known?.kind === 'sent') own.release(fingerprint);
    return known ?? claim;
  },
  lookAhead: (fingerprints) => own.lookAhead?.(fingerprints),
  release: (fingerprints) => own.release(fingerprints),
  check: () => own.check(),
  markInFlight: (fingerprints) => own.markInFlight(fingerprints),
  settle: (sent, notSent) => own.settle(sent, notSent),
  isSettled: (input, digest) => [own, ...earlier].some((ledger) => ledger.isSettled(input, digest)),
  markSettled: (proof, digest) => own.markSettled(proof, digest),
  rejects: combinedRejectBook(
    own.rejects,
    earlier.map(({ rejects }) => rejects),
  ),
  async close() {
    try {
      await own.close();
    } finally {
      for (const ledger of earlier) await ledger.close();
    }
  },
});

/**
 * Opens the ledger of one destination, or of one shard of it. If earlier runs divided the work differently, their
 * ledgers are read as well. Rejects with LedgerHeldError if another live run has the lock, with LedgerError if the
 * ledger is damaged, belongs to another program or cannot be written.
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const { directory, destination, shard = null } = options;
  const own = await openOne(shardDirectory(directory, shard), options);
  const earlier: Ledger[] = [];
  try {
    // A dry run may read a ledger while a run with another division writes it; an upload refuses to start then.
    const access = options.readOnly === true ? 'read' : 'look-up';
    for (const one of earlierDirectories(directory, shard, destination))
      earlier.push(new ReadOnlyLedger(await openExisting(join(one, folderName(destination)), access)));
  } catch (error) {
    for (const ledger of [own, ...earlier]) await ledger.close();
    throw error;
  }
  return earlier.length === 0 ? own : combinedLedger(own, earlier);
};
