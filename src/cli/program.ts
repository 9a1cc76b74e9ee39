import { Command, CommanderError } from 'commander';
import type { Ports } from './ports.js';
import { ledgerCommand } from './ledger.js';
import { reportCommand } from './report.js';
import { sampleCommand } from './sample.js';
import { sandboxCommand } from './sandbox.js';
import { settingsCommand } from './settings.js';
import { uploadCommand } from './upload.js';

const USAGE = 2;

const EXIT_CODES = `
Exit codes:
  0    everything sent, already sent, or skipped
  1    a bug of this program
  2    usage or settings
  3    finished, but some records or events were rejected or held back
  4    Facebook stopped the run: token, permission, policy, retries spent
  5    another run holds the ledger
  6    an input could not be read
  130, 143  stopped by SIGINT, SIGTERM, after what was in flight was settled and recorded`;

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
    .addHelpText('after', EXIT_CODES);
  const commands = [uploadCommand, sandboxCommand, sampleCommand, reportCommand, ledgerCommand, settingsCommand];
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
