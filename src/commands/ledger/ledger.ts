// The commands of `mp2fb ledger`: which ledger, and what is printed. The work is in ledger/upkeep.

import { platform } from 'node:os';
import { resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Claimant } from '../../ledger/lock/lock.js';
import { forgetRejects, type ForgottenRejects } from '../../ledger/rejects/forget-rejects.js';
import { openRejects, type ListedReject } from '../../ledger/rejects/list.js';
import { shardFolders, withShardFolders } from '../../ledger/shard-folder.js';
import { exportLedger } from '../../ledger/upkeep/export.js';
import { destinationsIn, type LedgerPlace } from '../../ledger/upkeep/folders.js';
import { forgetInput, forgetSince, prune, type Forgotten } from '../../ledger/upkeep/forget.js';
import { ledgerInfo } from '../../ledger/upkeep/info.js';
import { markSent, type MarkedSent } from '../../ledger/upkeep/mark-sent.js';
import { UsageError, type InputError } from '../../lib/errors.js';
import { formatNumbered } from '../../lib/format.js';
import type { Instant } from '../../lib/instant.js';
import { printable } from '../../lib/printable.js';
import { ensurePrinted, print, OutputStream } from '../../lib/output-stream.js';
import { defaultLedgerFolder, ensureLedgerFolder } from '../../settings/ledger-folder.js';
import { EXIT, exitCodeOfSignal } from '../../model/exit-code.js';
import { DEDUPLICATION_WINDOW_MS } from '../../model/ledger.js';
import type { DeliverySettings } from '../../model/settings.js';
import { readOptionsOf, type ReadingFlags } from '../../read/flags.js';
import { findInputs, inputIdentityOf } from '../../read/index.js';
import { loadSettings } from '../../settings/load.js';
import { readable, throwUnread } from '../unread-inputs.js';
import type { Ports } from '../ports.js';
import { fingerprintsIn } from './input-fingerprints.js';
import { forgottenText, infoText, named } from './texts.js';

/** Writes each value as a line of JSON; stops without an error if the reader closes the pipe. */
export const writeNdjson = async (values: Iterable<unknown> | AsyncIterable<unknown>, out: Writable): Promise<void> => {
  const { default: ndjson } = await import('ndjson');
  const output = new OutputStream(out);
  try {
    await pipeline(Readable.from(values), ndjson.stringify(), async (lines: AsyncIterable<string>) => {
      for await (const line of lines) if (!(await output.write(line))) return;
    });
  } catch (error) {
    // If the reader leaves early, the streams in between report an error.
    if (!output.closed) throw error;
  }
  await ensurePrinted(output);
};

/** The flags of every `mp2fb ledger` command, as commander passes them. */
export interface LedgerFlags {
  readonly ledger?: string;
  readonly config?: string;
  readonly connection?: string;
}

/** The flags of commands that change one ledger. */
export interface DestinationFlags extends LedgerFlags {
  readonly destination?: string;
}

/** The flags of `mp2fb ledger forget`. */
export interface ForgetFlags extends DestinationFlags, ReadingFlags {
  readonly input?: string;
  readonly rejects?: string;
  readonly since?: Instant;
}

const deliveryOf = async ({ config, connection }: LedgerFlags, ports: Ports): Promise<DeliverySettings> =>
  (await loadSettings({ ...ports, flags: { config, connection } })).settings.delivery;

/** The folder given by the flag, else the one that an upload with the same settings would use. Throws UsageError. */
const directoryOf = async (flags: LedgerFlags, ports: Ports): Promise<string> => {
  const { cwd, env, homeDirectory } = ports;
  if (flags.ledger === '') throw new UsageError('--ledger: give the path of a folder');
  const named = flags.ledger === undefined ? (await deliveryOf(flags, ports)).ledger : resolve(cwd, flags.ledger);
  const directory = named ?? defaultLedgerFolder(env, homeDirectory, platform());
  ensureLedgerFolder(directory);
  return directory;
};

