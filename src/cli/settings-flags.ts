import { Option, type Command } from 'commander';
import { SETTINGS_HEADING } from './help.js';
import { collect } from './values.js';
import { flagNote } from '../settings/table/setting.js';
import { DEFAULT_CONFIG_FILE, SETTINGS, type Setting } from '../settings/table/table.js';

/** A sentence in the style of `--help`: no capital, no full stop. */
const plain = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');

const grouped = (flags: string, help: string): Option => new Option(flags, plain(help)).helpGroup(SETTINGS_HEADING);

const helpOf = ({ help, kind, screenName, default: fallback }: Setting): string => {
  const known = screenName === undefined ? '' : `; mParticle's "${screenName}"`;
  return `${plain(help)}${flagNote({ kind })}${known} (default: ${fallback === '' ? 'none' : fallback})`;
};

const optionsOf = (setting: Setting): readonly Option[] => {
  const { flag, kind, argument } = setting;
  // Secrets have no flags, because process lists show them; `refused` handles attempts to use one.
  if (flag === null) return [];
  const negative = `--no-${flag.slice(2)}`;
  if (kind === 'boolean') return [grouped(flag, helpOf(setting)), grouped(negative, `Turn ${flag} off.`)];
  const option = grouped(`${flag} <${argument ?? 'value'}>`, helpOf(setting));
  if (kind === 'list' || kind === 'map') option.argParser(collect);
  return kind === 'optional-path' ? [option, grouped(negative, setting.without ?? `Do without ${flag}.`)] : [option];
};

/** Accepts `--access-token` and the like only to explain why there is no such flag. The value is discarded at once. */
const refused = ({ name }: Setting): Option =>
  new Option(`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} [text]`)
    .hideHelp()
    .argParser(() => true);

/** Adds the flag of every setting, and those that choose where settings come from. */
export const addSettingsFlags = (command: Command): Command => {
  const options = [
    grouped(
      '--config <file>',
      `Settings file (default: ${DEFAULT_CONFIG_FILE} in the working folder, if there is one)`,
    ),
    grouped('--connection <name>', 'Use what the settings file says under connections.<name> (default: none)'),
    grouped(
      '--env-file <file>',
      'File with environment variables; the real environment takes precedence (default: none)',
    ),
    ...SETTINGS.flatMap(optionsOf),
    ...SETTINGS.filter(({ kind }) => kind === 'secret').map(refused),
  ];
  options.forEach((option) => command.addOption(option));
  return command;
};
