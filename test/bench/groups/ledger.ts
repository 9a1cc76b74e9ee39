import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { count, rates, type Say } from '../figure.js';
import { compete, measure, PROGRAM, type Cost } from '../measure.js';
import type { Uploaded, Workbench } from '../workbench.js';

const BATCHES = 1_000_000;

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
    goal: { atLeast: 0.85 },
    memoryMb: upload.memoryMb,
    note: rates(batches, upload, without),
  });

const sayRerun = (say: Say, batches: number, dryRun: Cost, rerun: Uploaded): void =>
  say({
    what: `rerun, ${count(batches)} batches, all delivered before`,
    comparedWith: 'dry run',
    value: dryRun.seconds / rerun.seconds,
    goal: { atLeast: 0.83 },
    memoryMb: rerun.memoryMb,
    note: `${rates(batches, rerun, dryRun)}; ${rerun.sent} events sent`,
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

/** What remembering each event costs, and what it costs to find that everything is known. */
export const ledger = async (bench: Workbench, say: Say): Promise<void> => {
  const batches = bench.size(BATCHES);
  const path = await bench.sample('ledger.ndjson', { batches });
  const directoryOf = (round: number): string => join(bench.folder, `ledger-${round}`);
  // A file that was settled whole would be skipped unread; under another name it has to be read.
  const renamed = (round: number): string => {
    const other = join(bench.folder, `again-${round}.ndjson`);
    linkSync(path, other);
    return other;
  };
  const { without, upload, dryRun, rerun } = await bench.withSink(0, (url) =>
    compete({
      without: () => bench.upload(path, url, '--no-ledger'),
      upload: (round) => bench.upload(path, url, '--ledger', directoryOf(round)),
      dryRun: () => bench.dryRun(path),
      rerun: (round) => bench.upload(renamed(round), url, '--ledger', directoryOf(round)),
    }),
  );
  sayCost(say, batches, without, upload);
  sayRerun(say, batches, dryRun, rerun);
  await saySize(say, directoryOf(0));
};
