import { existsSync, rmSync } from 'node:fs';
import { proofOf } from '../support/proofs.js';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LedgerHeldError } from '../../src/lib/errors.js';
import { LOCK_EXPIRY_MS } from '../../src/ledger/lock/lock-owner.js';
import { folderName } from '../../src/ledger/store/destination.js';
import { exportLedger } from '../../src/ledger/upkeep/export.js';
import { onEachLedger } from '../../src/ledger/upkeep/folders.js';
import { forgetInput, forgetSince, prune } from '../../src/ledger/upkeep/forget.js';
import { ledgerInfo } from '../../src/ledger/upkeep/info.js';
import type { Ledger } from '../../src/model/ledger.js';
import {
  delivered,
  DESTINATION,
  fingerprints,
  inLedger,
  kinds,
  kindsThen,
  NONE,
  NOW_MS,
  open,
  options,
  split,
} from './ledgers.js';
import { clockAt, newFolder } from '../support/surroundings.js';

const DAY_MS = 86_400_000;
const INPUT = { path: '/exports/a.ndjson', size: 10, modifiedMs: 1, edges: 'ab' };

/** A ledger with five events of a hundred days ago, five of today, and three of unknown outcome of long ago. */
const aged = async () => {
  const directory = newFolder();
  const [old, recent, unknown] = [fingerprints(5), fingerprints(5), fingerprints(3)];
  const longAgo = clockAt(NOW_MS - 100 * DAY_MS);
  await delivered(directory, old, { clock: longAgo });
  const crashed = await open(directory, { clock: longAgo });
  await crashed.markInFlight(unknown);
  await crashed.close();
  const today = await open(directory);
  await today.markInFlight(recent);
  await today.settle(recent, NONE);
  await today.markSettled(proofOf(INPUT), 'digest');
  await today.close();
  return { directory, old, recent, unknown };
};

const isInputSettled = (directory: string): Promise<boolean> =>
  inLedger(directory, (ledger) => ledger.isSettled(INPUT, 'digest'), { readOnly: true });

