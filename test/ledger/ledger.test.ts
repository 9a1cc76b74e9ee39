import { existsSync, rmSync } from 'node:fs';
import { isInputSettled } from '../../src/ledger/store/settled-inputs.js';
import { proofOf } from '../support/proofs.js';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderName } from '../../src/ledger/store/destination.js';
import { openExisting, type Store } from '../../src/ledger/store/store.js';
import { delivered, DESTINATION, fingerprints, inLedger, kinds, kindsThen, NONE, NOW_MS, open } from './ledgers.js';
import { clockAt, newFolder } from '../support/surroundings.js';

describe('one event', () => {
  test('is new, then a duplicate for the rest of the run, then sent', async () => {
    const [directory, event] = [newFolder(), fingerprints(1)];
    const first = await open(directory);
    expect(first.claim(event)).toEqual({ kind: 'new' });
    expect(first.claim(event)).toEqual({ kind: 'duplicate' });
    await first.markInFlight(event);
    expect(first.claim(event)).toEqual({ kind: 'duplicate' });
    await first.settle(event, NONE);
    expect(first.claim(event)).toEqual({ kind: 'duplicate' });
    await first.close();
    expect(await inLedger(directory, (second) => [second.claim(event), second.claim(event)])).toEqual([
      { kind: 'sent' },
      { kind: 'sent' },
    ]);
  });

  test('released before it was sent is new again', async () => {
    const [directory, event] = [newFolder(), fingerprints(1)];
    await inLedger(directory, (ledger) => {
      ledger.claim(event);
      ledger.release(event);
      expect(ledger.claim(event).kind).toBe('new');
    });
  });

  test('in flight is not forgotten by a release', async () => {
    const [directory, event] = [newFolder(), fingerprints(1)];
    const ledger = await open(directory);
    await ledger.markInFlight(event);
    ledger.release(event);
    expect(ledger.claim(event).kind).toBe('duplicate');
    await ledger.settle(event, NONE);
    await ledger.close();
  });

  test('certainly not sent is new again, in this run and the next', async () => {
    const [directory, event] = [newFolder(), fingerprints(1)];
    const ledger = await open(directory);
    await ledger.markInFlight(event);
    await ledger.settle(NONE, event);
    expect(ledger.claim(event).kind).toBe('new');
    await ledger.close();
    expect(await kindsThen(directory, event)).toEqual(['new']);
  });

  test('without an outcome is unknown to the next run since it was sent, until it is delivered', async () => {
    const [directory, event] = [newFolder(), fingerprints(1)];
    const first = await open(directory);
    await first.markInFlight(event);
    await first.close();
    const clock = clockAt(NOW_MS + 3_600_000);
    const second = await open(directory, { clock });
    expect(second.claim(event)).toEqual({ kind: 'unknown', sinceMs: NOW_MS });
    expect(second.claim(event)).toEqual({ kind: 'duplicate' });
    await second.markInFlight(event);
    await second.close();
    // Going out again does not make it younger: Facebook counts from the first time.
    const third = await open(directory, { clock });
    expect(third.claim(event)).toEqual({ kind: 'unknown', sinceMs: NOW_MS });
    await third.markInFlight(event);
    await third.settle(NONE, event);
    await third.close();
    // Nothing was learnt of the first time either when a later try failed for certain.
    const fourth = await open(directory, { clock });
    expect(fourth.claim(event)).toEqual({ kind: 'unknown', sinceMs: NOW_MS });
    await fourth.markInFlight(event);
    await fourth.settle(event, NONE);
    await fourth.close();
    expect(await kindsThen(directory, event)).toEqual(['sent']);
  });
});

test('a chunk is settled piece by piece', async () => {
  const directory = newFolder();
  const all = fingerprints(1_000);
  const [good, bad, open_] = [all.subarray(0, 16 * 700), all.subarray(16 * 700, 16 * 701), all.subarray(16 * 701)];
  const ledger = await open(directory);
  await ledger.markInFlight(all);
  await ledger.settle(NONE, bad);
  await ledger.settle(good, NONE);
  await ledger.close();
  expect(await kindsThen(directory, good, bad, open_)).toEqual(['sent', 'new', 'unknown']);
});

test('rejects an outcome for an event that was never sent', async () => {
  await inLedger(newFolder(), (ledger) =>
    expect(ledger.settle(fingerprints(1), NONE)).rejects.toThrow('that was never sent'),
  );
});

test('destinations know nothing of each other', async () => {
  const [directory, events] = [newFolder(), fingerprints(3)];
  await delivered(directory, events);
  const kindsOf = (more: Partial<typeof DESTINATION>) =>
    inLedger(directory, (ledger) => kinds(ledger, events), { destination: { ...DESTINATION, ...more } });
  expect(await kindsOf({ id: '1' })).toEqual(['new', 'new', 'new']);
  expect(await kindsOf({ baseUrl: 'HTTPS://user:word@Graph.Example.com/' })).toEqual(['sent', 'sent', 'sent']);
});

