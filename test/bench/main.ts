import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf, measure, median, PROGRAM, type Cost } from './measure.js';

/**
 * Speed and memory, as ratios within one run, so that the machine matters little. Prints a table and writes it to
 * bench-result.json. `--quick` takes a tenth of the sizes; names of groups (`mapping csv memory upload ledger`) choose.
 */
const GROUPS = ['mapping', 'memory', 'csv', 'upload', 'ledger'] as const;
const named = GROUPS.filter((group) => process.argv.includes(group));
const wanted = (group: (typeof GROUPS)[number]): boolean => named.length === 0 || named.includes(group);
const scale = process.argv.includes('--quick') ? 0.1 : 1;
const RUNS = 3;

interface Row {
  readonly what: string;
  readonly comparedWith: string;
  readonly ratio: number;
  readonly goal: string;
  readonly memoryMb: number | null;
  readonly note: string;
}

const rows: Row[] = [];
const report = (row: Row): void => {
  rows.push(row);
  console.log(
    [
      row.what.padEnd(52),
      row.ratio.toFixed(2).padStart(7),
      row.goal.padStart(9),
      `${row.memoryMb?.toFixed(0) ?? '–'} MB`.padStart(8),
      ' ',
      `${row.comparedWith}; ${row.note}`,
    ].join(' '),
  );
};

const folder = mkdtempSync(join(tmpdir(), 'mp2fb-bench-'));
const SAMPLE = ['sample', '--as-of', new Date().toISOString().replace(/\.\d+/, ''), '--seed', '7'];

const sample = async (name: string, ...args: readonly string[]): Promise<string> => {
  const path = join(folder, name);
  await measure(PROGRAM, [...SAMPLE, '--output', path, ...args]);
  return path;
};

interface Floor {
  readonly records: number;
  readonly seconds: number;
}
const floor = async (kind: 'lines' | 'csv', path: string): Promise<Floor> => {
  const runs: Floor[] = [];
  for (let run = 0; run < RUNS; run += 1)
    runs.push(JSON.parse((await measure(fileOf('./floor.mjs'), [kind, path], { keep: true })).printed) as Floor);
  return runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)];
};

const dryRun = (path: string, ...args: readonly string[]): Promise<Cost> =>
  median(RUNS, () =>
    measure(PROGRAM, [
      'upload',
      path,
      '--dry-run',
      '--quiet',
      '--extended-match-keys',
      '--api',
      'conversions',
      ...args,
    ]),
  );

const perSecond = (count: number, seconds: number): string => `${Math.round(count / seconds).toLocaleString('en')}/s`;

