import { count, memoryOf, rates, type Say } from '../figure.js';
import { compete } from '../measure.js';
import type { Workbench } from '../workbench.js';

const BATCHES = 200_000;
const LATENCY_MS = 200;
const CONCURRENCY = 8;
const EVENTS_PER_REQUEST = 1_000;

/** The seconds at full concurrency when only the answers take time. */
const answerSeconds = (events: number): number =>
  (Math.ceil(events / EVENTS_PER_REQUEST / CONCURRENCY) * LATENCY_MS) / 1_000;

const withoutLatency = async (bench: Workbench, say: Say, path: string, batches: number): Promise<void> => {
  const { floor, upload } = await bench.withSink(0, (url) =>
    compete({
      floor: () => bench.floor('lines', path),
      upload: () => bench.upload(path, url, '--no-ledger'),
    }),
  );
  say({
    what: `upload, ${count(batches)} batches, no latency, no ledger`,
    comparedWith: 'JSON.parse alone',
    value: floor.seconds / upload.seconds,
    goal: { atLeast: 1.1 },
    ...memoryOf(upload),
    note: rates(batches, upload, floor),
  });
};

const withLatency = async (bench: Workbench, say: Say, path: string, batches: number): Promise<void> => {
  const flags = ['--concurrency', String(CONCURRENCY), '--chunk-size', String(EVENTS_PER_REQUEST)];
  const { dryRun, upload } = await bench.withSink(LATENCY_MS, (url) =>
    compete({
      dryRun: () => bench.dryRun(path),
      upload: () => bench.upload(path, url, '--no-ledger', ...flags),
    }),
  );
  const possible = Math.max(answerSeconds(upload.sent), dryRun.seconds);
  say({
    what: `upload, ${count(batches)} batches, ${LATENCY_MS} ms latency, concurrency ${CONCURRENCY}`,
    comparedWith: 'the slower of concurrency limit and dry run',
    value: possible / upload.seconds,
    goal: { atLeast: 0.9 },
    ...memoryOf(upload),
    note: `${upload.seconds.toFixed(1)} s; answers ${answerSeconds(upload.sent).toFixed(1)} s, dry run ${dryRun.seconds.toFixed(1)} s`,
  });
};

/** Uploads to a peer on this machine, with and without a distance to it. */
export const upload = async (bench: Workbench, say: Say): Promise<void> => {
  const batches = bench.size(BATCHES);
  const path = await bench.sample('upload.ndjson', { batches });
  await withoutLatency(bench, say, path, batches);
  await withLatency(bench, say, path, batches);
};
