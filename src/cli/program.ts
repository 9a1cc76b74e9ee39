// The program of all commands: loads the one that was typed. Help texts are in help.ts, exit codes in model/exit-
// code.ts.

import { Command, CommanderError } from 'commander';
import { EXIT, EXIT_CODES } from '../model/exit-code.js';
import { printableMessage } from '../lib/printable.js';
import { ensurePrinted, Sink } from '../lib/sink.js';
import { checkCommand } from './check.js';
import { completionCommand } from './completion.js';
import { explainCommand } from './explain.js';
import { helpLayout, unknownWord, versionText } from './help.js';
import { ledgerCommand } from './ledger.js';
import { manifestCommand } from './manifest.js';
import type { Ports } from '../commands/ports.js';
import { qualityCommand } from './quality.js';
import { recipeCommand } from './recipe.js';
import { reportCommand } from './report.js';
import { sampleCommand } from './sample.js';
import { sandboxCommand } from './sandbox.js';
import { settingsCommand } from './settings.js';
import { uploadCommand } from './upload.js';

/** Behind the runtime and the script. */
const FIRST_ARGUMENT = 2;

const COMMANDS: Readonly<Record<string, (ports: Ports) => Command>> = {
  upload: uploadCommand,
  check: checkCommand,
  manifest: manifestCommand,
  explain: explainCommand,
  report: reportCommand,
  quality: qualityCommand,
  ledger: ledgerCommand,
  settings: settingsCommand,
  sandbox: sandboxCommand,
  sample: sampleCommand,
  recipe: recipeCommand,
  completion: (ports) => completionCommand(ports, () => programFor(ports)),
};

const exitCodes = (): string =>
  ['', 'Exit codes:', ...Object.entries(EXIT_CODES).map(([code, meaning]) => `  ${code.padEnd(5)}${meaning}`)].join(
    '\n',
  );

/** Sub-commands made apart inherit nothing by themselves: help, errors and exits must go the program's way too. */
const inherit = (parent: Command, child: Command, route: string): void => {
  child.copyInheritedSettings(parent);
  child.showHelpAfterError(`(${route} --help lists its ${child.commands.length > 0 ? 'commands' : 'options'})`);
  if (child.commands.length > 0) child.helpCommand('help [command]', 'show help for a command');
  child.commands.forEach((grandchild) => inherit(child, grandchild, `${route} ${grandchild.name()}`));
};

/** The message without what was typed after a `=`: the value of an unknown option may be a token. */
const withoutValues = (message: string, typed: readonly string[]): string =>
  typed
    .filter((word) => word.startsWith('-') && word.includes('='))
    .reduce((text, word) => text.replaceAll(word, () => word.slice(0, word.indexOf('='))), message);

/** What is made of the command line. */
interface ProgramOptions {
  /** The one command that is needed; without it, all. */
  readonly only?: string | undefined;
  /** Help shows every option. */
  readonly helpAll?: boolean;
  /** The words of the command line: messages that quote one show no control characters of it. */
  readonly typed?: readonly string[];
}

/** The command line: every command with its flags and help, or the one command alone that is named. */
export const programFor = (ports: Ports, { only, helpAll = false, typed = [] }: ProgramOptions = {}): Command => {
  const program = new Command('mp2fb')
    .description('Upload commerce events exported from mParticle to Facebook as offline events.')
    .version(versionText(ports), '-V, --version', 'print the versions of this program, Node.js and the Graph API')
    .helpOption('-h, --help', 'show help; --help-all shows every option')
    .configureHelp(helpLayout(helpAll))
    .showHelpAfterError('(mp2fb --help lists the commands)')
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => ports.stdout.write(text),
      writeErr: (text) => ports.stderr.write(text),
      // In a log that several programs write, each line of ours has our name.
      outputError: (text, write) =>
        write(printableMessage(withoutValues(text.replace(/^error: /, 'mp2fb: '), typed), typed)),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', exitCodes);
  const wanted = only !== undefined && Object.hasOwn(COMMANDS, only) ? COMMANDS[only] : undefined;
  const makers = wanted === undefined ? Object.values(COMMANDS) : [wanted];
  for (const make of makers) {
    const command = make(ports);
    inherit(program, command, `mp2fb ${command.name()}`);
    program.addCommand(command);
  }
  return program;
};

const HELP_ALL = '--help-all';

/** `help ledger prune` is another way to say `ledger prune --help`; the parser's own knows one level only. */
const helpAsFlag = (args: readonly string[]): readonly string[] =>
  (args[0] === 'help' ? [...args.slice(1), '--help'] : args).map((word) => (word === HELP_ALL ? '--help' : word));

/** `help` and flags are the program's own. */
const isNoCommand = (word: string | undefined): boolean =>
  word !== undefined && !word.startsWith('-') && word !== 'help' && !Object.hasOwn(COMMANDS, word);

/** Runs one command line; wrong usage ends in exit code 2, help and version in 0. Other errors are the caller's. */
export const runProgram = async (ports: Ports, argv: readonly string[]): Promise<void> => {
  const stdout = new Sink(ports.stdout);
  try {
    const typed = argv.slice(FIRST_ARGUMENT);
    const args = helpAsFlag(typed);
    const program = programFor(ports, { only: args[0], helpAll: typed.includes(HELP_ALL), typed });
    const unknown = unknownWord(args[0]);
    if (unknown !== null) program.error(unknown);
    // Next to a help flag, the parser lets an unknown command pass.
    await program.parseAsync(isNoCommand(args[0]) ? args.slice(0, 1) : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    ports.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    await ensurePrinted(stdout);
  }
};
