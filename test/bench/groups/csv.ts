import { count, rates, type Say } from '../figure.js';
import { compete } from '../measure.js';
import type { Workbench } from '../workbench.js';

const BATCHES = 200_000;

/** A dry run over CSV against csv-parse alone, which makes nothing of its rows. */
export const csv = async (bench: Workbench, say: Say): Promise<void> => {
  const path = await bench.sample('rows.csv', { batches: bench.size(BATCHES) });
  const { floor, dryRun } = await compete({
    floor: () => bench.floor('csv', path),
    dryRun: () => bench.dryRun(path),
  });
  const rows = floor.records;
  say({
    what: `dry run, ${count(rows)} CSV rows`,
    comparedWith: 'csv-parse alone',
    value: floor.seconds / dryRun.seconds,
    goal: { atLeast: 0.4 },
    memoryMb: dryRun.memoryMb,
    note: rates(rows, dryRun, floor),
  });
};