describe('forgetting', () => {
  test('prune: what was delivered long ago, but nothing of unknown outcome and no settled input', async () => {
    const { directory, old, recent, unknown } = await aged();
    const forgotten = await prune(directory, options(directory), NOW_MS - 90 * DAY_MS);
    expect(forgotten).toEqual([{ destination: DESTINATION, events: 5, inputs: 0 }]);
    expect(await kindsThen(directory, old, recent, unknown)).toEqual(['new', 'sent', 'unknown']);
    expect(await isInputSettled(directory)).toBe(true);
  });

  test('since: events sent since then, and inputs settled since then', async () => {
    const { directory, old, recent, unknown } = await aged();
    const forgotten = await forgetSince({ directory }, options(directory), NOW_MS - DAY_MS);
    expect(forgotten).toEqual([{ destination: DESTINATION, events: 5, inputs: 1 }]);
    expect(await kindsThen(directory, old, recent, unknown)).toEqual(['sent', 'new', 'unknown']);
    expect(await isInputSettled(directory)).toBe(false);
  });

  test('input: its mark, and the events in it that are known', async () => {
    const { directory, old, recent, unknown } = await aged();
    const events = [old.subarray(0, 32), Buffer.concat([unknown, fingerprints(4)]), NONE];
    const forgotten = await forgetInput({ directory }, options(directory), {
      path: INPUT.path,
      fingerprints: async function* () {
        yield* events;
      },
    });
    expect(forgotten).toEqual([{ destination: DESTINATION, events: 5, inputs: 1 }]);
    expect(await kindsThen(directory, old.subarray(0, 32), old.subarray(32), recent, unknown)).toEqual([
      'new',
      'sent',
      'sent',
      'new',
    ]);
    expect(await isInputSettled(directory)).toBe(false);
  });

  test('pages of events: all of very many', async () => {
    const [directory, all] = [newFolder(), fingerprints(20_000)];
    await delivered(directory, all);
    expect(await prune(directory, options(directory), NOW_MS + DAY_MS)).toMatchObject([{ events: 20_000 }]);
    expect(await kindsThen(directory, all)).toEqual(['new']);
  });

  test('not while a run holds the ledger', async () => {
    const directory = newFolder();
    const live = await open(directory);
    await expect(prune(directory, options(directory), NOW_MS)).rejects.toThrow(LedgerHeldError);
    await live.close();
  });

  describe('by a process that was paused and taken over', () => {
    const later = { host: 'other', runId: 'run-2', clock: clockAt(NOW_MS + LOCK_EXPIRY_MS + 1_000) };

    test('removes nothing more', async () => {
      const { directory, old, recent } = await aged();
      const takers: Ledger[] = [];
      const forgetting = forgetInput({ directory }, options(directory), {
        path: INPUT.path,
        fingerprints: async function* () {
          yield old;
          takers.push(await open(directory, later));
          yield recent;
        },
      });
      await expect(forgetting).rejects.toThrow(/taken over.*process \d+ on other, since .* \(run run-2\)/);
      const [taker] = takers;
      expect(taker === undefined ? [] : new Set(kinds(taker, recent))).toEqual(new Set(['sent']));
      await taker?.close();
    });

    test('is stopped by the number in each transaction, too, where there are no lock files', async () => {
      const { directory } = await aged();
      const file = join(directory, `${folderName(DESTINATION)}.lock`);
      const work = onEachLedger({ directory }, options(directory), async (store, write) => {
        rmSync(file);
        const taker = await open(directory, later);
        rmSync(file);
        try {
          await write(() => Array.from(store.inputs.getKeys({}), (key) => store.inputs.remove(key)));
        } finally {
          await taker.close();
        }
      });
      await expect(work).rejects.toThrow(LedgerHeldError);
      expect(await isInputSettled(directory)).toBe(true);
    });
  });

  test('work that fails leaves the lock free', async () => {
    const { directory } = await aged();
    const failed = onEachLedger({ directory }, options(directory), () => Promise.reject(new Error('the work failed')));
    await expect(failed).rejects.toThrow('the work failed');
    expect(await prune(directory, options(directory), NOW_MS)).toMatchObject([{ events: 5 }]);
  });

  test('nothing where there is no ledger, and makes none', async () => {
    const directory = join(newFolder(), 'none');
    expect(await prune(directory, options(directory), NOW_MS)).toEqual([]);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('looking', () => {
  test('info counts each destination, a run under way included', async () => {
    const { directory } = await aged();
    const other = { ...DESTINATION, id: '1' };
    const live = await open(directory, { destination: other, runId: 'night' });
    const [sent, out] = [fingerprints(4), fingerprints(2)];
    await live.markInFlight(sent);
    await live.settle(sent, NONE);
    await live.markInFlight(out);
    const found = await ledgerInfo(directory, options(directory));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(
      expect.objectContaining({
        ...{ destination: DESTINATION, sent: 10, unknown: 3, inputs: 1, holder: null },
        ...{ oldestMs: NOW_MS - 100 * DAY_MS, newestMs: NOW_MS },
      }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({
        ...{ destination: other, sent: 4, unknown: 2, inputs: 0 },
        holder: expect.objectContaining({ pid: process.pid, runId: 'night' }),
      }),
    );
    await live.settle(NONE, out);
    await live.close();
  });

  test('export lists every event', async () => {
    const { directory, old, unknown } = await aged();
    const exported = [];
    for await (const event of exportLedger(directory)) exported.push(event);
    const of = (group: Uint8Array, state: string, at: string) =>
      split(group).map((one) => ({
        ...{ api: 'conversions', destination: DESTINATION.id },
        ...{ fingerprint: Buffer.from(one).toString('hex'), state, at },
      }));
    expect(exported).toHaveLength(13);
    expect(exported).toEqual(
      expect.arrayContaining([
        ...of(old, 'sent', '2025-11-21T08:00:00.000Z'),
        ...of(unknown, 'unknown', '2025-11-21T08:00:00.000Z'),
      ]),
    );
  });
});

test('an event takes less than 64 bytes', async () => {
  const EVENTS = 400_000;
  const [directory, all] = [newFolder(), fingerprints(EVENTS)];
  const ledger = await open(directory);
  for (let at = 0; at < all.length; at += 32_000) {
    const chunk = all.subarray(at, at + 32_000);
    for (let offset = 0; offset < chunk.length; offset += 16) ledger.claim(chunk, offset);
    await ledger.markInFlight(chunk);
    await ledger.settle(chunk, NONE);
  }
  await ledger.close();
  const [info] = await ledgerInfo(directory, options(directory));
  expect(info).toMatchObject({ sent: EVENTS });
  expect(info !== undefined && 'bytes' in info && info.bytes / EVENTS).toBeLessThan(64);
});
