import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { count, memoryOf, rates, type Say } from '../figure.js';
import { compete } from '../measure.js';
import type { Workbench } from '../workbench.js';

const BATCHES = 200_000;

/** Both ways in which programs write CSV: lines without quotes are cut, all others are csv-parse's. */
const FORMS = [
  { what: 'no cell in quotes', cell: (cell: string) => cell.replace(/[",\r\n]/g, ' '), goal: 0.8 },
  { what: 'every cell in quotes', cell: (cell: string) => `"${cell.replaceAll('"', '""')}"`, goal: 0.5 },
];

const rewrite = (from: string, to: string, cell: (cell: string) => string): Promise<void> =>
  pipeline(
    createReadStream(from).pipe(parse()),
    async function* lines(rows: AsyncIterable<string[]>) {
      for await (const row of rows) yield `${row.map(cell).join()}\n`;
    },
    createWriteStream(to),
  );

/** Dry runs over CSV against csv-parse alone, which makes nothing of its rows. */
export const csv = async (bench: Workbench, say: Say): Promise<void> => {
  const sample = await bench.sample('rows.csv', { batches: bench.size(BATCHES) });
  for (const { what, cell, goal } of FORMS) {
    const path = `${sample}-${goal}.csv`;
    await rewrite(sample, path, cell);
    const { floor, dryRun } = await compete({
      floor: () => bench.floor('csv', path),
      dryRun: () => bench.dryRun(path),
    });
    const rows = floor.records;
    say({
      what: `dry run, ${count(rows)} CSV rows, ${what}`,
      comparedWith: 'csv-parse alone',
      value: floor.seconds / dryRun.seconds,
      goal: { atLeast: goal },
      ...memoryOf(dryRun),
      note: rates(rows, dryRun, floor),
    });
  }
};
