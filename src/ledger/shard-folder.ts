import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shardLabel, type Shard } from '../model/shard.js';
import { dataFileBytes } from './store/data-file.js';
import { folderName, type Destination } from './store/destination.js';
import { ledgerError } from './store/errors.js';

const SHARD_FOLDER = /^shard-\d+-of-(\d+)(-lines)?$/;

/** The subfolder of the ledger for one shard, so that the processes of one run do not wait for each other. */
export const shardDirectory = (directory: string, shard: Shard | null): string =>
  shard === null ? directory : join(directory, `shard-${shardLabel(shard)}${shard.by === 'lines' ? '-lines' : ''}`);

/** Shards of the same division have no events in common and can run at the same time. */
const isSameDivision = (folder: string, shard: Shard | null): boolean => {
  const [, of, lines] = SHARD_FOLDER.exec(basename(folder)) ?? [];
  return shard !== null && Number(of) === shard.of && (lines !== undefined) === (shard.by === 'lines');
};

/** The folders in a directory whose names have this form, in order; none if there is no such directory. Throws LedgerError. */
export const foldersIn = (directory: string, form: RegExp): readonly string[] => {
  try {
    const names = readdirSync(directory).filter((name) => form.test(name));
    return names.sort().map((name) => join(directory, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw ledgerError(directory, error);
  }
};

/** The folders of shards in a ledger's folder. Throws LedgerError. */
export const shardFolders = (directory: string): readonly string[] => foldersIn(directory, SHARD_FOLDER);

/** A ledger's folder, and those of shards in it. Throws LedgerError. */
export const withShardFolders = (directory: string): readonly string[] => [directory, ...shardFolders(directory)];

/**
 * The folders of ledgers that may know an event because the work was divided differently before: not at all, among
 * another number of processes, or by names instead of lines. Only those for this destination. Throws LedgerError.
 */
export const earlierDirectories = (
  directory: string,
  shard: Shard | null,
  destination: Destination,
): readonly string[] => {
  const others = shardFolders(directory).filter((folder) => !isSameDivision(folder, shard));
  const all = [...(shard === null ? [] : [directory]), ...others];
  return all.filter((one) => dataFileBytes(join(one, folderName(destination))) !== null);
};
