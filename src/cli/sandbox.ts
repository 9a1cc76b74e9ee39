import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { SandboxOptions } from '../sandbox/options.js';
import type { Sandbox } from '../sandbox/server.js';
import type { SandboxStats } from '../sandbox/stats.js';
import { UsageError } from '../lib/errors.js';
import { cannotWrite } from '../lib/file-faults.js';
import type { Ports } from './ports.js';

interface SandboxFlags {
  readonly host: string;
  readonly port: number;
  readonly token?: string;
  readonly appSecret?: string;
  readonly offlineEventSetId?: string;
  readonly datasetId?: string;
  readonly latency: number;
  readonly failRate: number;
  readonly resetRate: number;
  readonly loseAnswerRate: number;
  readonly throttleAfter?: Limit;
  readonly refuse: readonly Rule[];
  readonly seed: number;
  readonly record?: string;
  readonly nameIndex?: true;
  readonly allowHashedMadid?: true;
}

interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

interface Rule {
  readonly field: string;
  readonly value: string;
}

const DEFAULT_PORT = 8787;
const HIGHEST_PORT = 65_535;
/** Longest timer that Node.js knows, in milliseconds. */
const LONGEST_LATENCY_MS = 2 ** 31 - 1;

const wholeNumber =
  (highest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > highest)
      throw new InvalidArgumentError(`It must be a whole number from 0 to ${highest}.`);
    return value;
  };

const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a share from 0 to 1.');
  return value;
};

const limit = (text: string): Limit => {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [requests, seconds] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || requests === 0 || seconds === 0)
    throw new InvalidArgumentError('It must be REQUESTS/SECONDS, such as 200/60.');
  return { requests, seconds };
};

const rule = (text: string, earlier: readonly Rule[]): readonly Rule[] => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be FIELD=VALUE, such as order_id=1234.');
  return [...earlier, { field: text.slice(0, at), value: text.slice(at + 1) }];
};

const TOKENS_HELP = `
Any made-up token is accepted, unless --token names the one. Tokens that start with one of these words
behave like a token in that state: EXPIRED, INVALID, PASSWORD, NOPERMISSION, BLOCKED (refused),
EXPIRING (ends in three days), UNDEBUGGABLE (debug_token gives no answer).

GET /_sandbox/stats shows what arrived in numbers, GET /_sandbox/events the last events themselves.`;

/** The command without what it does. */
const flags = (): Command =>
  new Command('sandbox')
    .description('Run a stand-in for Facebook on this machine: it checks events as Meta documents, and keeps none.')
    .addOption(
      new Option('--host <host>', 'address to listen on; anything but loopback lets other machines send').default(
        '127.0.0.1',
        '127.0.0.1',
      ),
    )
    .option('--port <port>', 'port to listen on; 0: any free one', wholeNumber(HIGHEST_PORT), DEFAULT_PORT)
    .option('--token <token>', 'the one (made-up) access token to accept (default: any)')
    .option(
      '--app-secret <secret>',
      'a made-up app secret; every call must then carry its appsecret_proof (default: none)',
    )
    .option('--offline-event-set-id <id>', 'id of the offline event set (default: 160000000000016)')
    .option('--dataset-id <id>', 'id of the dataset (default: 260000000000026)')
    .option('--latency <ms>', 'milliseconds before each answer', wholeNumber(LONGEST_LATENCY_MS), 0)
    .option('--fail-rate <share>', 'share of requests that fail with a server error', share, 0)
    .option('--reset-rate <share>', 'share of requests whose connection is cut before anything is processed', share, 0)
    .option('--lose-answer-rate <share>', 'share of requests that are processed but never answered', share, 0)
    .option('--throttle-after <n/seconds>', 'requests that pass in so many seconds (default: no limit)', limit)
    .addOption(
      new Option('--refuse <field=value>', 'refuse events with this value, such as order_id=1234; may be repeated')
        .argParser(rule)
        .default([], 'none'),
    )
    .option('--seed <number>', 'the same seed gives the same faults', wholeNumber(2 ** 32 - 1), 1)
    .option('--record <file>', 'write the accepted events there as NDJSON, anew (default: none)')
    .option('--name-index', 'refusals of the Conversions API say which event they mean (default: off)')
    .option('--allow-hashed-madid', 'the Conversions API takes hashed advertising ids too (default: off)')
    .addHelpText('after', TOKENS_HELP);

