// The sandbox command: its flags and help. The simulator itself is in sandbox/.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { Ports } from '../commands/ports.js';
import type { SandboxFlags } from '../commands/sandbox.js';
import type { RefuseRule, ThrottleLimit } from '../sandbox/options.js';
import { share, wholeNumber } from './values.js';

const DEFAULT_PORT = 8787;
const HIGHEST_PORT = 65_535;
/** Longest timer that Node.js knows, in milliseconds. */
const LONGEST_LATENCY_MS = 2 ** 31 - 1;

const limit = (text: string): ThrottleLimit => {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [requests, seconds] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || requests === 0 || seconds === 0)
    throw new InvalidArgumentError('It must be REQUESTS/SECONDS, such as 200/60.');
  return { requests, seconds };
};

const rule = (text: string, earlier: readonly RefuseRule[]): readonly RefuseRule[] => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be FIELD=VALUE, such as order_id=1234.');
  return [...earlier, { field: text.slice(0, at), value: text.slice(at + 1) }];
};

const TOKENS_HELP = `
Any made-up token is accepted, unless --token sets the only valid one. A token that starts with one of these words
behaves like a token in that state: EXPIRED, INVALID, PASSWORD, NOPERMISSION, BLOCKED (refused),
EXPIRING (ends in three days), UNDEBUGGABLE (debug_token is refused), NOREAD (quality cannot be read).

GET /_sandbox/stats returns counts of what arrived, GET /_sandbox/events the latest events.`;

/** The command without its action. */
const flags = (): Command =>
  new Command('sandbox')
    .description(
      'Run a simulator of Facebook on this machine. It validates events as Meta documents them and stores none.',
    )
    .addOption(
      new Option(
        '--host <host>',
        'address to listen on; other machines can connect unless it is a loopback address',
      ).default('127.0.0.1', '127.0.0.1'),
    )
    .option('--port <port>', 'port to listen on; 0: any free one', wholeNumber(0, HIGHEST_PORT), DEFAULT_PORT)
    .option('--token <token>', 'the only (made-up) access token to accept (default: any)')
    .option(
      '--app-secret <secret>',
      'a made-up app secret; every call must then include its appsecret_proof (default: none)',
    )
    .option('--offline-event-set-id <id>', 'id of the offline event set (default: 160000000000016)')
    .option('--dataset-id <id>', 'id of the dataset (default: 260000000000026)')
    .option('--latency <ms>', 'milliseconds before each answer', wholeNumber(0, LONGEST_LATENCY_MS), 0)
    .option('--fail-rate <share>', 'fraction of requests that fail with a server error', share, 0)
    .option('--reset-rate <share>', 'fraction of requests whose connection is closed before processing', share, 0)
    .option('--lose-answer-rate <share>', 'fraction of requests that are processed but not answered', share, 0)
    .option('--throttle-after <n/seconds>', 'requests allowed per number of seconds (default: no limit)', limit)
    .addOption(
      new Option('--refuse <field=value>', 'refuse events with this value, such as order_id=1234; may be repeated')
        .argParser(rule)
        .default([], 'none'),
    )
    .option('--seed <number>', 'the same seed gives the same faults', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--record <file>', 'write the accepted events to this file as NDJSON; replaces it (default: none)')
    .option('--name-index', 'refusals of the Conversions API name the refused event (default: off)')
    .option('--allow-hashed-madid', 'the Conversions API also accepts hashed advertising ids (default: off)')
    .addHelpText('after', TOKENS_HELP);

/** `mp2fb sandbox`: runs until it is stopped. */
export const sandboxCommand = (ports: Ports): Command =>
  flags().action(async (given: SandboxFlags) => {
    const { serveSandbox } = await import('../commands/index.js');
    await serveSandbox(given, ports);
  });
