import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { count, memoryOf, rates, type Goal, type Say } from '../figure.js';
import { compete, fileOf, measure, type Cost } from '../measure.js';
import { writePlainEvents } from '../plain-events.js';
import type { Workbench } from '../workbench.js';

const BATCHES = 200_000;
const PACKAGE = 'facebook-nodejs-business-sdk';
const VERSION = '24.0.1';
const SDK = `Meta's SDK ${VERSION}`;

/** Fetches Meta's SDK for this benchmark alone; null when the registry cannot be reached. */
const fetchSdk = async (folder: string): Promise<string | null> => {
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`];
  try {
    await promisify(execFile)('npm', args, { cwd: folder });
    return join(folder, 'node_modules', PACKAGE);
  } catch {
    return null;
  }
};

const sayRate = (say: Say, what: string, events: number, goal: Goal, sdk: Cost, own: Cost): void =>
  say({
    what: `${what}, ${count(events)} events`,
    comparedWith: SDK,
    value: sdk.seconds / own.seconds,
    goal,
    ...memoryOf(own),
    note: rates(events, own, sdk),
  });

const skip = (say: Say): void =>
  say({ what: 'transform and upload', comparedWith: SDK, value: null, note: 'the registry could not be reached' });

/** Meta's SDK over the same events, already mapped for it, against mp2fb over the batches that they came from. */
export const sdk = async (bench: Workbench, say: Say): Promise<void> => {
  const module = await fetchSdk(bench.folder);
  if (module === null) return skip(say);
  const sample = await bench.sample('sdk.ndjson', { batches: bench.size(BATCHES) });
  const plain = join(bench.folder, 'plain.ndjson');
  const events = await writePlainEvents(sample, plain);
  const run = (job: 'transform' | 'upload', ...url: readonly string[]): Promise<Cost> =>
    measure(fileOf('./sdk-program.mjs'), [job, module, plain, ...url]);

  const transform = await compete({ sdk: () => run('transform'), own: () => bench.dryRun(sample) });
  sayRate(say, 'transform', events, { atLeast: 5 }, transform.sdk, transform.own);

  const upload = await bench.withSink(0, (url) =>
    compete({
      sdk: () => run('upload', url),
      own: () => bench.upload(sample, url, '--no-ledger'),
    }),
  );
  if (upload.own.sent !== events) throw new Error(`${upload.own.sent} events against ${events} of the SDK`);
  sayRate(say, 'upload', events, { atLeast: 4.5 }, upload.sdk, upload.own);
  say({
    what: 'peak memory of that upload',
    comparedWith: SDK,
    value: upload.own.memoryMb / upload.sdk.memoryMb,
    goal: { atMost: 0.25 },
    ...memoryOf(upload.own),
    note: `${upload.own.memoryMb.toFixed(0)} MB against ${upload.sdk.memoryMb.toFixed(0)} MB`,
  });
};
