import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FingerprintTable } from '../../src/ledger/memory/fingerprint-table.js';
import { RecentFingerprints } from '../../src/ledger/memory/recent.js';
import { fingerprints, split } from './ledgers.js';

/** Few first bytes, so that many want the same place. */
const crowded = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 }))
  .map(([home, rest]) => Uint8Array.from({ length: 16 }, (_, index) => (index === 0 ? home : index === 15 ? rest : 0)));

const step = fc.record({
  what: fc.constantFrom('set', 'add', 'delete', 'keepOnly'),
  key: crowded,
  value: fc.integer({ min: 1 }),
});

test('holds what a map holds, however crowded', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const [table, map] = [new FingerprintTable(), new Map<string, number>()];
      for (const { what, key, value } of steps) {
        const name = Buffer.from(key).toString('hex');
        if (what === 'set') {
          table.set(key, 0, value);
          map.set(name, value);
        } else if (what === 'add') {
          expect(table.add(key, 0, value)).toBe(!map.has(name));
          if (!map.has(name)) map.set(name, value);
        } else if (what === 'delete') {
          table.delete(key);
          map.delete(name);
        } else {
          table.keepOnly((number) => number % 3 !== value % 3);
          for (const [other, number] of map) if (number % 3 === value % 3) map.delete(other);
        }
        expect(table.size).toBe(map.size);
      }
      for (const { key } of steps) expect(table.get(key)).toBe(map.get(Buffer.from(key).toString('hex')) ?? 0);
    }),
  );
});

test('grows, and gives everything back', () => {
  const [table, all] = [new FingerprintTable(), fingerprints(5_000)];
  for (let at = 0; at < all.length; at += 16) table.set(all, at, at + 1);
  for (let at = 0; at < all.length; at += 16) expect(table.get(all, at)).toBe(at + 1);
  for (let at = 0; at < all.length; at += 32) table.delete(all, at);
  for (let at = 0; at < all.length; at += 16) expect(table.get(all, at)).toBe(at % 32 === 0 ? 0 : at + 1);
  expect(table.size).toBe(2_500);
});

test('gives back most of many in one pass, and takes them again', () => {
  const [table, all] = [new FingerprintTable(), fingerprints(5_000)];
  for (let at = 0; at < all.length; at += 16) table.set(all, at, at / 16 + 1);
  table.keepOnly((number) => number % 10 === 0);
  expect(table.size).toBe(500);
  for (let at = 0; at < all.length; at += 16) expect(table.add(all, at, 7)).toBe((at / 16 + 1) % 10 !== 0);
  expect(table.size).toBe(5_000);
});

test('numbers up to the largest of 32 bits', () => {
  const [table, one] = [new FingerprintTable(), fingerprints(1)];
  table.set(one, 0, 2 ** 32 - 1);
  expect(table.get(one)).toBe(2 ** 32 - 1);
});

test('recent ones are remembered up to a bound', () => {
  const [recent, all] = [new RecentFingerprints(100), split(fingerprints(350))];
  all.forEach((one) => recent.add(one));
  expect(all.map((one) => recent.has(one))).toEqual(all.map((_, index) => index >= 200));
});
