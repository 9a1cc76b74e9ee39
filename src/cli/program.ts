// The program of all commands: loads the one that was typed. Help texts are in help.ts, exit codes in model/exit-
// code.ts.

import { Command, CommanderError } from 'commander';
import { EXIT, EXIT_CODES } from '../model/exit-code.js';
import { printableMessage } from '../lib/printable.js';
import { ensurePrinted, OutputStream } from '../lib/output-stream.js';
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

/** process.argv begins with the runtime and the script. */
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

/** Sub-commands that are created separately do not inherit the help, output and exit settings of the program. */
const inherit = (parent: Command, child: Command, route: string): void => {
  child.copyInheritedSettings(parent);
  child.showHelpAfterError(`(${route} --help lists its ${child.commands.length > 0 ? 'commands' : 'options'})`);
  if (child.commands.length > 0) child.helpCommand('help [command]', 'show help for a command');
  child.commands.forEach((grandchild) => inherit(child, grandchild, `${route} ${grandchild.name()}`));
};

/** The message without the text after a `=`, because the value of an unknown option may be a token. */
const withoutValues = (message: string, typed: readonly string[]): string =>
  typed
    .filter((word) => word.startsWith('-') && word.includes('='))
    .reduce((text, word) => text.replaceAll(word, () => word.slice(0, word.indexOf('='))), message);

/** How the command line is built. */
interface ProgramOptions {
  /** The name of the one command to build; absent: all commands. */
  readonly only?: string | undefined;
  /** Help shows every option. */
  readonly helpAll?: boolean;
  /** The words of the command line, from which messages that quote one remove control characters. */
  readonly typed?: readonly string[];
}

/** The command line: every command with its flags and help, or only the named one. */
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
      // Prefix each line with the program's name, because several programs may write to one log.
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

/** Treat `help ledger prune` like `ledger prune --help`: commander's own help command supports one level only. */
const helpAsFlag = (args: readonly string[]): readonly string[] =>
  (args[0] === 'help' ? [...args.slice(1), '--help'] : args).map((word) => (word === HELP_ALL ? '--help' : word));

/** `help` and flags are handled by commander itself. */
const isNoCommand = (word: string | undefined): boolean =>
  word !== undefined && !word.startsWith('-') && word !== 'help' && !Object.hasOwn(COMMANDS, word);

/** Runs one command line. Invalid usage exits with 2, help and version with 0; the caller handles all other errors. */
export const runProgram = async (ports: Ports, argv: readonly string[]): Promise<void> => {
  const stdout = new OutputStream(ports.stdout);
  try {
    const typed = argv.slice(FIRST_ARGUMENT);
    const args = helpAsFlag(typed);
    const program = programFor(ports, { only: args[0], helpAll: typed.includes(HELP_ALL), typed });
    const unknown = unknownWord(args[0]);
    if (unknown !== null) program.error(unknown);
    // With a help flag, commander ignores an unknown command.
    await program.parseAsync(isNoCommand(args[0]) ? args.slice(0, 1) : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    ports.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    await ensurePrinted(stdout);
  }
};
