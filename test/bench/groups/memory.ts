import { count, memoryOf, type Say } from '../figure.js';
import type { Cost } from '../measure.js';
import type { Workbench } from '../workbench.js';

const GROWTH = 1.5;
const MAX_MB = 200;

const costOf = async (bench: Workbench, batches: number): Promise<Cost> => {
  const path = await bench.sample(`${batches}.ndjson`, { batches });
  const cost = await bench.dryRun(path);
  bench.remove(path);
  return cost;
};

/** Peak memory of dry runs at growing numbers of batches. */
const byBatches = async (bench: Workbench, say: Say): Promise<void> => {
  for (const full of [10_000, 200_000]) {
    const [small, large] = [bench.size(full), bench.size(full * 10)];
    const { memoryMb: smallMb } = await costOf(bench, small);
    const cost = await costOf(bench, large);
    say({
      what: `peak memory, ${count(large)} batches`,
      comparedWith: `${count(small)} batches`,
      value: cost.memoryMb / smallMb,
      goal: { atMost: GROWTH },
      ...memoryOf(cost),
      note: `${smallMb.toFixed(0)} MB at a tenth of it`,
    });
    if (full === 200_000)
      say({
        what: `peak memory, ${count(large)} batches`,
        comparedWith: '',
        value: cost.memoryMb,
        unit: 'MB',
        goal: { atMost: MAX_MB },
        ...memoryOf(cost),
        note: '',
      });
  }
};

/** Peak memory of dry runs over files of growing size, in each format. */
const bySize = async (bench: Workbench, say: Say, format: 'ndjson' | 'csv'): Promise<void> => {
  const peaks: number[] = [];
  const sizes = [100, 1_000].map((megabytes) => bench.size(megabytes));
  for (const megabytes of sizes) {
    const path = await bench.sample(`${megabytes}.${format}`, { megabytes });
    peaks.push((await bench.dryRun(path)).memoryMb);
    bench.remove(path);
  }
  say({
    what: `peak memory, ${count(sizes[1])} MB of ${format.toUpperCase()}`,
    comparedWith: `${count(sizes[0])} MB`,
    value: peaks[1] / peaks[0],
    goal: { atMost: GROWTH },
    memoryMb: peaks[1],
    note: `${peaks[0].toFixed(0)} MB at a tenth of it`,
  });
};

/** Memory does not grow with the input. */
export const memory = async (bench: Workbench, say: Say): Promise<void> => {
  await byBatches(bench, say);
  await bySize(bench, say, 'ndjson');
  await bySize(bench, say, 'csv');
};
