import { Command, Option } from 'commander';
import type { ReportOptions } from '../commands/report.js';
import type { Ports } from '../commands/ports.js';
import { collect } from './values.js';

/** `mp2fb report FILE…`: shows, merges and renders saved reports; its exit code serves monitoring. */
export const reportCommand = (ports: Ports): Command =>
  new Command('report')
    .summary('Show, merge and render saved reports.')
    .description(
      'Show what "mp2fb upload --report FILE" saved. Several reports (runs, shards) are merged: counts are added up (a reject that several runs found counts once), the worst exit code is kept (of several attempts at one upload: the last one), and each run has a line.',
    )
    .argument('<file...>', 'saved reports; - reads one from stdin')
    .option('--html <file>', 'also write the report as one self-contained web page (default: none)')
    .option('--json', 'print the report, merged, as JSON instead of the summary (default: off)')
    .addOption(
      new Option('--fail-on <expr>', 'exit with code 3 if this is true, e.g. rejects>1% or unsent>0; may be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .addHelpText(
      'after',
      `
Names for --fail-on: read, sent, previewed, alreadySent, skipped, rejects (events and malformed records), known (rejects
of earlier runs), new (other rejects), expected (events missing from those that expectEvents requires), malformed,
unsent, warnings, weak (events without a strong match key), retries, seconds, throttledSeconds, exitCode, missingShards.

Exit codes: 0 shown; 2 wrong usage; 3 a --fail-on condition is true; 6 a file could not be read, or is not a report.`,
    )
    .action(async (files: string[], options: ReportOptions) => {
      const { showReports } = await import('../commands/index.js');
      await showReports(files, options, ports);
    });
