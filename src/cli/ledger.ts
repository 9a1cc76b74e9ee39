// The ledger commands: their flags and help. What they do is in commands/ledger.

import { Command } from 'commander';
import type { DestinationFlags, ForgetFlags, LedgerFlags } from '../commands/ledger/ledger.js';
import type { Ports } from '../commands/ports.js';
import { addReadingFlags } from './reading-flags.js';
import { age, instant } from './values.js';

const work = () => import('../commands/index.js');

const NOTES = `
The ledger contains no personal data: per event 16 bytes of a SHA-256, when it was sent, and whether Facebook has it.
The space of forgotten events is reused; the file itself does not shrink.`;

const subcommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option(
      '--ledger <dir>',
      "folder of the ledger (default: as in the settings, or mp2fb in the user's state directory)",
    )
    .option('--config <file>', 'settings file that may name the folder (default: mp2fb.config.json, if there is one)')
    .option('--connection <name>', 'use what the settings file says of this connection (default: none)');

const DESTINATION = [
  '--destination <id>',
  "dataset or offline event set to act on (default: the connection's, or the only one there is)",
] as const;

const forgetCommand = (ports: Ports): Command =>
  addReadingFlags(
    subcommand(
      'forget',
      'Delete entries, so that the next upload sends these events again, or counts these rejects as new.',
    ),
  )
    .option(...DESTINATION)
    .option('--input <file>', 'forget the events of this file or folder (default: none)')
    .option(
      '--since <time>',
      'forget events sent at or after this date, time or age such as 3d (default: none)',
      instant,
    )
    .option(
      '--rejects <file>',
      'forget the open rejects of this file or folder, as "ledger rejects" prints it; for files that no longer exist (default: none)',
    )
    .action(async (flags: ForgetFlags) => (await work()).forgetEntries(flags, ports));

/** `mp2fb ledger`: what was delivered before, and how to forget some of it. */
export const ledgerCommand = (ports: Ports): Command => {
  const command = new Command('ledger').description('Show, prune and forget the deliveries in the ledger.');
  command.addCommand(
    subcommand('info', 'Show the number of events per destination, and which process has the lock.')
      .option('--json', 'print one JSON object per line (default: off)')
      .action(async (flags: LedgerFlags & { readonly json?: true }) => (await work()).showLedgers(flags, ports)),
  );
  command.addCommand(
    subcommand('prune', 'Delete old entries. If an old export is uploaded again afterwards, its events are sent again.')
      .requiredOption('--older-than <age>', 'forget events delivered longer ago than this, such as 90d (required)', age)
      .action(async (flags: LedgerFlags & { readonly olderThan: number }) => (await work()).pruneLedgers(flags, ports)),
  );
  command.addCommand(forgetCommand(ports));
  command.addCommand(
    subcommand(
      'mark-sent',
      'Mark held-back events (delivery status unknown for more than 7 days) as sent: use it if Events Manager shows that Facebook has them.',
    )
      .option(...DESTINATION)
      .action(async (flags: DestinationFlags) => (await work()).markHeldSent(flags, ports)),
  );
  command.addCommand(
    subcommand('rejects', 'List the open rejects: since when, destination, reason, origin.')
      .option('--json', 'print one JSON object per line (default: off)')
      .action(async (flags: LedgerFlags & { readonly json?: true }) => (await work()).listRejects(flags, ports)),
  );
  command.addCommand(
    subcommand('export', 'Print every entry as NDJSON: destination, fingerprint, state, time.').action(
      async (flags: LedgerFlags) => (await work()).exportLedgers(flags, ports),
    ),
  );
  return command.addHelpText('after', NOTES);
};
