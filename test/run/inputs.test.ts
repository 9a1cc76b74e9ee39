import { mkdirSync, readFileSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { InputProof } from '../../src/model/input-proof.js';
import { noLedger } from '../../src/ledger/no-ledger.js';
import { inputFeed } from '../../src/run/input-feed.js';
import { InputProgress } from '../../src/run/input-progress.js';
import { Tally } from '../../src/run/tally.js';
import { ids, Kept, oneRun, settingsFor, writeSource, type Case } from './stopping.js';
import { OPTIONS } from '../read/reading.js';
import { mappedOf } from '../support/mapped.js';
import { seededRandom, temporaryFolder } from '../support/surroundings.js';

const CASE: Case = { source: 'folder', stop: 'signal', moments: [], threads: 0, seed: 1 };
const sorted = (accepted: ReadonlyMap<string, number>) => [...accepted.keys()].sort();

test('what cannot be read in a folder is named at the end, and everything else is sent', async () => {
  using folder = temporaryFolder();
  const path = writeSource('folder', folder.path);
  symlinkSync(join(folder.path, 'gone'), join(path, '0-dangling'));
  symlinkSync(join(path, '9-circle'), join(path, '9-circle'));
  mkdirSync(join(path, 'inner'));
  symlinkSync(join(folder.path, 'gone'), join(path, 'inner/dangling'));
  const [kept, accepted] = [new Kept(), new Map<string, number>()];
  const first = await oneRun(CASE, path, null, kept, accepted, seededRandom(1));
  expect(first.exitCode).toBe(6);
  expect(first.report.run.stopReason).toBe(`${join(path, '0-dangling')}: there is no such file or folder`);
  const failed = first.report.inputs.filter(({ status }) => status === 'failed').map((one) => one.path);
  expect(failed).toEqual(['0-dangling', '9-circle', 'inner/dangling'].map((name) => join(path, name)));
  expect(sorted(accepted)).toEqual([...ids].sort());
  const second = await oneRun(CASE, path, null, kept, accepted, seededRandom(1));
  expect(second.exitCode).toBe(6);
  expect(second.report.inputs.filter(({ status }) => status === 'unchanged')).toHaveLength(4);
});

test('a file that is cut and restored during the upload is read again by the next run', async () => {
  using folder = temporaryFolder();
  const path = writeSource('file', folder.path);
  const whole = readFileSync(path);
  const { atime, mtime } = statSync(path);
  const [kept, accepted] = [new Kept(), new Map<string, number>()];
  const one: Case = { ...CASE, source: 'file', stop: 'limit' };
  const cut = () => truncateSync(path, whole.indexOf('\n', 10_000) + 1);
  // The limit is beyond the file: at that moment nothing is stopped, only cut.
  const first = await oneRun(one, path, 1, kept, accepted, seededRandom(2), cut, null);
  expect(first.exitCode).toBe(0);
  expect(first.report.warnings).toMatchObject([{ code: 'input_changed', count: 1 }]);
  writeFileSync(path, whole);
  utimesSync(path, atime, mtime);
  const second = await oneRun(one, path, null, kept, accepted, seededRandom(3));
  expect(second.report.warnings).toEqual([]);
  expect(sorted(accepted)).toEqual([...ids].sort());
  const third = await oneRun(one, path, null, kept, accepted, seededRandom(4));
  expect(third.report.inputs).toMatchObject([{ status: 'unchanged' }]);
});

test('an input is settled when it was read whole and every event of all its blocks has its outcome', () => {
  const inputProgress = new InputProgress();
  const proof = {} as InputProof;
  const settledBy = (step: () => void) => (step(), inputProgress.takeSettled());
  for (const count of [2, 3])
    inputProgress.took(mappedOf(Array.from({ length: count }, (_, id) => ({ id })))[0].mapped);
  expect(settledBy(() => inputProgress.settled(0, 3))).toEqual([]);
  expect(settledBy(() => inputProgress.settled(0))).toEqual([]);
  expect(settledBy(() => inputProgress.proven(0, proof))).toEqual([]);
  expect(settledBy(() => inputProgress.settled(0))).toEqual([{ input: 0, proof }]);
  expect(inputProgress.takeSettled()).toEqual([]);
  inputProgress.keepOpen(1);
  expect(settledBy(() => inputProgress.proven(1, proof))).toEqual([]);
});

test('all inputs that were settled while marks were being written are marked with the next write', async () => {
  const { settings } = await settingsFor({});
  const [inputProgress, waiting]: [InputProgress, (() => void)[]] = [new InputProgress(), []];
  const marked = (): Promise<void> => new Promise((done) => waiting.push(done));
  const ledger = { ...noLedger, markSettled: marked };
  const parts = {
    inputProgress,
    stopping: new AbortController().signal,
    failed: () => undefined,
    warn: () => undefined,
  };
  const mapping = { ...settings.mapping, asOfMs: 0, sinceMs: null, untilMs: null };
  const feed = inputFeed({ inputs: [], reading: OPTIONS, mapping })({ ...parts, ledger });
  const marksOf = (...inputs: number[]): number => {
    for (const input of inputs) inputProgress.proven(input, {} as InputProof);
    feed.markSettled();
    return waiting.length;
  };
  expect([marksOf(0), marksOf(1, 2), marksOf(3)]).toEqual([1, 1, 1]);
  waiting.splice(0).forEach((end) => end());
  await feed.marked();
  expect(marksOf()).toBe(3);
  waiting.forEach((end) => end());
  await feed.marked();
});

test.each([
  ['nothing was read', {}, 1],
  ['everything has its outcome', { eventsRead: 4, sent: 3, alreadySent: 1 }, 1],
  ['half of it is in flight', { eventsRead: 4, sent: 1, unsent: 1 }, 0.5],
])('the share of what was read that is done: %s', (_, counts, share) => {
  expect(Object.assign(new Tally(), counts).shareDone).toBe(share);
});
