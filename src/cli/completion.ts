// The completion command, and the description of commands, flags and values that its scripts use. The scripts:
// commands/completion.

import { Argument, Command, Option } from 'commander';
import type { CompletionFlags } from '../commands/completion/completion.js';
import type { Completed, CompletedCommand, CompletedFlag } from '../commands/completion/words.js';
import type { Ports } from '../commands/ports.js';
import { oneOf } from './values.js';
import { SETTINGS } from '../settings/table/table.js';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

const NOTES = `
To try it in this shell:
  source <(mp2fb completion bash)                            bash, zsh
  mp2fb completion fish | source                             fish
  mp2fb completion powershell | Out-String | Invoke-Expression`;

const CHOICES: ReadonlyMap<string, readonly string[]> = new Map(
  SETTINGS.flatMap(({ flag, choices }) => (flag === null || choices === undefined ? [] : [[flag, choices] as const])),
);

const FILES = /^(?:file|input|place)$/;
const FOLDERS = /^(?:dir|folder)$/;

/** What can follow a flag or an argument, by its choices and the name of its value. */
const completedBy = (choices: readonly string[] | undefined, flag: string, value: string): Completed => {
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (FILES.test(value)) return { kind: 'file' };
  if (FOLDERS.test(value)) return { kind: 'folder' };
  return { kind: flag === '--connection' ? 'connection' : 'text' };
};

const flagOf = (option: Option): CompletedFlag => {
  const long = option.long ?? '';
  const value = /[<[]([^>\]]*)[>\]]/.exec(option.flags)?.[1];
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    value: value === undefined ? { kind: 'none' } : completedBy(option.argChoices ?? CHOICES.get(long), long, value),
  };
};

const HELP: readonly CompletedFlag[] = [
  { names: ['-h', '--help'], description: 'show help', value: { kind: 'none' } },
  { names: ['--help-all'], description: 'show every option', value: { kind: 'none' } },
];

const argumentOf = ({ registeredArguments: [argument] }: Command): Completed =>
  argument === undefined ? { kind: 'none' } : completedBy(argument.argChoices, '', argument.name());

/** A command and its sub-commands, read from their definitions. */
const completedCommands = (command: Command, route: string): readonly CompletedCommand[] => [
  {
    route,
    flags: [...command.options.filter(({ hidden }) => !hidden).map(flagOf), ...HELP],
    commands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
    argument: argumentOf(command),
  },
  ...command.commands.flatMap((one) => completedCommands(one, `${route} ${one.name()}`.trim())),
];

/** `mp2fb completion SHELL`; `program` builds the whole command line, from which the scripts are generated. */
export const completionCommand = (ports: Ports, program: () => Command): Command =>
  new Command('completion')
    .description('Print the script that completes commands, flags and values in a shell.')
    .addArgument(
      new Argument('[shell]', 'the shell').choices(SHELLS).argParser(oneOf('completion for the shell', SHELLS)),
    )
    .addOption(new Option('--connections', 'print the connection names of the settings file').hideHelp())
    .addOption(new Option('--config <file>', 'settings file for --connections').hideHelp())
    .addHelpText('after', NOTES)
    .action(async (shell: string | undefined, flags: CompletionFlags) => {
      const { printCompletion } = await import('../commands/index.js');
      await printCompletion(shell, flags, () => completedCommands(program(), ''), ports);
    });
