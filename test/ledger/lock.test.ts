import { proofOf } from '../support/proofs.js';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LedgerHeldError } from '../../src/lib/errors.js';
import {
  heldMessage,
  isGone,
  LOCK_EXPIRY_MS,
  type LockOwner,
  type Surroundings,
} from '../../src/ledger/lock/lock-owner.js';
import { processStart } from '../../src/ledger/lock/machine.js';
import { folderName } from '../../src/ledger/store/destination.js';
import { DESTINATION, fingerprints, kinds, NONE, NOW_MS, open } from './ledgers.js';
import { clockAt, newFolder } from '../support/surroundings.js';

const holder: LockOwner = {
  ...{ host: 'till', boot: 'b1', processes: 'pid:[1]', token: 't', runId: 'r', pid: 7, start: '100' },
  ...{ sinceMs: NOW_MS - 3_600_000, aliveMs: NOW_MS - 1_000, isReleased: false },
};
const around: Surroundings = {
  here: { host: 'till', boot: 'b1', processes: 'pid:[1]' },
  nowMs: NOW_MS,
  isAlive: () => true,
  startOf: () => '100',
};
const SILENT = NOW_MS - LOCK_EXPIRY_MS - 1;

describe('a holder is gone', () => {
  test.each<[string, Partial<LockOwner>, Partial<Surroundings>, boolean]>([
    ['alive', {}, {}, false],
    ['alive, but stopped for a while', { aliveMs: SILENT }, {}, false],
    ['given back', { isReleased: true }, {}, true],
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
    ['a sign from a clock far ahead', { host: 'other', aliveMs: NOW_MS + LOCK_EXPIRY_MS + 1 }, {}, true],
  ])('%s', (_, held, seen, expected) => {
    expect(isGone({ ...holder, ...held }, { ...around, ...seen })).toBe(expected);
  });
});

test.each<[string, Partial<LockOwner>, RegExp]>([
  ['a process of this machine, which can be stopped', {}, /Wait until it has finished, or stop it$/],
  [
    'a process elsewhere, whose lock expires',
    { host: 'other', aliveMs: NOW_MS - 7_000 },
    /Wait until it has finished. If it was killed, its lock expires 120 s after its last heartbeat, which was 7 s ago$/,
  ],
])('the refusal names %s', (_, held, advice) => {
  expect(heldMessage({ ...holder, ...held }, around)).toMatch(advice);
});

describe('one run at a time', () => {
  test('the second run learns which run has the lock, and gets it afterwards', async () => {
    const directory = newFolder();
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
    const directory = newFolder();
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

  describe('a run that counted as dead', () => {
    const later = { host: 'other', runId: 'run-2', clock: clockAt(NOW_MS + LOCK_EXPIRY_MS + 1_000) };

    test('sends and writes nothing more, and says who has taken over', async () => {
      const directory = newFolder();
      const first = await open(directory);
      const [going, events] = [fingerprints(2), fingerprints(2)];
      await first.markInFlight(going);
      const second = await open(directory, later);
      const byWhom = /taken over.*process \d+ on other, since .* \(run run-2\)/;
      expect(() => first.check()).toThrow(byWhom);
      expect(() => first.check()).toThrow(LedgerHeldError);
      await expect(first.markInFlight(events)).rejects.toThrow(byWhom);
      await expect(first.settle(going, NONE)).rejects.toThrow(byWhom);
      await first.close();
      expect(kinds(second, events)).toEqual(['new', 'new']);
      expect(kinds(second, going)).toEqual(['unknown', 'unknown']);
      await second.markInFlight(events);
      await second.settle(events, NONE);
      await second.close();
      const third = await open(directory, later);
      expect(kinds(third, events)).toEqual(['sent', 'sent']);
      await third.close();
    });

    test('is stopped by the number in each transaction, too, where there are no lock files', async () => {
      const directory = newFolder();
      const lock = join(directory, `${folderName(DESTINATION)}.lock`);
      const first = await open(directory);
      const going = fingerprints(2);
      await first.markInFlight(going);
      rmSync(lock);
      const second = await open(directory, later);
      rmSync(lock);
      expect(() => first.check()).toThrow(LedgerHeldError);
      await expect(first.settle(going, NONE)).rejects.toThrow(LedgerHeldError);
      await expect(first.markSettled(proofOf({ path: 'a', size: 1, modifiedMs: 1, edges: '' }), 'x')).rejects.toThrow(
        LedgerHeldError,
      );
      await first.close();
      expect(kinds(second, going)).toEqual(['unknown', 'unknown']);
      await second.close();
    });

    test('and only finds out at its end, reports it then', async () => {
      const directory = newFolder();
      const first = await open(directory);
      const second = await open(directory, later);
      await expect(first.close()).rejects.toThrow(LedgerHeldError);
      await second.close();
    });
  });
});

test.runIf(process.platform === 'linux')('when a process started is known, of others nothing', () => {
  expect(processStart(process.pid)).toMatch(/^\d+$/);
  expect(processStart(2 ** 30)).toBe('');
});
