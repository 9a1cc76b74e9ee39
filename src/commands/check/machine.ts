// Reads what the checks need of this machine: lock owner, free space, clock. Judges nothing.

import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LedgerFacts } from './machine-checks.js';
import type { Ports } from '../ports.js';
import { ExpectedError } from '../../lib/errors.js';
import { writeFault } from '../../lib/file-errors.js';
import { dataFileBytes } from '../../ledger/store/data-file.js';
import { folderName, type Destination } from '../../ledger/store/destination.js';
import { currentStoreOwner, currentOwner } from '../../ledger/lock/lock.js';
import type { LockOwner } from '../../ledger/lock/lock-owner.js';
import { openExisting } from '../../ledger/store/store.js';
import type { DeliverySettings } from '../../model/settings.js';
import { ensureLedgerFolder } from '../../settings/ledger-folder.js';

const ownedBy = ({ pid, host, runId, sinceMs }: LockOwner): string =>
  `locked by run ${runId}: process ${pid} on ${host}, since ${new Date(sinceMs).toISOString()}`;

const ownerIn = async (folder: string, ports: Ports): Promise<LockOwner | null> => {
  const claimant = { ...ports, runId: 'check' };
  const owner = currentOwner(folder, claimant);
  if (owner !== null) return owner;
  const store = await openExisting(folder, 'read');
  try {
    return currentStoreOwner(store, claimant);
  } finally {
    await store.root.close();
  }
};

/** The folder itself, or the nearest existing one above it: the first run creates what is missing below. */
const nearestExisting = async (folder: string): Promise<string> => {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  const above = dirname(folder);
  return isThere || above === folder ? folder : nearestExisting(above);
};

const MAY_CHANGE = constants.W_OK | constants.X_OK;

/** Inspects the ledger of a destination without locking it: a run that starts meanwhile must find it free. */
export const ledgerFactsOf = async (delivery: DeliverySettings, ports: Ports): Promise<LedgerFacts> => {
  const { ledger: directory, destinationId: id, baseUrl, api } = delivery;
  if (directory === null) return { kind: 'none' };
  if (id === null) return { kind: 'no_destination' };
  const destination: Destination = { baseUrl, api, id };
  const folder = join(directory, folderName(destination));
  try {
    ensureLedgerFolder(directory);
    const owner = dataFileBytes(folder) === null ? null : await ownerIn(folder, ports);
    if (owner !== null) return { kind: 'held', message: ownedBy(owner) };
    await access(await nearestExisting(folder), MAY_CHANGE);
    return { kind: 'free', directory };
  } catch (error) {
    if (error instanceof ExpectedError) return { kind: 'broken', message: error.message };
    if (error instanceof Error && 'code' in error)
      return {
        kind: 'broken',
        message: `${directory} cannot be written: ${writeFault(error, directory)}; choose another folder with --ledger`,
      };
    throw error;
  }
};

/** A file that a run writes, and its folder. */
export interface Written {
  readonly use: string;
  readonly folder: string;
}

/** A disk, identified by the first folder on it that was named, and everything that would be written there. */
export interface Disk {
  readonly folder: string;
  readonly uses: readonly string[];
}

const deviceOf = async (folder: string): Promise<number | string> => {
  const place = await nearestExisting(folder);
  // A folder whose disk is unknown is checked separately.
  return stat(place).then(
    ({ dev }) => dev,
    () => place,
  );
};

/** The disks that a run would write to, each once. */
export const disksOf = async (written: readonly Written[]): Promise<readonly Disk[]> => {
  const disks = new Map<number | string, Disk>();
  for (const { use, folder } of written) {
    const device = await deviceOf(folder);
    const known = disks.get(device) ?? { folder, uses: [] };
    disks.set(device, { ...known, uses: [...known.uses, use] });
  }
  return [...disks.values()];
};

/** Bytes that may still be written in a folder; null: the system does not say. */
export const freeBytesIn = async (folder: string): Promise<number | null> => {
  try {
    const { bavail, bsize } = await statfs(await nearestExisting(folder));
    return bavail * bsize;
  } catch {
    // Some file systems do not report free space; the check says so.
    return null;
  }
};
