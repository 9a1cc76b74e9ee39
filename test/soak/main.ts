// `npm run soak -- 30`: so many minutes of uploads of a folder that grows, to a simulator with every fault on. Within
// two minutes each run is stopped in one of three ways and started again; then a last run ends by itself. Prints how many sales
// were read, sent, kept by the simulator and recorded, and how many were kept twice or lost.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxStats } from '../../src/sandbox/stats.js';
import { writeExport } from '../support/exports.js';
import { jsonLines, mp2fb, start } from '../support/program.js';
import { seededRandom, temporaryFolder } from '../support/surroundings.js';

const DATASET = '260000000000026';
const ROUND_MS = 120_000;
const SALES_OF_A_ROUND = 60_000;
const REFUSED = ['O-7', 'O-5000', 'O-23999'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
const RATES = { fail: 0.05, reset: 0.05, lost: 0.03 };
const env = { MP2FB_ACCESS_TOKEN: 'TOKEN-that-must-not-be-seen' };

/** Starts the simulator; gives its address, and what ends it. */
const startPeer = async (
  record: string,
  seed: number,
): Promise<ReturnType<typeof start> & { readonly url: string }> => {
  const { child, done } = start([
    ...['sandbox', '--port', '0', '--dataset-id', DATASET, '--seed', String(seed), '--record', record, '--latency'],
    ...['50', '--fail-rate', String(RATES.fail), '--reset-rate', String(RATES.reset), '--lose-answer-rate'],
    ...[String(RATES.lost), '--throttle-after', '600/60', ...REFUSED.flatMap((id) => ['--refuse', `order_id=${id}`])],
  ]);
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  child.stdout?.on('data', (data: Buffer) => (said += data.toString()));
  for (;;) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    if (url !== undefined) return { url, child, done };
    if (child.exitCode !== null) throw new Error(said);
    await sleep(50);
  }
};

const idsIn = (path: string): readonly string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => /"order_id":"(O-\d+)"/.exec(line)?.[1] ?? []);

const main = async (minutes: number, seed: number): Promise<void> => {
  using folder = temporaryFolder();
  const random = seededRandom(seed);
  const exports = join(folder.path, 'exports');
  const record = join(folder.path, 'kept.ndjson');
  const report = join(folder.path, 'report.json');
  const ledger = join(folder.path, 'ledger');
  mkdirSync(exports);
  const peer = await startPeer(record, seed);
  const args = [
    ...['upload', exports, '--dataset-id', DATASET, '--base-url', peer.url, '--ledger', ledger, '--chunk-size', '100'],
    ...['--report', report, '--rejects', join(folder.path, 'rejects.ndjson'), '--progress', 'none'],
  ];
  const until = Date.now() + minutes * 60_000;
  const stops = new Map<string, number>();
  const others: string[] = [];
  let sales = 0;
  const grow = (): void => {
    const from = sales;
    const path = join(exports, `${String(from).padStart(9, '0')}.ndjson`);
    sales += writeExport(path, SALES_OF_A_ROUND, () => ({}), from).length;
  };
  while (Date.now() < until) {
    grow();
    const running = start(args, { env });
    const how = SIGNALS[Math.floor(random() * SIGNALS.length)] ?? 'SIGINT';
    const timer = setTimeout(() => running.child.kill(how), Math.min(ROUND_MS * random(), until - Date.now()));
    const { code, signal, stderr } = await running.done;
    clearTimeout(timer);
    if (signal !== null || code === 130 || code === 143) stops.set(how, (stops.get(how) ?? 0) + 1);
    else if (code !== 0 && code !== 3) others.push(`exit ${code}\n${stderr}`);
  }
  const last = await mp2fb(args, { env });
  if (last.code !== 0 && last.code !== 3) others.push(`the last run: exit ${last.code}\n${last.stderr}`);
  const again = await mp2fb(args, { env });
  const { events, requests } = JSON.parse(readFileSync(report, 'utf8')) as {
    events: Record<string, number>;
    requests: Record<string, number>;
  };
  const stats = (await (await fetch(`${peer.url}/_sandbox/stats`)).json()) as SandboxStats;
  const known = jsonLines((await mp2fb(['ledger', 'info', '--ledger', ledger, '--json'])).stdout);
  peer.child.kill('SIGINT');
  await peer.done;
  const kept = idsIn(record);
  const lost = sales - REFUSED.length - new Set(kept).size;
  const twice = kept.length - new Set(kept).size;
  console.log(`seed ${seed}, ${minutes} minutes, stops: ${JSON.stringify(Object.fromEntries(stops))}`);
  console.log(
    `last run: exit ${last.code}, the one after it: exit ${again.code}, ${JSON.stringify({ events, requests })}`,
  );
  console.log(`simulator: ${JSON.stringify({ requests: stats.requests, events: stats.events })}`);
  console.log(`ledger: ${JSON.stringify(known)}`);
  console.log(
    `${sales} sales, ${REFUSED.length} of them refused: ${kept.length} kept, ${lost} lost, ${twice} kept twice`,
  );
  if (others.length > 0) console.log(`ended in another way: ${others.length}\n${others.slice(0, 3).join('\n')}`);
  process.exitCode = lost + twice + others.length > 0 || again.code !== 0 ? 1 : 0;
};

await main(Number(process.argv[2] ?? 30), Number(process.argv[3] ?? Date.now() % 1_000_000));
