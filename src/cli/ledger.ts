import { platform } from 'node:os';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../lib/errors.js';
import { parseDurationMs, parseInstantMs } from '../lib/instant.js';
import { ensurePrinted, print } from '../lib/print.js';
import { Sink } from '../lib/sink.js';
import { defaultLedgerDirectory } from '../lib/state-directory.js';
import type { Claimant } from '../ledger/hold.js';
import type { Forgotten, LedgerPlace } from '../ledger/forget.js';
import type { DeliverySettings } from '../model/settings.js';
import type { Ports } from './ports.js';
import { addReadingFlags, type ReadingFlags } from './reading-flags.js';

interface LedgerFlags {
  readonly ledger?: string;
  readonly config?: string;
  readonly connection?: string;
}

interface ForgetFlags extends LedgerFlags, ReadingFlags {
  readonly destination?: string;
  readonly input?: string;
  readonly since?: string;
}

const deliveryOf = async ({ config, connection }: LedgerFlags, ports: Ports): Promise<DeliverySettings> => {
  const { cwd, env, homeDirectory } = ports;
  const { loadSettings } = await import('../settings/load.js');
  return (await loadSettings({ flags: { config, connection }, env, cwd, homeDirectory })).settings.delivery;
};

/** The flag's folder, else the one that an upload with the same settings would use. */
const directoryOf = async (flags: LedgerFlags, ports: Ports): Promise<string> => {
  const { cwd, env, homeDirectory } = ports;
  if (flags.ledger !== undefined) return resolve(cwd, flags.ledger);
  return (await deliveryOf(flags, ports)).ledger ?? defaultLedgerDirectory(env, homeDirectory, platform());
};

/**
 * The one ledger that is meant: what is forgotten goes out once more, so that of several none is taken by guessing.
 * Throws UsageError.
 */
const placeOf = async (flags: ForgetFlags, ports: Ports): Promise<LedgerPlace> => {
  const directory = await directoryOf(flags, ports);
  const { destinationsIn } = await import('../ledger/folders.js');
  const ids = [...new Set((await destinationsIn(directory)).map(({ id }) => id))];
  const id =
    flags.destination ?? (flags.connection === undefined ? null : (await deliveryOf(flags, ports)).destinationId);
  if (id !== null && ids.length > 0 && !ids.includes(id))
    throw new UsageError(`nothing is remembered of ${id} in ${directory}, but of ${ids.join(', ')}`);
  if (id === null && ids.length > 1)
    throw new UsageError(`several destinations are remembered: give one of them as --destination: ${ids.join(', ')}`);
  return { directory, id };
};

const claimantOf = ({ clock, hostname, pid, isAlive }: Ports): Claimant => ({
  runId: 'mp2fb ledger',
  clock,
  host: hostname,
  pid,
  isAlive,
});

const textOf = async (forgotten: readonly Forgotten[], directory: string): Promise<string> => {
  const { forgottenText } = await import('./ledger-text.js');
  return forgotten.length === 0 ? `no ledger in ${directory}\n` : forgottenText(forgotten);
};

const info = async (flags: LedgerFlags & { readonly json?: true }, ports: Ports): Promise<void> => {
  const directory = await directoryOf(flags, ports);
  const [{ ledgerInfo }, { infoText }] = await Promise.all([import('../ledger/info.js'), import('./ledger-text.js')]);
  const ledgers = await ledgerInfo(directory, claimantOf(ports));
  if (flags.json === true) {
    const { writeNdjson } = await import('./ledger-ndjson.js');
    await writeNdjson(ledgers, ports.stdout);
  } else
    await print(ledgers.length === 0 ? `no ledger in ${directory}\n` : ledgers.map(infoText).join('\n'), ports.stdout);
  if (ledgers.some((ledger) => 'problem' in ledger)) ports.exit(4);
};

const prune = async (flags: LedgerFlags & { readonly olderThan: string }, ports: Ports): Promise<void> => {
  const age = parseDurationMs(flags.olderThan);
  if (age === null) throw new UsageError('--older-than: give an age such as 90d, 12w or 36h');
  const directory = await directoryOf(flags, ports);
  const forget = await import('../ledger/forget.js');
  const forgotten = await forget.prune(directory, claimantOf(ports), ports.clock.now() - age);
  await print(await textOf(forgotten, directory), ports.stdout);
};

