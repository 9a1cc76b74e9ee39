import { Command } from 'commander';
import type { Ports } from '../commands/ports.js';
import type { QualityFlags } from '../commands/quality/quality.js';
import { DESTINATION, showInHelp } from './help.js';
import { addSettingsFlags } from './settings-flags.js';

const EXAMPLES = `
Examples:
  mp2fb quality --connection stores-eu           scores, coverage and advice for the dataset of a connection
  mp2fb quality --run report.json                also compare a saved report with Meta's counts
  mp2fb quality --metrics quality.prom           also write the scores as Prometheus gauges

The token needs ads_read, and ads_management or business_management.
Exit codes: 0 shown; 2 settings; 4 Facebook refuses to answer; 6 the report cannot be read.`;

/** `mp2fb quality`: how Facebook rates the events. */
export const qualityCommand = (ports: Ports): Command => {
  const command = new Command('quality')
    .summary("Show Facebook's quality scores for the dataset, and how to raise them.")
    .description(
      "Show the dataset's quality scores for offline events, match-key coverage and freshness as Meta sees them, with the setting that would raise each.",
    )
    .option('--run <report>', "compare a saved report (or a run, by its id) with Meta's counts (default: none)")
    .option('--json', 'print the result as JSON (default: off)')
    .option('--metrics <file>', 'also write the scores in Prometheus text format (default: none)')
    .addHelpText('after', EXAMPLES);
  addSettingsFlags(command);
  showInHelp(command, { 'Options:': ['--run', '--json', '--metrics'], 'Destination:': DESTINATION });
  return command.action(async (flags: QualityFlags) => {
    const { showQuality } = await import('../commands/index.js');
    await showQuality(flags, ports);
  });
};
