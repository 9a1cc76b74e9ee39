import { expect, test } from 'vitest';
import { PresenceFilter } from '../../src/ledger/memory/presence-filter.js';
import { fingerprints, split } from './ledgers.js';

test('never denies what was added, and denies nearly everything else', () => {
  const filter = new PresenceFilter();
  const all = split(fingerprints(20_000));
  const [added, others] = [all.slice(0, 10_000), all.slice(10_000)];
  expect(all.some((one) => filter.mayHave(one))).toBe(false);
  added.forEach((one) => filter.add(one));
  expect(added.every((one) => filter.mayHave(one))).toBe(true);
  // 10,000 of 17 million places are taken: of as many strangers some six stand where one was.
  expect(others.filter((one) => filter.mayHave(one)).length).toBeLessThan(40);
});

test('distinguishes values that differ in one of its 24 bits', () => {
  const bits = Array.from({ length: 32 }, (_, bit) =>
    Uint8Array.from({ length: 16 }, (_, byte) => (byte === bit >> 3 ? 1 << (bit & 7) : 0)),
  );
  const differing = bits.filter((one) => {
    const filter = new PresenceFilter();
    filter.add(new Uint8Array(16));
    return !filter.mayHave(one);
  });
  expect(differing).toHaveLength(24);
});