/** The ledger to change. One of several must be named: a change decides what is sent. Throws UsageError. */
const placeOf = async (flags: DestinationFlags, ports: Ports): Promise<LedgerPlace> => {
  const directory = await directoryOf(flags, ports);
  const ids = [...new Set((await destinationsIn(directory)).map(({ id }) => id))];
  const id =
    flags.destination ?? (flags.connection === undefined ? null : (await deliveryOf(flags, ports)).destinationId);
  if (id !== null && ids.length > 0 && !ids.includes(id))
    throw new UsageError(`the ledger in ${directory} has no entries for ${id}, only for ${ids.join(', ')}`);
  if (id === null && ids.length > 1)
    throw new UsageError(`the ledger has several destinations: give one of them as --destination: ${ids.join(', ')}`);
  return { directory, id };
};

const claimantOf = (ports: Ports): Claimant => ({ ...ports, runId: 'mp2fb ledger' });

/** The ledgers of shards, which a command does not change; null: there are none. */
const shardsText = (directory: string): string | null => {
  const [first, ...others] = shardFolders(directory);
  if (first === undefined) return null;
  return `of ${formatNumbered(others.length + 1, 'shard')}: name one, such as --ledger ${printable(first)}\n`;
};

const noLedgerText = (directory: string): string => {
  const shards = shardsText(directory);
  return `no ledger in ${printable(directory)}${shards === null ? '\n' : ` itself, but ${shards}`}`;
};

/** The output of a command, with a note if shards have ledgers of their own. */
const withShards = (text: string, directory: string): string => {
  const shards = shardsText(directory);
  return shards === null ? text : `${text}There are also ledgers ${shards}`;
};

const textOf = (forgotten: readonly Forgotten[], directory: string): string =>
  forgotten.length === 0 ? noLedgerText(directory) : withShards(forgottenText(forgotten), directory);

/** `mp2fb ledger info`. */
export const showLedgers = async (flags: LedgerFlags & { readonly json?: true }, ports: Ports): Promise<void> => {
  const directory = await directoryOf(flags, ports);
  const ledgers = await ledgerInfo(directory, claimantOf(ports));
  if (flags.json === true) await writeNdjson(ledgers, ports.stdout);
  else {
    const shards = shardsText(directory);
    // First, because with shards the ledger of the folder itself may have nothing.
    const head = shards === null ? '' : `There are ledgers ${shards}\nThe ledger of runs without --shard:\n`;
    const text = `${head}${ledgers.map(infoText).join('\n')}`;
    await print(ledgers.length === 0 ? noLedgerText(directory) : text, ports.stdout);
  }
  if (ledgers.some((ledger) => 'problem' in ledger)) ports.exit(EXIT.stopped);
};

/** `mp2fb ledger prune`. Throws UsageError. */
export const pruneLedgers = async (
  flags: LedgerFlags & { readonly olderThan: number },
  ports: Ports,
): Promise<void> => {
  const directory = await directoryOf(flags, ports);
  const forgotten = await prune(directory, claimantOf(ports), ports.clock.now() - flags.olderThan);
  await print(textOf(forgotten, directory), ports.stdout);
};

const forgetFile = async (input: string, flags: ForgetFlags, ports: Ports): Promise<void> => {
  const reading = await readOptionsOf(flags, ports);
  const place = await placeOf(flags, ports);
  const stdout = new OutputStream(ports.stdout);
  const unread: InputError[] = [];
  for (const found of await findInputs([input], ports.cwd, ports.env, ports.signal)) {
    if (ports.signal.aborted) break;
    const path = (await inputIdentityOf(found))?.path;
    if (path === undefined) throw new UsageError('--input: give a file, or a folder of files');
    await stdout.write(`${printable(found.path)}\n`);
    const fingerprints = (): AsyncIterable<Uint8Array> => readable(fingerprintsIn(found, reading), unread);
    const forgotten = await forgetInput(place, claimantOf(ports), { path, fingerprints });
    await stdout.write(textOf(forgotten, place.directory));
  }
  await ensurePrinted(stdout);
  if (ports.signal.aborted) ports.exit(exitCodeOfSignal(ports.signal));
  else throwUnread(unread);
};

