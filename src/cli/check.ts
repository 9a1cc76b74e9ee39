import { Command, Option } from 'commander';
import type { CheckFlags } from '../commands/check/check.js';
import type { Ports } from '../commands/ports.js';
import { DESTINATION, showInHelp } from './help.js';
import { addReadingFlags } from './reading-flags.js';
import { addSettingsFlags } from './settings-flags.js';
import { wholeNumber } from './values.js';

const NOTES = `
Each check reports ok, a warning or a problem, with what to do about it, or is skipped because something else is missing.
Nothing is sent unless --send-test says so, and nothing is changed.

Exit codes: 0 no problem (there may be warnings); 2 settings; 4 Facebook, token, destination, ledger; 6 inputs.

Examples:
  mp2fb check                                      settings, token, destination, ledger
  mp2fb check export/                              also checks the first records of the inputs
  mp2fb check export/ --json | jq '.checks[]'      the result for programs
  mp2fb check export/ --send-test 5 --test-event-code TEST123`;

/** `mp2fb check [INPUT…]`: checks everything that can be checked before anything is sent. */
export const checkCommand = (ports: Ports): Command => {
  const command = new Command('check')
    .description('Check settings, token, destination, ledger and inputs before anything is sent.')
    .argument('[input...]', 'files, folders (recursively), quoted globs, or - for stdin')
    .addOption(
      new Option('--records <n>', 'check this many records of each input')
        .argParser(wholeNumber(1))
        .default(10_000, '10000'),
    )
    .option(
      '--send-test <n>',
      'send this many events marked as test events, which Meta still counts; needs testEventCode (default: none)',
      wholeNumber(1),
    )
    .option(
      '--rejects <file>',
      'rejects file that an upload would write; checks free disk space there (default: this folder)',
    )
    .option('--report <file>', 'report that an upload would write; checks free disk space there (default: this folder)')
    .option('--metrics <file>', 'metrics that an upload would write; checks free disk space there (default: none)')
    .option('--json', 'print the findings as JSON (default: off)')
    .addHelpText('after', NOTES);
  addReadingFlags(command);
  addSettingsFlags(command);
  showInHelp(command, {
    'Options:': ['--records', '--send-test', '--rejects', '--report', '--metrics', '--json'],
    'Destination:': [...DESTINATION, '--test-event-code'],
    'Inputs:': ['--csv-manifest'],
  });
  return command.action(async (inputs: readonly string[], flags: CheckFlags) => {
    const { check } = await import('../commands/index.js');
    await check(inputs, flags, ports);
  });
};
