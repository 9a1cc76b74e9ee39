import { count, memoryOf, rates, type Goal, type Say } from '../figure.js';
import { compete } from '../measure.js';
import type { Workbench } from '../workbench.js';

const BATCHES = 200_000;
const THREADS: readonly (readonly [threads: 0 | 1 | 2, goal?: Goal])[] = [
  [0, { atLeast: 1 }],
  [1],
  [2, { atLeast: 1.6 }],
];

/** A dry run, with and without threads, against the cheapest way to read the same lines. */
export const mapping = async (bench: Workbench, say: Say): Promise<void> => {
  const batches = bench.size(BATCHES);
  const path = await bench.sample('mapping.ndjson', { batches });
  const dryRun = (threads: number) => () => bench.dryRun(path, '--threads', String(threads));
  const results = await compete({
    floor: () => bench.floor('lines', path),
    0: dryRun(0),
    1: dryRun(1),
    2: dryRun(2),
  });
  for (const [threads, goal] of THREADS) {
    const { seconds } = results[threads];
    say({
      what: `dry run, ${count(batches)} batches, --threads ${threads}`,
      comparedWith: 'JSON.parse alone',
      value: results.floor.seconds / seconds,
      ...(goal === undefined ? {} : { goal }),
      ...memoryOf(results[threads]),
      note: rates(batches, results[threads], results.floor),
    });
  }
};
