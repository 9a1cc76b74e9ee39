import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shardLabel, type Shard } from '../model/shard.js';
import { dataFileBytes } from './store/data-file.js';
import { folderName, type Destination } from './store/destination.js';
import { ledgerError } from './store/errors.js';

const PART = /^shard-\d+-of-(\d+)(-lines)?$/;

/**
 * The subfolder of the ledger that belongs to one shard, so that the processes of one run do not wait for each other.
 */
export const partDirectory = (directory: string, shard: Shard | null): string =>
  shard === null ? directory : join(directory, `shard-${shardLabel(shard)}${shard.by === 'lines' ? '-lines' : ''}`);

/** Shards of the same division have no events in common and can run at the same time. */
const isSameDealing = (name: string, shard: Shard | null): boolean => {
  const [, of, lines] = PART.exec(name) ?? [];
  return shard !== null && Number(of) === shard.of && (lines !== undefined) === (shard.by === 'lines');
};

const partsIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory).filter((name) => PART.test(name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw ledgerError(directory, error);
  }
};

/**
 * The folders of ledgers that may know an event because the work was dealt in another way before: not at all, among
 * another number of processes, or by names instead of lines. Only those that know the destination. Throws LedgerError.
 */
export const earlierDirectories = (
  directory: string,
  shard: Shard | null,
  destination: Destination,
): readonly string[] => {
  const parts = partsIn(directory).filter((name) => !isSameDealing(name, shard));
  const all = [...(shard === null ? [] : [directory]), ...parts.map((name) => join(directory, name))];
  return all.filter((one) => dataFileBytes(join(one, folderName(destination))) !== null);
};
