import { expect, test } from 'vitest';
import { decodeJournalEntry, IN_FLIGHT, JournalEntry, NOT_SENT, SENT } from '../../src/ledger/store/journal.js';
import { fingerprints } from './ledgers.js';

const WHEN = { seconds: 0x01020304, run: 0x0506 };

test('the bytes of an entry: second, run, a state of each event, then the fingerprints', () => {
  const all = fingerprints(3);
  const entry = new JournalEntry(7, WHEN, all);
  entry.settle(0, SENT);
  entry.settle(2, NOT_SENT);
  const bytes = entry.encode();
  expect(bytes.toString('hex')).toBe(`040302010605010002${Buffer.from(all).toString('hex')}`);
  const read = decodeJournalEntry(7, bytes);
  expect([read.seconds, read.run, read.count]).toEqual([WHEN.seconds, WHEN.run, 3]);
  expect([0, 1, 2].map((position) => read.state(position))).toEqual([SENT, IN_FLIGHT, NOT_SENT]);
  expect(Buffer.from(read.fingerprint(2)).equals(all.subarray(32))).toBe(true);
});

test('a known outcome never changes, and an entry is finished with the last one', () => {
  const entry = new JournalEntry(1, WHEN, fingerprints(2));
  entry.settle(0, SENT);
  entry.settle(0, NOT_SENT);
  expect(entry.state(0)).toBe(SENT);
  expect(entry.isFinished).toBe(false);
  entry.settleAll(NOT_SENT);
  expect([entry.state(0), entry.state(1)]).toEqual([SENT, NOT_SENT]);
  expect(entry.isFinished).toBe(true);
  expect(decodeJournalEntry(1, entry.encode()).isFinished).toBe(true);
});