/** A peer in a process of its own that acknowledges everything. */
const withSink = async <Result>(latencyMs: number, work: (url: string) => Promise<Result>): Promise<Result> => {
  const sink = spawn(process.execPath, [fileOf('./sink.mjs'), String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(sink.stdout, 'data')) as [Buffer];
  try {
    return await work(`http://127.0.0.1:${port.toString().trim()}`);
  } finally {
    sink.kill();
    await once(sink, 'exit');
  }
};

const upload = (path: string, url: string, ...args: readonly string[]): Promise<Cost> =>
  measure(
    PROGRAM,
    ['upload', path, '--quiet', '--extended-match-keys', '--dataset-id', '1', '--base-url', url, ...args],
    { env: { MP2FB_ACCESS_TOKEN: 'bench' } },
  );

const mapping = async (): Promise<void> => {
  const count = 200_000 * scale;
  const path = await sample('mapping.ndjson', '--batches', String(count));
  const parsing = await floor('lines', path);
  for (const threads of [0, 1, 2]) {
    const cost = await dryRun(path, '--threads', String(threads));
    const note = `${perSecond(count, cost.seconds)} against ${perSecond(count, parsing.seconds)}, ${cost.cpuSeconds.toFixed(1)} s of CPU`;
    const goal = { 0: '≥ 0.35', 1: '', 2: '≥ 0.85' }[threads] ?? '';
    report({
      what: `dry run, ${count} batches, ${threads} threads`,
      comparedWith: 'JSON.parse alone',
      ratio: parsing.seconds / cost.seconds,
      goal,
      memoryMb: cost.rssMb,
      note,
    });
  }
};

const memory = async (): Promise<void> => {
  const peaks: Cost[] = [];
  for (const count of [10_000, 100_000, 200_000, 2_000_000].map((size) => size * scale))
    peaks.push(
      await measure(PROGRAM, [
        'upload',
        await sample(`memory-${count}.ndjson`, '--batches', String(count)),
        '--dry-run',
        '--quiet',
      ]),
    );
  const [small, middle, large, huge] = peaks.map((cost) => cost.rssMb) as [number, number, number, number];
  report({
    what: 'peak memory, 100,000 batches',
    comparedWith: '10,000 batches',
    ratio: middle / small,
    goal: '≤ 1.5',
    memoryMb: middle,
    note: `${small.toFixed(0)} MB`,
  });
  report({
    what: 'peak memory, 2,000,000 batches',
    comparedWith: '200,000 batches',
    ratio: huge / large,
    goal: 'flat',
    memoryMb: huge,
    note: `${large.toFixed(0)} MB`,
  });
};

const csv = async (): Promise<void> => {
  const path = await sample('rows.csv', '--batches', String(100_000 * scale));
  const parsing = await floor('csv', path);
  const cost = await dryRun(path);
  report({
    what: `dry run, ${parsing.records} CSV rows`,
    comparedWith: 'csv-parse alone',
    ratio: parsing.seconds / cost.seconds,
    goal: '≥ 0.4',
    memoryMb: cost.rssMb,
    note: `${perSecond(parsing.records, cost.seconds)} against ${perSecond(parsing.records, parsing.seconds)}`,
  });
  const peaks: number[] = [];
  for (const size of scale === 1 ? ['100MB', '1GB'] : ['10MB', '100MB']) {
    const large = await sample(`large-${size}.csv`, '--size', size);
    peaks.push((await measure(PROGRAM, ['upload', large, '--dry-run', '--quiet'])).rssMb);
    rmSync(large);
  }
  report({
    what: 'peak memory, CSV ten times as large',
    comparedWith: 'a tenth of it',
    ratio: peaks[1] / peaks[0],
    goal: '≤ 1.5',
    memoryMb: peaks[1],
    note: `${peaks[0].toFixed(0)} MB`,
  });
};

const uploads = async (): Promise<void> => {
  const count = 200_000 * scale;
  const path = await sample('upload.ndjson', '--batches', String(count));
  const parsing = await floor('lines', path);
  const dry = await dryRun(path);
  await withSink(0, async (url) => {
    const cost = await median(RUNS, () => upload(path, url, '--no-ledger'));
    report({
      what: `upload, ${count} batches, no latency, no ledger`,
      comparedWith: 'JSON.parse alone',
      ratio: parsing.seconds / cost.seconds,
      goal: '≥ 0.7',
      memoryMb: cost.rssMb,
      note: perSecond(count, cost.seconds),
    });
  });
  await withSink(200, async (url) => {
    const cost = await upload(path, url, '--no-ledger', '--concurrency', '8', '--chunk-size', '1000');
    // Eight lanes of 1,000 events, each answered after 200 ms.
    const possible = Math.max((count * 1.06) / 40_000, dry.seconds);
    report({
      what: 'upload, 200 ms latency, 8 lanes',
      comparedWith: 'what lanes or mapping allow',
      ratio: possible / cost.seconds,
      goal: '≥ 0.9',
      memoryMb: cost.rssMb,
      note: perSecond(count, cost.seconds),
    });
  });
};

const ledger = async (): Promise<void> => {
  const count = 1_000_000 * scale;
  const path = await sample('ledger.ndjson', '--batches', String(count));
  const directory = join(folder, 'ledger');
  await withSink(0, async (url) => {
    const without = await upload(path, url, '--no-ledger');
    const cost = await upload(path, url, '--ledger', directory);
    report({
      what: `upload, ${count} batches, with a ledger`,
      comparedWith: 'without',
      ratio: without.seconds / cost.seconds,
      goal: '≥ 0.85',
      memoryMb: cost.rssMb,
      note: perSecond(count, cost.seconds),
    });
    const dry = await measure(PROGRAM, [
      'upload',
      path,
      '--dry-run',
      '--quiet',
      '--extended-match-keys',
      '--api',
      'conversions',
    ]);
    // A file that was settled whole would be skipped unread: a copy has to be read.
    const copy = await sample('ledger-again.ndjson', '--batches', String(count));
    const again = await upload(copy, url, '--ledger', directory);
    report({
      what: `rerun, ${count} batches, all known`,
      comparedWith: 'dry run',
      ratio: dry.seconds / again.seconds,
      goal: '≥ 0.83',
      memoryMb: again.rssMb,
      note: perSecond(count, again.seconds),
    });
    const info = JSON.parse(
      (await measure(PROGRAM, ['ledger', 'info', '--ledger', directory, '--json'], { keep: true })).printed,
    ) as { bytes?: number; sent?: number }[];
    console.log('ledger:', JSON.stringify(info));
  });
};

const work = { mapping, memory, csv, upload: uploads, ledger };
try {
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node.js ${process.version}`,
  );
  for (const group of GROUPS) if (wanted(group)) await work[group]();
  writeFileSync(
    'bench-result.json',
    `${JSON.stringify({ node: process.version, cores: availableParallelism(), rows }, null, 2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
