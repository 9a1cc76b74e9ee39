// One upload that is stopped and resumed, with every moment chosen by a seed: sources, a Facebook, and a ledger in memory
// that pass a hook before each answer, write and pull. What must hold for it is in stops.test.ts.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Fetch } from '../../src/facebook/transport.js';
import { noRejectBook } from '../../src/ledger/rejects/other-books.js';
import { LedgerError } from '../../src/lib/errors.js';
import { OutputStream } from '../../src/lib/output-stream.js';
import { batchFeed } from '../../src/library/batch-feed.js';
import type { InputIdentity, InputProof } from '../../src/model/input-proof.js';
import type { Claim, Ledger } from '../../src/model/ledger.js';
import { findInputs, type InputRef } from '../../src/read/index.js';
import { noProgress } from '../../src/report/progress/choose-progress.js';
import type { OpenFeed } from '../../src/run/feed.js';
import { inputFeed } from '../../src/run/input-feed.js';
import { planOf, type RunResult } from '../../src/run/plan.js';
import { run } from '../../src/run/run.js';
import { settingsOf } from '../../src/settings/from-options.js';
import { OPTIONS } from '../read/reading.js';
import { batchOf, NOW_MS, purchase, YESTERDAY_MS } from '../support/batches.js';
import { clockAt } from '../support/surroundings.js';

export const SOURCES = ['file', 'gzip', 'folder', 'stdin', 'link', 'object', 'batches', 'csv'] as const;
export const STOPS = ['signal', 'dead token', 'maxRejects', 'maxWait', 'limit', 'ledger fault'] as const;
type SourceName = (typeof SOURCES)[number];
type StopName = (typeof STOPS)[number];

export interface Case {
  readonly source: SourceName;
  readonly stop: StopName;
  /** The number of the hook at which each stopped run is stopped, from 1. */
  readonly moments: readonly number[];
  readonly threads: number;
  readonly seed: number;
}

const SALES = 60;
export const ids = Array.from({ length: SALES }, (_, index) => `O-${index}`);
const FILES = 4;
const SALES_OF_FILE = SALES / FILES;
const BLOCK_BYTES = 4_000;
/** Up to four blocks stay on this thread, past them real ones would be started, of which there is only a script as built. */
const BLOCK_BYTES_OF_THREADS = 24_000;

const batchText = (id: string): string =>
  JSON.stringify(
    batchOf([purchase({ transaction_id: id }, { event_id: id })], { user_identities: { email: `${id}@example.com` } }),
  );
const lines = ids.map(batchText);
const NDJSON = `${lines.join('\n')}\n`;
const CSV = [
  'timestamp_unixtime_ms,product_action.action,product_action.transaction_id,product_action.total_amount,currency_code,user_identities.email',
  ...ids.map((id) => `${YESTERDAY_MS},purchase,${id},10,USD,${id}@example.com`),
  '',
].join('\n');

/** Passed before everything that takes time. Waits for a few turns of the event loop, and stops a run at its moment. */
class Hooks {
  count = 0;
  readonly #random: () => number;
  readonly #moment: number | null;
  readonly #stop: () => void;

  constructor(random: () => number, moment: number | null, stop: () => void) {
    this.#random = random;
    this.#moment = moment;
    this.#stop = stop;
  }

  async pass(): Promise<void> {
    this.count += 1;
    if (this.count === this.#moment) this.#stop();
    for (let turns = Math.floor(this.#random() * 4); turns > 0; turns -= 1)
      await new Promise((resolve) => setImmediate(resolve));
  }
}

const slowly = async function* <Item>(items: readonly Item[], hooks: Hooks): AsyncGenerator<Item> {
  for (const item of items) {
    await hooks.pass();
    yield item;
  }
};

const pieces = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / 5_000) }, (_, at) => bytes.subarray(at * 5_000, (at + 1) * 5_000));

/** A link is asked again after reading, an object is not. */
const remoteOf = (path: string, isLink: boolean, hooks: Hooks): InputRef => {
  const bytes = Buffer.from(NDJSON);
  const state = { size: bytes.length, etag: '"one"', modifiedMs: null };
  const open = async (from: number) => {
    await hooks.pass();
    return { ...state, start: from, bytes: Readable.from(slowly(pieces(bytes.subarray(from)), hooks)) };
  };
  const current = isLink ? { current: () => hooks.pass().then(() => state) } : {};
  return { path, absolute: null, size: bytes.length, modifiedMs: null, remote: { ...state, open, ...current } };
};

/** Writes the files of a source, and returns where they are. */
export const writeSource = (source: SourceName, folder: string): string => {
  const path = join(folder, source);
  if (source === 'folder') {
    mkdirSync(path);
    for (let file = 0; file < FILES; file += 1)
      writeFileSync(
        join(path, `${file}.ndjson`),
        `${lines.slice(file * SALES_OF_FILE, (file + 1) * SALES_OF_FILE).join('\n')}\n`,
      );
  } else if (source === 'gzip') writeFileSync(path, gzipSync(NDJSON));
  else writeFileSync(path, source === 'csv' ? CSV : NDJSON);
  return path;
};

const feedOf = async (source: SourceName, path: string, hooks: Hooks, threads: number): Promise<OpenFeed> => {
  if (source === 'batches') return batchFeed(slowly(lines, hooks), 15);
  const inputs =
    source === 'stdin'
      ? await findInputs(['-'], '/')
      : source === 'link' || source === 'object'
        ? [remoteOf(source, source === 'link', hooks)]
        : await findInputs([path], '/');
  const { settings } = await settingsFor({});
  const blockBytes = threads === 0 ? BLOCK_BYTES : BLOCK_BYTES_OF_THREADS;
  return inputFeed({
    inputs,
    reading: { ...OPTIONS, blockBytes, stdin: () => Readable.from(slowly(pieces(Buffer.from(NDJSON)), hooks)) },
    mapping: { ...settings.mapping, asOfMs: NOW_MS, sinceMs: null, untilMs: null },
  });
};

