import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { count, memoryOf, rates, type Say } from '../figure.js';
import { compete, measure, PROGRAM, type Cost } from '../measure.js';
import type { Uploaded, Workbench } from '../workbench.js';

const BATCHES = 1_000_000;
/** Runs of several seconds that fill both cores: what else the machine does moves each by a tenth. */
const ROUNDS = 5;
const LARGE_BATCHES = 2_000_000;
const LARGE_CPU_SECONDS = 30;

interface LedgerInfo {
  readonly bytes: number;
  readonly sent: number;
}

const infoOf = async (directory: string): Promise<LedgerInfo> => {
  const { printed } = await measure(PROGRAM, ['ledger', 'info', '--ledger', directory, '--json'], { keep: true });
  return JSON.parse(printed) as LedgerInfo;
};

const sayCost = (say: Say, batches: number, without: Cost, upload: Cost): void =>
  say({
    what: `upload, ${count(batches)} batches, with a ledger`,
    comparedWith: 'without',
    value: without.seconds / upload.seconds,
    goal: { atLeast: 0.75 },
    ...memoryOf(upload),
    note: rates(batches, upload, without),
  });

const sayRerun = (say: Say, batches: number, slow: Cost, rerun: Uploaded): void =>
  say({
    what: `rerun, ${count(batches)} batches, all delivered before`,
    comparedWith: 'without the fast path',
    value: slow.seconds / rerun.seconds,
    goal: { atLeast: 1.2 },
    ...memoryOf(rerun),
    note: `${rates(batches, rerun, slow)}; ${rerun.sent} events sent`,
  });

const saySize = async (say: Say, directory: string): Promise<void> => {
  const { bytes, sent } = await infoOf(directory);
  say({
    what: 'ledger on disk, for each remembered event',
    comparedWith: '',
    value: bytes / sent,
    unit: 'bytes',
    goal: { atMost: 64 },
    note: `${count(sent)} events in ${(bytes / 1e6).toFixed(0)} MB`,
  });
};

/** The CPU time of a large upload with a ledger. */
const sayLarge = async (bench: Workbench, say: Say): Promise<void> => {
  const batches = bench.size(LARGE_BATCHES);
  const path = await bench.sample('large.ndjson', { batches });
  const cost = await bench.withSink(0, (url) => bench.upload(path, url, '--ledger', join(bench.folder, 'large')));
  bench.remove(path);
  say({
    what: `upload, ${count(batches)} batches, with a ledger`,
    comparedWith: '',
    value: cost.cpuSeconds,
    unit: 's of CPU',
    goal: { atMost: bench.size(LARGE_CPU_SECONDS) },
    ...memoryOf(cost),
    note: 'what is not its own are mostly pages of the ledger, which the system may take back',
  });
};

/** What remembering each event costs, and what it costs to find that everything is known. */
export const ledger = async (bench: Workbench, say: Say): Promise<void> => {
  const batches = bench.size(BATCHES);
  const path = await bench.sample('ledger.ndjson', { batches });
  const directoryOf = (round: number): string => join(bench.folder, `ledger-${round}`);
  // A file that was settled whole would be skipped unread; under another name it has to be read.
  const renamed = (round: number, name = 'again'): string => {
    const other = join(bench.folder, `${name}-${round}.ndjson`);
    linkSync(path, other);
    return other;
  };
  const { without, upload, slow, rerun } = await bench.withSink(0, (url) =>
    compete(
      {
        without: () => bench.upload(path, url, '--no-ledger'),
        upload: (round) => bench.upload(path, url, '--ledger', directoryOf(round)),
        slow: (round) => bench.slowUpload(renamed(round, 'slow'), url, '--ledger', directoryOf(round)),
        rerun: (round) => bench.upload(renamed(round), url, '--ledger', directoryOf(round)),
      },
      ROUNDS,
    ),
  );
  sayCost(say, batches, without, upload);
  sayRerun(say, batches, slow, rerun);
  await saySize(say, directoryOf(0));
  bench.remove(path);
  await sayLarge(bench, say);
};
