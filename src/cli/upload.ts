// The upload command: its flags and help. What an upload does is in commands/upload.

import { Command, Option } from 'commander';
import type { UploadFlags } from '../commands/upload/job.js';
import { DESTINATION, showInHelp } from './help.js';
import { addReadingFlags } from './reading-flags.js';
import { addSettingsFlags } from './settings-flags.js';
import type { Ports } from '../commands/ports.js';
import { instant, wholeNumber } from './values.js';

const MAX_THREADS = 999;

const EXAMPLES = `
Examples:
  mp2fb upload export/ --dry-run | jq .            preview every event, no token needed
  mp2fb upload export/ --dataset-id 123 --access-token-file token.txt --report report.json
  mp2fb upload rejects.ndjson --config mine.json   send fixed events again; dataset and token are in the settings file
  mp2fb upload 's3://bucket/day=2026-11-2?/*.gz' --config mine.json --shard 3/8 --report 'report-{shard}.json'
  mp2fb upload export/ --sandbox                   try the whole upload against the built-in simulator of Facebook`;

/** The options that people set; --help-all shows the others. */
const SHOWN = {
  'What to do:': ['--dry-run', '--sandbox'],
  'Destination:': DESTINATION,
  'Inputs:': ['--since', '--until', '--csv-manifest', '--shard'],
  'Outputs:': ['--report', '--rejects', '--metrics', '--quiet'],
  'Mapping:': ['--default-currency', '--extended-match-keys', '--send-ccpa-limited-data-use'],
  'Delivery:': ['--ledger', '--max-rejects', '--max-wait'],
} as const;

/** `mp2fb upload INPUT…`: the main job. */
export const uploadCommand = (ports: Ports): Command => {
  const command = new Command('upload')
    .description(
      'Send the inputs to Facebook. --dry-run prints the events instead; --sandbox sends them to a local simulator.',
    )
    .argument(
      '<input...>',
      'files, folders (recursively), quoted globs, s3:// gs:// https:// addresses, or - for stdin',
    )
    .option('--dry-run', 'print one event per line on stdout and send nothing (default: off)')
    .addOption(
      new Option('--preview <what>', 'what a dry run prints: events, or request bodies (default: events)').choices([
        'events',
        'requests',
      ]),
    )
    .option('--sandbox', 'send to the built-in simulator of Facebook instead, with a temporary ledger (default: off)')
    .option(
      '--rejects <file>',
      'write rejected events to this file, so that they can be fixed and uploaded again (default: none)',
    )
    .option('--report <file>', 'write the report to this file, as JSON (default: none)')
    .option('--metrics <file>', "write metrics to this file, for node_exporter's textfile collector (default: none)")
    .option('--since <time>', 'skip events before this date, time or age such as 3d (default: none)', instant)
    .option('--until <time>', 'skip events at and after this date, time or age (default: none)', instant)
    .option('--limit <n>', 'send at most this many events (default: all)', wholeNumber(1))
    .option(
      '--threads <n>',
      'worker threads; 0: main thread only (default: one for each core, at most 4)',
      wholeNumber(0, MAX_THREADS),
    )
    .option(
      '--shard <i/n>',
      'process shard i of n, e.g. 3/8; auto or auto/8: taken from the job scheduler (default: all)',
    )
    .addOption(
      new Option(
        '--shard-by <what>',
        'split the work by input name or by line (default: one file by lines, else names)',
      ).choices(['names', 'lines']),
    )
    .option('--as-of <time>', 'use this as the current time, for reproducible runs (default: now)', instant)
    .addOption(
      new Option('--progress <form>', 'form of progress on stderr; json: one object per line')
        .choices(['auto', 'tty', 'plain', 'json', 'none'])
        .default('auto'),
    )
    .option('-q, --quiet', 'print nothing if everything succeeded (default: off)')
    .addHelpText('after', EXAMPLES);
  addReadingFlags(command);
  addSettingsFlags(command);
  showInHelp(command, SHOWN);
  return command.action(async (inputs: readonly string[], flags: UploadFlags) => {
    const { upload } = await import('../commands/upload/upload.js');
    await upload(inputs, flags, ports);
  });
};