test('concurrent requests share commits, and nothing is lost before the checkpoint', async () => {
  const directory = newFolder();
  const all = fingerprints(90_000);
  const ledger = await open(directory);
  const chunks = Array.from({ length: 90 }, (_, index) => all.subarray(index * 16_000, (index + 1) * 16_000));
  const lane = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      expect(new Set(kinds(ledger, chunk))).toEqual(new Set(['new']));
      await ledger.markInFlight(chunk);
      await ledger.settle(chunk, NONE);
      expect(new Set(kinds(ledger, chunk))).toEqual(new Set(['duplicate']));
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  expect(new Set(kinds(ledger, all))).toEqual(new Set(['duplicate']));
  await ledger.close();
  expect(await kindsThen(directory, all)).toEqual(['sent']);
});

describe('settled inputs', () => {
  const input = { path: '/exports/a.ndjson', size: 10, modifiedMs: 1, edges: 'ab' };
  test.each([
    ['the same', input, 'digest', true],
    ['another size', { ...input, size: 11 }, 'digest', false],
    ['another time', { ...input, modifiedMs: 2 }, 'digest', false],
    ['other edges', { ...input, edges: 'ac' }, 'digest', false],
    ['another path', { ...input, path: '/exports/b.ndjson' }, 'digest', false],
    ['other settings', input, 'other', false],
  ])('%s', async (_, asked, digest, expected) => {
    const directory = newFolder();
    const ledger = await open(directory);
    await ledger.markSettled(proofOf(input), 'digest');
    expect(ledger.isSettled(asked, digest)).toBe(expected);
    await ledger.close();
    expect(await inLedger(directory, (next) => next.isSettled(asked, digest))).toBe(expected);
  });
});

test.each([
  ['of this version', {}, true],
  ['of an older version', { version: undefined }, false],
])('a mark %s', (_, more, expected) => {
  const input = { path: '/exports/a.ndjson', size: 10, modifiedMs: 1, edges: 'ab' };
  const mark = { version: 2, size: 10, modifiedMs: 1, edges: 'ab', settings: 'digest', settledMs: NOW_MS, ...more };
  const store = { inputs: { get: () => JSON.stringify(mark) } } as unknown as Store;
  expect(isInputSettled(store, input, 'digest')).toBe(expected);
});

describe('a dry run', () => {
  test('does not create a missing ledger', async () => {
    const directory = join(newFolder(), 'ledger');
    const ledger = await open(directory, { readOnly: true });
    const event = fingerprints(1);
    expect(ledger.claim(event).kind).toBe('new');
    expect(ledger.claim(event).kind).toBe('duplicate');
    ledger.release(event);
    expect(ledger.claim(event).kind).toBe('new');
    await ledger.close();
    expect(existsSync(directory)).toBe(false);
  });

  test('reads while another run holds the ledger, what that run has noted included', async () => {
    const directory = newFolder();
    const [earlier, sent, goingOut, unseen] = [fingerprints(5), fingerprints(5), fingerprints(5), fingerprints(5)];
    await delivered(directory, earlier);
    const live = await open(directory);
    await live.markInFlight(sent);
    await live.settle(sent, NONE);
    await live.markInFlight(goingOut);
    const dry = await open(directory, { readOnly: true });
    const kindsOf = [earlier, sent, goingOut, unseen].map((events) => [...new Set(kinds(dry, events))].join());
    expect(kindsOf).toEqual(['sent', 'sent', 'unknown', 'new']);
    await dry.close();
    await live.settle(goingOut, NONE);
    await live.close();
  });
});

test('numbers of runs begin anew when they are used up', async () => {
  const [directory, event] = [newFolder(), fingerprints(1)];
  await delivered(directory, fingerprints(1));
  const store = await openExisting(join(directory, folderName(DESTINATION)), 'write');
  await store.about.put('run', '65535');
  await store.root.close();
  await delivered(directory, event);
  expect(await kindsThen(directory, event)).toEqual(['sent']);
});

test('a ledger that is taken away during a run stops it before the next request', async () => {
  const directory = newFolder();
  const ledger = await open(directory);
  await ledger.markInFlight(fingerprints(1));
  rmSync(join(directory, folderName(DESTINATION)), { recursive: true });
  await expect(ledger.markInFlight(fingerprints(1))).rejects.toThrow(/was removed, moved or replaced/);
  await ledger.close();
});

test.skipIf(process.platform !== 'linux')('a folder that cannot be made', async () => {
  await expect(open('/proc/mp2fb')).rejects.toThrow(/the ledger in \/proc\/mp2fb.* cannot be written/);
});