const forgetFile = async (input: string, flags: ForgetFlags, ports: Ports): Promise<void> => {
  const [{ forgetInput }, { fingerprintsIn }, { findInputs, inputIdentityOf }, { readOptionsOf }] = await Promise.all([
    import('../ledger/forget.js'),
    import('./ledger-input.js'),
    import('../read/inputs.js'),
    import('../reading.js'),
  ]);
  const reading = await readOptionsOf(flags, ports);
  const place = await placeOf(flags, ports);
  const stdout = new Sink(ports.stdout);
  for (const found of await findInputs([input], ports.cwd, ports.env)) {
    const path = (await inputIdentityOf(found))?.path;
    if (path === undefined) throw new UsageError('--input: give a file, or a folder of files');
    await stdout.write(`${found.path}\n`);
    const fingerprints = (): AsyncIterable<Uint8Array> => fingerprintsIn(found, reading);
    const forgotten = await forgetInput(place, claimantOf(ports), { path, fingerprints });
    await stdout.write(await textOf(forgotten, place.directory));
  }
  await ensurePrinted(stdout);
};

const forget = async (flags: ForgetFlags, ports: Ports): Promise<void> => {
  const { input, since } = flags;
  if ((input === undefined) === (since === undefined)) throw new UsageError('give either --input FILE or --since TIME');
  if (input !== undefined) return forgetFile(input, flags, ports);
  const sinceMs = parseInstantMs(since ?? '', ports.clock.now());
  if (sinceMs === null)
    throw new UsageError(
      '--since: give a date (2026-11-20), a time with its zone (2026-11-20T08:00:00Z), or an age (3d)',
    );
  const place = await placeOf(flags, ports);
  const { forgetSince } = await import('../ledger/forget.js');
  const forgotten = await forgetSince(place, claimantOf(ports), sinceMs);
  return print(await textOf(forgotten, place.directory), ports.stdout);
};

const exportAll = async (flags: LedgerFlags, ports: Ports): Promise<void> => {
  const [{ exportLedger }, { writeNdjson }] = await Promise.all([
    import('../ledger/export.js'),
    import('./ledger-ndjson.js'),
  ]);
  await writeNdjson(exportLedger(await directoryOf(flags, ports)), ports.stdout);
};

const NOTES = `
The ledger holds no personal data: of each event 16 bytes of a SHA-256, when it went out, and whether Facebook has it.
Space of forgotten events is used again; the file itself does not shrink.`;

const subcommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option(
      '--ledger <dir>',
      "folder of the ledger (default: the settings' one, or mp2fb in the user's state directory)",
    )
    .option('--config <file>', 'settings file that may name the folder (default: mp2fb.config.json, if there is one)')
    .option('--connection <name>', 'use what the settings file says of this connection (default: none)');

/** `mp2fb ledger`: what was delivered before, and how to forget some of it. */
export const ledgerCommand = (ports: Ports): Command => {
  const command = new Command('ledger').description('Show, prune and forget what the ledger remembers as delivered.');
  command.addCommand(
    subcommand('info', 'Show what the ledger knows of each destination, and who holds it.')
      .option('--json', 'print one JSON object a line (default: off)')
      .action((flags: LedgerFlags & { readonly json?: true }) => info(flags, ports)),
  );
  command.addCommand(
    subcommand('prune', 'Forget what was delivered long ago; an export that brings it again is sent again.')
      .requiredOption('--older-than <age>', 'forget events delivered longer ago than this, such as 90d (required)')
      .action((flags: LedgerFlags & { readonly olderThan: string }) => prune(flags, ports)),
  );
  command.addCommand(
    addReadingFlags(subcommand('forget', 'Forget events, so that the next upload sends them again.'))
      .option(
        '--destination <id>',
        "the dataset or offline event set to forget them of (default: the connection's, or the only one there is)",
      )
      .option('--input <file>', 'forget the events of this file, or of the files in this folder (default: none)')
      .option('--since <time>', 'forget what went out at or after this date, time or age such as 3d (default: none)')
      .action((flags: ForgetFlags) => forget(flags, ports)),
  );
  command.addCommand(
    subcommand('export', 'Print every remembered event as NDJSON: destination, fingerprint, state, time.').action(
      (flags: LedgerFlags) => exportAll(flags, ports),
    ),
  );
  return command.addHelpText('after', NOTES);
};
