// Opens and creates the database of a ledger. What it means is known above: live-ledger.ts, upkeep/.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database, Key, RootDatabase } from 'lmdb';
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { checkDataFile, dataFileBytes, extendDataFile, ledgerExists } from './data-file.js';
import { plainDestination, type Destination } from './destination.js';
import { damaged, durable, ledgerError } from './errors.js';
import { EventIndex } from './event-index.js';
import { withCopy, withOwnLocks } from './private-locks.js';
import { isContainer } from '../lock/machine.js';

const FORMAT = 'mp2fb-ledger';
/** Version 1 had no index of its own: earlier-events.ts. */
export const SCHEMA_VERSION = 2;
const EARLIER_VERSION = 1;
/** The key in `about` that says what the ledger is for. */
export const ABOUT_KEY = 'destination';
/** A file that is shorter than expected by more than this fraction was truncated. */
const MAX_MISSING_SHARE = 0.25;

/** Purchases are private, even as fingerprints: owner-only access. */
const OWNER_ONLY = { mode: 0o700 } as const;

/**
 * Creates a folder and its parents one by one: Node.js's recursive way never returns if the system refuses them in an
 * unusual way (/proc).
 */
export const makeFolders = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder, OWNER_ONLY);
  } catch (error) {
    // Another run that starts at the same moment may have created it first.
    if (!existsSync(folder)) throw error;
  }
};

/** The open database of one destination. */
export interface Store {
  readonly folder: string;
  readonly root: RootDatabase<string, string>;
  /** The destination, the number of the last run, the lock's owner: small JSON texts. */
  readonly about: Database<string, string>;
  /** Every event that was sent, or may have been. */
  readonly events: EventIndex;
  /** Events of a ledger of version 1 that are not in the index yet: fingerprint → entry; null: there are none. */
  readonly earlier: Database<Buffer, Uint8Array> | null;
  /** The journal of events sent recently: number → entry. */
  readonly journal: Database<Buffer, number>;
  /** Inputs settled whole: SHA-256 of the path → JSON text. */
  readonly inputs: Database<string, string>;
  /** One entry whose version is the number of the run that may write (fence.ts); null: the store is only read. */
  readonly fence: Database<string, string> | null;
  /** Rejected events and records: id → JSON text; undefined: a ledger of an earlier version, which is only read. */
  readonly rejects: Database<string, string> | undefined;
}

/** A JSON object kept under a name; null when there is none, or something else. */
export const readAbout = (store: Pick<Store, 'about'>, name: string): JsonObject | null => {
  const text = store.about.get(name);
  const value: unknown = text === undefined ? null : JSON.parse(text);
  return isJsonObject(value) ? value : null;
};

/** A database that is missing in a read-only store is undefined, whatever its type says. */
const found = <V, K extends Key>(folder: string, database: Database<V, K> | undefined): Database<V, K> => {
  if (database === undefined) throw damaged(folder, 'it is not a ledger of this program');
  return database;
};

const numberIn = (value: unknown, name: string): number => {
  const found = isJsonObject(value) ? value[name] : undefined;
  return typeof found === 'number' ? found : 0;
};

/** Call it before anything but the root is read: reading beyond the end of the file kills the process. */
const checkLength = (folder: string, root: RootDatabase<string, string>, readOnly: boolean): void => {
  const stats: unknown = root.getStats();
  const bytes = (numberIn(stats, 'lastPageNumber') + 1) * numberIn(stats, 'pageSize');
  if (!readOnly) extendDataFile(folder, bytes);
  else if ((dataFileBytes(folder) ?? 0) < bytes * (1 - MAX_MISSING_SHARE))
    throw damaged(folder, 'data.mdb was cut off');
};

const databasesOf = (folder: string, root: RootDatabase<string, string>, readOnly: boolean): Store => {
  const binary = { encoding: 'binary' } as const;
  const about = found(folder, root.openDB<string, string>({ name: 'about', encoding: 'string' }));
  const known = readAbout({ about }, ABOUT_KEY);
  const hasEarlier = known?.['schemaVersion'] === EARLIER_VERSION || known?.['hasEarlierEvents'] === true;
  const openEarlier = (): Database<Buffer, Uint8Array> =>
    found(folder, root.openDB<Buffer, Uint8Array>({ name: 'events', keyEncoding: 'binary', ...binary }));
  return {
    folder,
    root,
    about,
    events: new EventIndex(folder, root.openDB<Buffer, number>({ name: 'buckets', keyEncoding: 'uint32', ...binary })),
    earlier: hasEarlier ? openEarlier() : null,
    journal: found(folder, root.openDB<Buffer, number>({ name: 'notes', keyEncoding: 'uint32', ...binary })),
    inputs: found(folder, root.openDB<string, string>({ name: 'inputs', encoding: 'string' })),
    fence: readOnly ? null : root.openDB<string, string>({ name: 'fence', encoding: 'string', useVersions: true }),
    rejects: root.openDB<string, string>({ name: 'rejects', encoding: 'string' }),
  };
};

