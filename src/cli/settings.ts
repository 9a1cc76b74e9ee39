import { Command } from 'commander';
import { DEFAULT_CONFIG_FILE } from '../settings/table/table.js';
import type { Ports } from '../commands/ports.js';
import type { SettingsFlags } from '../commands/settings.js';
import { showInHelp } from './help.js';
import { addSettingsFlags } from './settings-flags.js';

const EXAMPLES = `
Examples:
  mp2fb settings                          every setting, its value and its source
  mp2fb settings --connection stores-eu   the same for one connection of the settings file
  mp2fb settings --init                   write ${DEFAULT_CONFIG_FILE}, with every setting explained`;

/** `mp2fb settings`: the effective settings, a file to start from, or the schema for editors. */
export const settingsCommand = (ports: Ports): Command => {
  const command = new Command('settings')
    .description('Show every setting with its value and its source; secrets are shown as ***.')
    .option('--json', 'print as JSON (default: off)')
    .option('--init', `write a settings file to start from: --config, or ${DEFAULT_CONFIG_FILE} (default: off)`)
    .option('--json-schema', 'print the JSON Schema of the settings file, for editors (default: off)')
    .addHelpText('after', EXAMPLES);
  addSettingsFlags(command);
  showInHelp(command, { 'Options:': ['--json', '--init', '--json-schema', '--config', '--connection', '--env-file'] });
  return command.action(async (flags: SettingsFlags) => {
    const { showSettings } = await import('../commands/index.js');
    await showSettings(flags, ports);
  });
};
