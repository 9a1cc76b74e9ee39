import { expect, test } from 'vitest';
import { NO_ENTRY, withoutGone, type OpenReject } from '../../src/ledger/rejects/entry.js';

const open = (file: string, lastRun: number, event: number | null = 0): OpenReject => ({
  ...{ reason: 'no_match_keys', sinceMs: 1, firstRun: 1, settings: 's', line: 1 },
  ...{ file, lastRun, event },
});
const READ = new Map([
  ['a.ndjson', false],
  ['since.ndjson', true],
]);

test.each([
  ['met in this run in an input that was read', [open('a.ndjson', 7)], [open('a.ndjson', 7)]],
  ['met before in an input that was not read', [open('b.ndjson', 6)], [open('b.ndjson', 6)]],
  ['met in this run in an input that was not read', [open('b.ndjson', 7)], [open('b.ndjson', 7)]],
  ['met in two inputs, one read since', [open('a.ndjson', 6), open('b.ndjson', 6)], [open('b.ndjson', 6)]],
  ['of an event, in an input of which --since left some out', [open('since.ndjson', 6)], [open('since.ndjson', 6)]],
])('a reject stays open: %s', (_, before, after) =>
  expect(withoutGone({ fixedMs: null, open: before }, READ, 7)).toEqual({ fixedMs: null, open: after }),
);

test('one that an input no longer has is gone, unless its fix is remembered', () => {
  expect(withoutGone({ fixedMs: null, open: [open('a.ndjson', 6)] }, READ, 7)).toBeNull();
  expect(withoutGone({ fixedMs: 5, open: [open('a.ndjson', 6)] }, READ, 7)).toEqual({ ...NO_ENTRY, fixedMs: 5 });
  expect(withoutGone({ fixedMs: null, open: [open('since.ndjson', 6, null)] }, READ, 7)).toBeNull();
});