/** How a ledger is opened. `look-up`: reads one that no run writes. */
export type Access = 'write' | 'read' | 'look-up';

const openFolder = async (folder: string, access: Access, check: (store: Store) => unknown): Promise<Store> => {
  const readOnly = access !== 'write';
  const { open } = await import('lmdb');
  // Commits wait for the disk, so a resolved promise means that the data is there. The writes of one turn form one
  // transaction. lmdb's own batch is not used: it creates promises that no caller has, and a full disk would reject
  // them unhandled.
  const writing = { overlappingSync: false, eventTurnBatching: false, txnStartThreshold: Infinity } as const;
  const options = { readOnly, ...writing, maxDbs: 8 };
  const openIn = (place: string): RootDatabase<string, string> =>
    open<string, string>(place, { ...options, encoding: 'string' });
  const openRoot = access === 'look-up' ? withOwnLocks : access === 'read' && isContainer() ? withCopy : null;
  const root = openRoot === null ? openIn(folder) : await openRoot(folder, openIn);
  try {
    checkLength(folder, root, readOnly);
    const store = databasesOf(folder, root, readOnly);
    check(store);
    return store;
  } catch (error) {
    await root.close();
    throw error;
  }
};

const newPrefix = (folder: string): string => `.new-${basename(folder)}-`;
/** A ledger that an earlier version is creating may not have its destination yet. */
const EARLIER_PREFIX = /^\.new-[0-9a-f]{12}$/;
const OLD_MS = 3_600_000;

/** Removes the remains of creations that were killed. Call it only in the run that has the lock of the ledger. */
const removeLeftOvers = (folder: string): void => {
  const directory = dirname(folder);
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const isOld = EARLIER_PREFIX.test(name) && Date.now() - statSync(path).mtimeMs > OLD_MS;
    if (isOld || name.startsWith(newPrefix(folder))) rmSync(path, { recursive: true, force: true });
  }
};

/** A new ledger appears under its name complete or not at all. */
const create = async (folder: string, destination: Destination, nowMs: number): Promise<void> => {
  removeLeftOvers(folder);
  const temporary = join(dirname(folder), `${newPrefix(folder)}${randomBytes(6).toString('hex')}`);
  mkdirSync(temporary, OWNER_ONLY);
  try {
    const store = await openFolder(temporary, 'write', () => undefined);
    const about = { format: FORMAT, schemaVersion: SCHEMA_VERSION, ...plainDestination(destination), createdMs: nowMs };
    await durable(folder, store.about.put(ABOUT_KEY, JSON.stringify(about)));
    await store.root.close();
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another run that starts at the same moment may have created it first.
    if (dataFileBytes(folder) === null) throw error;
  }
};

/** The destination of a ledger. Throws LedgerError if the folder is not a ledger. */
export const destinationOf = (store: Store): Destination => {
  const about = readAbout(store, ABOUT_KEY);
  if (about?.['format'] !== FORMAT) throw damaged(store.folder, 'it is not a ledger of this program');
  if (about['schemaVersion'] !== SCHEMA_VERSION && about['schemaVersion'] !== EARLIER_VERSION)
    throw damaged(store.folder, `its schema version is ${String(about['schemaVersion'])}, not ${SCHEMA_VERSION}`);
  return { baseUrl: String(about['baseUrl']), api: String(about['api']), id: String(about['id']) };
};

/** Opens a ledger that must exist. Rejects with LedgerError. */
export const openExisting = async (folder: string, access: Access): Promise<Store> => {
  try {
    checkDataFile(folder);
    return await openFolder(folder, access, destinationOf);
  } catch (error) {
    throw ledgerError(folder, error);
  }
};

/** The ledgers in these folders, for reading: each is open until the next one is asked for. Rejects with LedgerError. */
export async function* openEach(folders: readonly string[]): AsyncGenerator<Store> {
  for (const folder of folders) {
    const store = await openExisting(folder, 'read');
    try {
      yield store;
    } finally {
      await store.root.close();
    }
  }
}

/** Opens the ledger of a destination for writing and makes it if there is none. Rejects with LedgerError. */
export const openStore = async (folder: string, destination: Destination, nowMs: number): Promise<Store> => {
  try {
    makeFolders(dirname(folder));
    if (!ledgerExists(folder)) await create(folder, destination, nowMs);
  } catch (error) {
    throw ledgerError(folder, error);
  }
  return openExisting(folder, 'write');
};
