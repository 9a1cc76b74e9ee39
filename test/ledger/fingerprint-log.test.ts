import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FingerprintLog, NOWHERE } from '../../src/ledger/memory/fingerprint-log.js';
import { RecentFingerprints } from '../../src/ledger/memory/recent.js';
import { fingerprints, split } from './ledgers.js';

/** Few first bytes, so that many want the same slot. */
const crowded = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 }))
  .map(([home, rest]) => Uint8Array.from({ length: 16 }, (_, index) => (index === 0 ? home : index === 15 ? rest : 0)));

const step = fc.record({ what: fc.constantFrom('add', 'remove', 'unlist', 'removeAll'), key: crowded });

const nameOf = (key: Uint8Array): string => Buffer.from(key).toString('hex');

test('holds what a set holds, however crowded', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const [log, set] = [new FingerprintLog(), new Set<string>()];
      for (const { what, key } of steps) {
        const [name, position] = [nameOf(key), log.position(key)];
        expect(position !== NOWHERE).toBe(set.has(name));
        if (what === 'add') {
          expect(log.add(key)).toBe(!set.has(name));
          set.add(name);
        } else if (position !== NOWHERE) {
          if (what === 'remove') log.remove(position);
          else if (what === 'unlist') log.unlist(position);
          else log.removeAll([{ position, count: 1 }]);
          set.delete(name);
        }
        expect(log.size).toBe(set.size);
      }
      for (const { key } of steps) expect(log.position(key) !== NOWHERE).toBe(set.has(nameOf(key)));
    }),
  );
});

test('grows, keeps the order, and uses its memory again', () => {
  const [log, all] = [new FingerprintLog(), fingerprints(40_000)];
  for (let round = 0; round < 3; round += 1) {
    for (let at = 0; at < all.length; at += 16) expect(log.add(all, at)).toBe(true);
    const runs: { position: number; count: number }[] = [];
    for (let at = 0; at < all.length;) {
      const { position, fingerprints: stored } = log.stored(all.subarray(at));
      expect(Buffer.compare(stored, all.subarray(at, at + stored.length))).toBe(0);
      runs.push({ position, count: stored.length / 16 });
      at += stored.length;
    }
    // Runs end where a segment of 2,048 does. Those of the first round are in front of those of the next two.
    expect(runs.length).toBeLessThanOrEqual(22);
    expect(Math.max(...runs.map(({ position }) => position))).toBeLessThan(45_000);
    log.removeAll(runs);
    expect(log.size).toBe(0);
  }
});

test.each([1, 2, 3, 4])('finds what was added from other places in memory (offset %d)', (offset) => {
  const [log, all] = [new FingerprintLog(), fingerprints(100)];
  const moved = Buffer.concat([Buffer.alloc(offset), all]).subarray(offset);
  for (let at = 0; at < all.length; at += 16) expect(log.add(moved, at)).toBe(true);
  for (let at = 0; at < all.length; at += 16) expect(log.position(all, at)).toBe(at / 16);
  expect(Buffer.compare(log.stored(moved).fingerprints, all)).toBe(0);
});

test('a run ends where the order, or a gap, does', () => {
  const [log, [one, two, three, four]] = [new FingerprintLog(), split(fingerprints(4))];
  for (const fingerprint of [one, two, three, four]) log.add(fingerprint);
  const countOf = (...events: Uint8Array[]): number => log.stored(Buffer.concat(events)).fingerprints.length / 16;
  expect(countOf(one, two, three, four)).toBe(4);
  expect(countOf(two, three, one)).toBe(2);
  log.remove(log.position(two));
  log.add(two);
  expect(countOf(one, two)).toBe(1);
  log.unlist(log.position(four));
  expect(countOf(three, four)).toBe(1);
});

test('what was added last and is not wanted leaves no gap', () => {
  const [log, [one, two, three]] = [new FingerprintLog(), split(fingerprints(3))];
  log.add(one);
  log.add(two);
  log.remove(log.position(two));
  log.add(three);
  expect([one, two, three].map((fingerprint) => log.position(fingerprint))).toEqual([0, NOWHERE, 1]);
});

test('what is not wanted takes no memory, wherever a segment ends', () => {
  const [log, all] = [new FingerprintLog(), fingerprints(2_049)];
  for (let at = 0; at < all.length; at += 16)
    for (let again = 0; again < 3; again += 1) {
      log.add(all, at);
      if (again < 2) log.remove(log.position(all, at));
    }
  expect(log.position(all, all.length - 16)).toBe(2_048);
});

test('recent ones are remembered up to a bound', () => {
  const [recent, all] = [new RecentFingerprints(100), split(fingerprints(350))];
  all.forEach((one) => recent.add(one));
  expect(all.map((one) => recent.has(one))).toEqual(all.map((_, index) => index >= 200));
});