const hex = (fingerprints: Uint8Array): string[] =>
  Array.from({ length: fingerprints.length / 16 }, (_, at) =>
    Buffer.from(fingerprints.subarray(at * 16, at * 16 + 16)).toString('hex'),
  );

/** What remains from run to run. */
export class Kept {
  readonly sent = new Set<string>();
  readonly inFlight = new Set<string>();
  readonly marks = new Set<string>();
}

/** A ledger of one run over what earlier runs kept; `isFull` makes every write fail from then on. */
class RunLedger implements Ledger {
  readonly rejects = noRejectBook;
  isFull = false;
  readonly #claimed = new Set<string>();
  readonly #kept: Kept;
  readonly #hooks: Hooks;

  constructor(kept: Kept, hooks: Hooks) {
    this.#kept = kept;
    this.#hooks = hooks;
  }

  claim(fingerprints: Uint8Array, offset = 0): Claim {
    const [key = ''] = hex(fingerprints.subarray(offset, offset + 16));
    if (this.#claimed.has(key)) return { kind: 'duplicate' };
    this.#claimed.add(key);
    if (this.#kept.sent.has(key)) return { kind: 'sent' };
    return this.#kept.inFlight.has(key) ? { kind: 'unknown', sinceMs: NOW_MS } : { kind: 'new' };
  }

  release(fingerprints: Uint8Array): void {
    hex(fingerprints).forEach((key) => this.#claimed.delete(key));
  }

  check(): void {}

  async markInFlight(fingerprints: Uint8Array): Promise<void> {
    await this.#write();
    hex(fingerprints).forEach((key) => this.#kept.inFlight.add(key));
  }

  async settle(sent: Uint8Array, notSent: Uint8Array): Promise<void> {
    await this.#write();
    for (const key of hex(sent)) this.#kept.sent.add(key);
    for (const key of [...hex(sent), ...hex(notSent)]) this.#kept.inFlight.delete(key);
  }

  isSettled(input: InputIdentity, digest: string): boolean {
    return this.#kept.marks.has(this.#mark(input, digest));
  }

  async markSettled(proof: InputProof, digest: string): Promise<void> {
    await this.#write();
    this.#kept.marks.add(this.#mark(proof.identity, digest));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #mark(input: InputIdentity, digest: string): string {
    return createHash('sha256')
      .update(JSON.stringify([input, digest]))
      .digest('hex');
  }

  async #write(): Promise<void> {
    await this.#hooks.pass();
    if (this.isFull) throw new LedgerError('the disk is full');
  }
}

export const settingsFor = (more: { readonly maxRejects?: number; readonly maxWait?: number }) =>
  settingsOf({
    ...{ datasetId: '123', accessToken: 'EAAB-a-made-up-token', ledger: false },
    ...{ chunkSize: 7, concurrency: 2, ...more },
  });

const answer = (code: number, status: number): Response =>
  Response.json({ error: { message: 'no', type: 'OAuthException', code, fbtrace_id: 'T' } }, { status });

/** What one run of a case came to. */
interface OneRun extends RunResult {
  readonly hooks: number;
}

/** One run of a case; `moment` null: it is left alone. `meanwhile` is called at that moment. Adds what Facebook accepted to `accepted`. */
export const oneRun = async (
  { source, stop, threads }: Case,
  path: string,
  moment: number | null,
  kept: Kept,
  accepted: Map<string, number>,
  random: () => number,
  meanwhile: () => void = () => undefined,
  limit: number | null = stop === 'limit' ? moment : null,
): Promise<OneRun> => {
  const controller = new AbortController();
  let isStopped = false;
  const isArmed = (name: StopName): boolean => stop === name && moment !== null;
  const hooks = new Hooks(random, moment, () => {
    isStopped = true;
    meanwhile();
    if (stop === 'signal') controller.abort(random() < 0.5 ? 130 : 143);
    if (stop === 'ledger fault') ledger.isFull = true;
  });
  const ledger = new RunLedger(kept, hooks);
  const fetch: Fetch = async (_url, { body }) => {
    await hooks.pass();
    if (isStopped && stop === 'dead token') return answer(190, 400);
    if (isStopped && stop === 'maxWait') return answer(17, 400);
    if (isStopped && stop === 'maxRejects') return answer(100, 400);
    const { data } = JSON.parse(Buffer.from(body ?? []).toString()) as {
      data: { readonly custom_data: { readonly order_id: string } }[];
    };
    for (const { custom_data } of data)
      accepted.set(custom_data.order_id, (accepted.get(custom_data.order_id) ?? 0) + 1);
    await hooks.pass();
    return Response.json({ events_received: data.length, messages: [], fbtrace_id: 'T' });
  };
  const { settings, warnings } = await settingsFor({
    ...(isArmed('maxRejects') ? { maxRejects: 3 } : {}),
    ...(isArmed('maxWait') ? { maxWait: 0 } : {}),
  });
  const plan = planOf({ ...settings, version: '0', nowMs: NOW_MS, warnings, threads, limit });
  const nowhere = new OutputStream(new Writable({ write: (_chunk, _encoding, done) => done() }));
  const result = await run(plan, {
    ...{ clock: clockAt(NOW_MS), random, env: {}, fetch },
    ...{ openFeed: await feedOf(source, path, hooks, threads), stdout: nowhere, progress: noProgress() },
    ...{ signal: controller.signal, ledger },
  });
  return { ...result, hooks: hooks.count };
};
