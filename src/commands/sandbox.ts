// `mp2fb sandbox`: starts the simulator and prints what arrives. The simulator is in sandbox/.

import { formatCount, formatNumbered } from '../lib/format.js';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SandboxFaults, SandboxSettings, ThrottleLimit } from '../sandbox/options.js';
import { startSandbox, type Sandbox } from '../sandbox/http/server.js';
import type { SandboxStats } from '../sandbox/stats.js';
import { UsageError } from '../lib/errors.js';
import { isLoopback } from '../lib/loopback.js';
import { cannotWrite } from '../lib/file-errors.js';
import { EXIT } from '../model/exit-code.js';
import type { Ports } from './ports.js';

/** Flags of `mp2fb sandbox`. */
export interface SandboxFlags
  extends
    Pick<SandboxSettings, 'host' | 'port' | 'seed'>,
    Pick<SandboxFaults, 'failRate' | 'resetRate' | 'loseAnswerRate' | 'refuse'> {
  readonly token?: string;
  readonly appSecret?: string;
  readonly offlineEventSetId?: string;
  readonly datasetId?: string;
  readonly latency: number;
  readonly throttleAfter?: ThrottleLimit;
  readonly record?: string;
  readonly nameIndex?: true;
  readonly allowHashedMadid?: true;
}

interface RecordFile {
  /** Writes one event; a returned promise resolves when more can be written. */
  readonly write: (event: unknown) => Promise<unknown> | null;
  readonly end: () => void;
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
  // Awaited at the end; this avoids an unhandled rejection before that.
  done.catch(() => undefined);
  return {
    write: (event) => (events.write(event) ? null : once(events, 'drain')),
    end: () => events.end(),
    done,
  };
};

const greeting = (sandbox: Sandbox, appSecret: string | undefined): string => {
  const secret = appSecret === undefined ? '' : `MP2FB_APP_SECRET=${appSecret} `;
  return `Simulator of Facebook, listening on ${sandbox.url}
  dataset id            ${sandbox.datasetId}
  offline event set id  ${sandbox.offlineEventSetId}
  access token          ${sandbox.accessToken}

Try it in another terminal:
  ${secret}MP2FB_ACCESS_TOKEN=${sandbox.accessToken} mp2fb upload --base-url ${sandbox.url} --dataset-id ${sandbox.datasetId} INPUT

Ctrl+C stops it.
`;
};

const farewell = ({ requests, events }: SandboxStats): string =>
  `${formatNumbered(requests.received, 'request')}: ${formatCount(requests.accepted)} accepted, ${formatCount(requests.refused)} refused, ` +
  `${formatCount(requests.throttled)} throttled, ${formatCount(requests.failed)} failed, ${formatCount(requests.reset)} reset, ` +
  `${formatNumbered(requests.answersLost, 'answer')} lost, ${formatCount(requests.aborted)} aborted by the caller\n` +
  `${formatNumbered(events.received, 'event')}: ${formatCount(events.kept)} kept, ${formatNumbered(events.duplicates, 'duplicate')}; ` +
  `${formatCount(events.inRefusedRequests)} in refused requests\n`;

const EXPOSED = 'Warning: other machines can reach this sandbox, and read the events that it has accepted.\n';

const listenError = (error: unknown, { host, port }: SandboxFlags): UsageError =>
  new UsageError(
    `The sandbox cannot listen on ${host}, port ${port} (${error instanceof Error ? error.message : 'unknown'}). ` +
      'Choose another one with --port (0: any free one) or --host.',
  );

const until = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

const start = async (given: SandboxFlags, ports: Ports, record: RecordFile | null): Promise<Sandbox> => {
  const { host, port, seed, appSecret, offlineEventSetId, datasetId, nameIndex, allowHashedMadid } = given;
  const { latency: latencyMs, failRate, resetRate, loseAnswerRate, throttleAfter, refuse } = given;
  const faults = { latencyMs, failRate, resetRate, loseAnswerRate, throttleAfter, refuse };
  const ids = { offlineEventSetId, datasetId };
  const secrets = { expectedToken: given.token, appSecret };
  const rules = { nameIndex, allowHashedMadid, faults, seed };
  try {
    return await startSandbox({ host, port, clock: ports.clock, ...ids, ...secrets, ...rules, record: record?.write });
  } catch (error) {
    record?.end();
    throw listenError(error, given);
  }
};

/** Runs the simulator until it is stopped. */
export const serveSandbox = async (given: SandboxFlags, ports: Ports): Promise<void> => {
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
  ports.exit(EXIT.done);
};