/** The accepted events on their way to a file. */
interface RecordFile {
  /** Writes one event; the promise, if there is one, says that there is room for more. */
  readonly write: (event: unknown) => Promise<unknown> | null;
  readonly end: () => void;
  /** All of it is on disk. */
  readonly done: Promise<void>;
}

const openRecord = async (path: string): Promise<RecordFile> => {
  const { default: ndjson } = await import('ndjson');
  const events = ndjson.stringify();
  const file = createWriteStream(path, { mode: 0o600 });
  try {
    await once(file, 'open');
  } catch (error) {
    throw cannotWrite('--record', path, error);
  }
  const done = pipeline(events, file).catch((error: unknown) => {
    throw cannotWrite('--record', path, error);
  });
  // It is awaited at the end; until then a failure must not count as one that nobody looks at.
  done.catch(() => undefined);
  return {
    write: (event) => (events.write(event) ? null : once(events, 'drain')),
    end: () => events.end(),
    done,
  };
};

const greeting = (sandbox: Sandbox, appSecret: string | undefined): string => {
  const secret = appSecret === undefined ? '' : `MP2FB_APP_SECRET=${appSecret} `;
  return `Stand-in for Facebook, listening on ${sandbox.url}
  dataset id            ${sandbox.datasetId}
  offline event set id  ${sandbox.offlineEventSetId}
  access token          ${sandbox.accessToken}

Try it in another terminal:
  ${secret}MP2FB_ACCESS_TOKEN=${sandbox.accessToken} mp2fb upload --base-url ${sandbox.url} --dataset-id ${sandbox.datasetId} INPUT

Ctrl+C stops it.
`;
};

const farewell = ({ requests, events }: SandboxStats): string =>
  `${requests.received} requests: ${requests.accepted} accepted, ${requests.refused} refused, ` +
  `${requests.throttled} throttled, ${requests.failed} failed, ${requests.reset} reset, ` +
  `${requests.answersLost} answers lost, ${requests.aborted} aborted by the caller\n` +
  `${events.received} events: ${events.kept} kept, ${events.duplicates} duplicates; ` +
  `${events.inRefusedRequests} in refused requests\n`;

const EXPOSED = 'Warning: other machines can reach this sandbox, and read the events that it has accepted.\n';

const listenError = (error: unknown, { host, port }: SandboxFlags): UsageError =>
  new UsageError(
    `The sandbox cannot listen on ${host}, port ${port} (${error instanceof Error ? error.message : 'unknown'}). ` +
      'Choose another one with --port (0: any free one) or --host.',
  );

const until = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

const faultsOf = (given: SandboxFlags): SandboxOptions['faults'] => ({
  latencyMs: given.latency,
  failRate: given.failRate,
  resetRate: given.resetRate,
  loseAnswerRate: given.loseAnswerRate,
  throttleAfter: given.throttleAfter,
  refuse: given.refuse,
});

const start = async (given: SandboxFlags, ports: Ports, record: RecordFile | null): Promise<Sandbox> => {
  const { startSandbox } = await import('../sandbox/server.js');
  const { host, port, seed, appSecret, offlineEventSetId, datasetId, nameIndex, allowHashedMadid } = given;
  const ids = { offlineEventSetId, datasetId };
  const secrets = { expectedToken: given.token, appSecret };
  const rules = { nameIndex, allowHashedMadid, faults: faultsOf(given), seed };
  try {
    return await startSandbox({ host, port, clock: ports.clock, ...ids, ...secrets, ...rules, record: record?.write });
  } catch (error) {
    record?.end();
    throw listenError(error, given);
  }
};

const serve = async (given: SandboxFlags, ports: Ports): Promise<void> => {
  const { isLoopback } = await import('../sandbox/server.js');
  const record = given.record === undefined ? null : await openRecord(resolve(ports.cwd, given.record));
  const sandbox = await start(given, ports, record);
  if (!isLoopback(given.host)) ports.stderr.write(EXPOSED);
  ports.stderr.write(greeting(sandbox, given.appSecret));
  try {
    await Promise.race([until(ports.signal), ...(record === null ? [] : [record.done])]);
  } finally {
    await sandbox.close();
  }
  record?.end();
  await record?.done;
  ports.stderr.write(farewell(sandbox.stats()));
  ports.exit(0);
};

/** `mp2fb sandbox`: runs until it is stopped. */
export const sandboxCommand = (ports: Ports): Command =>
  flags().action(async (given: SandboxFlags) => serve(given, ports));
