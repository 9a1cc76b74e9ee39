import { Command, type Option } from 'commander';
import { programFor } from '../../src/cli/program.js';
import { addReadingFlags } from '../../src/cli/reading-flags.js';
import { addSettingsFlags } from '../../src/cli/settings-flags.js';
import { portsOf } from '../support/command.js';

/** A command with the words that lead to it, as `ledger prune`. */
interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

const below = (command: Command, words: readonly string[]): readonly NamedCommand[] =>
  command.commands.flatMap((child) => {
    const name = [...words, child.name()];
    return [{ name: name.join(' '), command: child }, ...below(child, name)];
  });

export const program = programFor(portsOf({ cwd: '/' }).ports);

/** Every command and sub-command, in the order of `--help`. */
export const COMMANDS: readonly NamedCommand[] = below(program, []);

/** The options that `--help` shows. */
export const visibleOptions = (command: Command): readonly Option[] => command.options.filter(({ hidden }) => !hidden);

const flagsOf = (command: Command): ReadonlySet<string> => new Set(visibleOptions(command).map(({ flags }) => flags));

/** Flags that several commands share, by their text. */
export const READING_FLAGS = flagsOf(addReadingFlags(new Command()));
export const SETTINGS_FLAGS = flagsOf(addSettingsFlags(new Command()));

const DEFAULT_IN_TEXT = /^([^]*) \((default: [^]*|required)\)$/;

/** What an option does and what it is without being given; null: its help does not say. */
export const helpOf = (option: Option): { readonly text: string; readonly fallback: string | null } => {
  const [, text, inText] = DEFAULT_IN_TEXT.exec(option.description) ?? [];
  if (text !== undefined) return { text, fallback: inText.replace('default: ', '') };
  const { description, defaultValue, defaultValueDescription } = option;
  if (defaultValue === undefined) return { text: description, fallback: option.negate ? '' : null };
  return { text: description, fallback: defaultValueDescription ?? String(defaultValue) };
};