const forgetTime = async (since: Instant, flags: ForgetFlags, ports: Ports): Promise<void> => {
  const place = await placeOf(flags, ports);
  const forgotten = await forgetSince(place, claimantOf(ports), since(ports.clock.now()));
  await print(textOf(forgotten, place.directory), ports.stdout);
};

/** Removes rejects of files that no longer exist and that no run will read again, in the ledgers of shards too. */
const forgetRejectsOf = async (file: string, flags: ForgetFlags, ports: Ports): Promise<void> => {
  const { directory, id = null } = await placeOf(flags, ports);
  const below = file.endsWith('/') ? file : `${file}/`;
  const isOf = (path: string): boolean => path === file || path.startsWith(below);
  const forgotten: ForgottenRejects[] = [];
  for (const one of withShardFolders(directory))
    forgotten.push(...(await forgetRejects({ directory: one, id }, claimantOf(ports), isOf)));
  const some = forgotten.filter(({ rejects }) => rejects > 0);
  if (some.length === 0)
    throw new UsageError(`no open reject comes from ${file}: give a file or folder as mp2fb ledger rejects prints it`);
  const lines = some.map(
    ({ destination, rejects }) => `${named(destination)}: forgot ${formatNumbered(rejects, 'open reject')}\n`,
  );
  await print(lines.join(''), ports.stdout);
};

/** `mp2fb ledger forget`. Throws UsageError, InputError. */
export const forgetEntries = async (flags: ForgetFlags, ports: Ports): Promise<void> => {
  const { input, rejects, since } = flags;
  if ([input, rejects, since].filter((one) => one !== undefined).length !== 1)
    throw new UsageError('give one of --input FILE, --since TIME and --rejects FILE');
  if (input !== undefined) await forgetFile(input, flags, ports);
  else if (rejects !== undefined) await forgetRejectsOf(rejects, flags, ports);
  else if (since !== undefined) await forgetTime(since, flags, ports);
};

/** `mp2fb ledger mark-sent`: for held-back events that Facebook has received, in the ledgers of shards too. */
export const markHeldSent = async (flags: DestinationFlags, ports: Ports): Promise<void> => {
  const { directory, id = null } = await placeOf(flags, ports);
  const beforeMs = ports.clock.now() - DEDUPLICATION_WINDOW_MS;
  const marked: MarkedSent[] = [];
  for (const one of withShardFolders(directory))
    marked.push(...(await markSent({ directory: one, id }, claimantOf(ports), beforeMs)));
  const lines = marked.map(
    ({ destination, events }) => `${named(destination)}: marked ${formatNumbered(events, 'event')} as sent\n`,
  );
  await print(marked.length === 0 ? noLedgerText(directory) : lines.join(''), ports.stdout);
};

/** `mp2fb ledger export`. */
export const exportLedgers = async (flags: LedgerFlags, ports: Ports): Promise<void> => {
  const directory = await directoryOf(flags, ports);
  // stdout contains only data.
  if ((await destinationsIn(directory)).length === 0) ports.stderr.write(noLedgerText(directory));
  await writeNdjson(exportLedger(directory), ports.stdout);
};

const lineOf = ({ since, reason, origin, destination }: ListedReject): string =>
  `${since.slice(0, 'yyyy-mm-dd'.length)}  ${destination}  ${reason}  ${origin}\n`;

/** `mp2fb ledger rejects`: rejects that were neither fixed nor removed from their file. */
export const listRejects = async (flags: LedgerFlags & { readonly json?: true }, ports: Ports): Promise<void> => {
  const directory = await directoryOf(flags, ports);
  const rejects = await openRejects(directory);
  if (flags.json === true) {
    await writeNdjson(rejects, ports.stdout);
    return;
  }
  const stdout = new OutputStream(ports.stdout);
  for (const reject of rejects) if (!(await stdout.write(lineOf(reject)))) return;
  const { length } = rejects;
  const isThere = length > 0 || shardFolders(directory).length > 0 || (await destinationsIn(directory)).length > 0;
  const equal = length === 0 ? '' : '; equal ones are listed once';
  await stdout.write(isThere ? `${formatNumbered(length, 'open reject')}${equal}\n` : noLedgerText(directory));
  await ensurePrinted(stdout);
};
