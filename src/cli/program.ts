import { Command, CommanderError } from 'commander';
import { EXIT_CODES } from '../model/exit-code.js';
import type { Ports } from './ports.js';
import { checkCommand } from './check.js';
import { explainCommand } from './explain.js';
import { ledgerCommand } from './ledger.js';
import { reportCommand } from './report.js';
import { sampleCommand } from './sample.js';
import { sandboxCommand } from './sandbox.js';
import { settingsCommand } from './settings.js';
import { uploadCommand } from './upload.js';

const USAGE = 2;

const exitCodes = (): string =>
  ['', 'Exit codes:', ...Object.entries(EXIT_CODES).map(([code, meaning]) => `  ${code.padEnd(5)}${meaning}`)].join(
    '\n',
  );

/** Sub-commands made apart inherit nothing by themselves: help, errors and exits must go the program's way too. */
const inherit = (parent: Command, child: Command): void => {
  child.copyInheritedSettings(parent);
  child.commands.forEach((grandchild) => inherit(child, grandchild));
};

/** The whole command line: every command with its flags and help. */
export const programFor = (ports: Ports): Command => {
  const program = new Command('mp2fb')
    .description('Uploads commerce events exported from mParticle to Facebook as offline events.')
    .version(ports.version)
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => ports.stdout.write(text),
      writeErr: (text) => ports.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', exitCodes);
  const commands = [
    uploadCommand,
    checkCommand,
    explainCommand,
    reportCommand,
    ledgerCommand,
    settingsCommand,
    sandboxCommand,
    sampleCommand,
  ];
  for (const command of commands.map((make) => make(ports))) {
    inherit(program, command);
    program.addCommand(command);
  }
  return program;
};

/** Runs one command line; wrong usage ends in exit code 2, help and version in 0. Other errors are the caller's. */
export const runProgram = async (ports: Ports, argv: readonly string[]): Promise<void> => {
  try {
    await programFor(ports).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    ports.exit(error.exitCode === 0 ? 0 : USAGE);
  }
};
