import { describe, expect, test } from 'vitest';
import { LedgerHeldError } from '../../src/lib/errors.js';
import { isGone, SILENCE_MS, type Holder, type Surroundings } from '../../src/ledger/lock/lock-owner.js';
import { processStart } from '../../src/ledger/lock/machine.js';
import { emptyFolder, fixedClock, fingerprints, kinds, NONE, NOW_MS, open } from './ledgers.js';

const holder: Holder = {
  ...{ host: 'till', boot: 'b1', processes: 'pid:[1]', token: 't', runId: 'r', pid: 7, start: '100' },
  ...{ sinceMs: NOW_MS - 3_600_000, aliveMs: NOW_MS - 1_000 },
};
const around: Surroundings = {
  here: { host: 'till', boot: 'b1', processes: 'pid:[1]' },
  nowMs: NOW_MS,
  isAlive: () => true,
  startOf: () => '100',
};
const SILENT = NOW_MS - SILENCE_MS - 1;

describe('a holder is gone', () => {
  test.each<[string, Partial<Holder>, Partial<Surroundings>, boolean]>([
    ['alive', {}, {}, false],
    ['alive, but stopped for a while', { aliveMs: SILENT }, {}, false],
    ['dead', {}, { isAlive: () => false }, true],
    ['its number is another process now', {}, { startOf: () => '200' }, true],
    ['start not known, and it gave a sign', { start: '' }, {}, false],
    ['start not known, and it is silent', { start: '', aliveMs: SILENT }, {}, true],
    ['start not to be seen, and it is silent', { aliveMs: SILENT }, { startOf: () => '' }, true],
    ['another host, which gave a sign', { host: 'other' }, { isAlive: () => false }, false],
    ['another host, silent', { host: 'other', aliveMs: SILENT }, {}, true],
    ['another container, which gave a sign', { processes: 'pid:[2]' }, { isAlive: () => false }, false],
    ['another container, silent', { processes: 'pid:[2]', aliveMs: SILENT }, {}, true],
    ['before a restart of the machine', { boot: 'b0', aliveMs: SILENT }, {}, true],
    ['a sign from a clock far ahead', { host: 'other', aliveMs: NOW_MS + SILENCE_MS + 1 }, {}, true],
  ])('%s', (_, held, seen, expected) => {
    expect(isGone({ ...holder, ...held }, { ...around, ...seen })).toBe(expected);
  });
});

describe('one run at a time', () => {
  test('the second is told who holds the ledger, and gets it afterwards', async () => {
    const directory = emptyFolder();
    const first = await open(directory);
    const second = open(directory, { runId: 'run-2' });
    await expect(second).rejects.toThrow(LedgerHeldError);
    await expect(second).rejects.toThrow(
      new RegExp(`process ${process.pid} on till.example.com, since 2026-03-01T08:00:00.000Z \\(run run-1\\)`),
    );
    await first.close();
    await (await open(directory)).close();
  });

  test('many at the same moment, on no ledger yet: one gets it', async () => {
    const directory = emptyFolder();
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => open(directory)));
    const got = all.filter((one) => one.status === 'fulfilled');
    expect(got).toHaveLength(1);
    expect(all.flatMap((one) => (one.status === 'rejected' ? [one.reason instanceof LedgerHeldError] : []))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    await got[0]?.value.close();
  });

  test('a run that was taken for dead sends nothing more', async () => {
    const directory = emptyFolder();
    const first = await open(directory);
    const events = fingerprints(2);
    const second = await open(directory, { host: 'other', clock: fixedClock(NOW_MS + SILENCE_MS + 1_000) });
    await expect(first.goingOut(events)).rejects.toThrow(/taken over/);
    await first.close();
    expect(kinds(second, events)).toEqual(['new', 'new']);
    await second.goingOut(events);
    await second.settle(events, NONE);
    await second.close();
  });
});

test.runIf(process.platform === 'linux')('when a process started is known, of others nothing', () => {
  expect(processStart(process.pid)).toMatch(/^\d+$/);
  expect(processStart(2 ** 30)).toBe('');
});
