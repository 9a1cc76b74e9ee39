import { Command } from 'commander';
import type { ExplainFlags } from '../commands/explain/found-events.js';
import type { Ports } from '../commands/ports.js';
import { showInHelp } from './help.js';
import { addReadingFlags } from './reading-flags.js';
import { addSettingsFlags } from './settings-flags.js';
import { instant } from './values.js';

const NOTES = `
The output contains PERSONAL DATA from the export in clear text: names, addresses, ids. It is written to stdout only,
never to a log or report. Be careful where you redirect it. No token is needed, and nothing is sent. For CSV rows, the
paths are those of the batch that the rows became.

Examples:
  mp2fb explain export.ndjson:12            every event of the batch on line 12
  mp2fb explain export.ndjson:12:0          its first event
  mp2fb explain rejects.ndjson:3            why that event was rejected, and how far it got
  mp2fb explain --order POS-1001 export/    the events of one sale, in any file
  mp2fb explain --identity - export/        the events of one person; the e-mail or id is read from stdin`;

/** `mp2fb explain FILE:LINE[:EVENT]`: how one event was mapped. */
export const explainCommand = (ports: Ports): Command => {
  const command = new Command('explain')
    .description('Show how each field of an event was made. PRINTS PERSONAL DATA, to stdout only.')
    .argument(
      '<place...>',
      'FILE:LINE or FILE:LINE:EVENT as in messages; with --order or --identity: files, folders, globs',
    )
    .option('--order <id>', 'explain every event with this transaction id instead (default: none)')
    .option(
      '--identity <file>',
      'explain every event of the person whose identity is in this file, or on stdin (-) (default: none)',
    )
    .option('--json', 'print as JSON (default: off)')
    .option('--as-of <time>', 'use this as the current time (default: now)', instant)
    .addHelpText('after', NOTES);
  addReadingFlags(command);
  addSettingsFlags(command);
  showInHelp(command, {
    'Options:': ['--order', '--identity', '--json', '--as-of', '--config', '--connection', '--api'],
    'Inputs:': ['--format', '--csv-manifest'],
  });
  return command.action(async (args: readonly string[], flags: ExplainFlags) => {
    const { explain } = await import('../commands/index.js');
    await explain(args, flags, ports);
  });
};
