import { Command, Option } from 'commander';
import type { Ports } from '../commands/ports.js';
import type { SampleFlags } from '../commands/sample.js';
import { instant, size, wholeNumber } from './values.js';

const DEFAULT_BATCHES = 5_000;
const MAX_BATCHES = 1e12;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 3_650;
const DEFAULT_SEED = 1;
const HIGHEST_SEED = 2 ** 32 - 1;

const EXAMPLES = `
Examples:
  mp2fb sample --output sample.ndjson            5,000 batches of the last thirty days
  mp2fb sample --size 1GB --output big.csv.gz    a gigabyte of CSV, compressed
  mp2fb sample --bad-records | mp2fb upload - --dry-run

All people in it are made up: addresses end in example.com, example.net or example.org, phone numbers come from the
ranges reserved for fiction. The same seed and the same --as-of give the same sample, byte for byte.`;

/** The command without its action. */
const flags = (): Command =>
  new Command('sample')
    .description('Write a made-up mParticle export for tests.')
    .option('--batches <n>', 'how many batches to make', wholeNumber(1, MAX_BATCHES), DEFAULT_BATCHES)
    .addOption(
      new Option('--size <size>', 'size to make instead, such as 500MB or 1GB before compression (default: none)')
        .argParser(size)
        .conflicts('batches'),
    )
    .addOption(
      new Option(
        '--format <format>',
        'format (default: csv if the file is named .csv or .csv.gz, else ndjson)',
      ).choices(['ndjson', 'csv']),
    )
    .option(
      '-o, --output <file>',
      'write to this file, compressed if the name ends in .gz; replaces it (default: stdout)',
    )
    .option('--as-of <time>', 'every event is before this time (default: now)', instant)
    .option('--days <n>', 'every event is at most this many days older', wholeNumber(1, MAX_DAYS), DEFAULT_DAYS)
    .option('--seed <n>', 'a different seed makes different batches', wholeNumber(0, HIGHEST_SEED), DEFAULT_SEED)
    .option('--bad-records', 'add every kind of bad record, one record in five (default: off)')
    .addHelpText('after', EXAMPLES);

/** `mp2fb sample`: an export of any size, without any real person. */
export const sampleCommand = (ports: Ports): Command =>
  flags().action(async (given: SampleFlags) => {
    const { writeSample } = await import('../commands/index.js');
    await writeSample(given, ports);
  });
