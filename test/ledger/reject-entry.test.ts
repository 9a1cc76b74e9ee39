import { expect, test } from 'vitest';
import { NO_ENTRY, withoutGone, type OpenReject } from '../../src/ledger/rejects/entry.js';

const open = (file: string, lastRun: number): OpenReject => ({
  ...{ reason: 'no_match_keys', sinceMs: 1, firstRun: 1, settings: 's', line: 1, event: 0 },
  ...{ file, lastRun },
});
const SETTLED = new Set(['a.ndjson']);

test.each([
  ['met in this run in a settled input', [open('a.ndjson', 7)], [open('a.ndjson', 7)]],
  ['met before in an input that is not settled', [open('b.ndjson', 6)], [open('b.ndjson', 6)]],
  ['met in this run in an input that is not settled', [open('b.ndjson', 7)], [open('b.ndjson', 7)]],
  ['met in two inputs, one settled since', [open('a.ndjson', 6), open('b.ndjson', 6)], [open('b.ndjson', 6)]],
])('a reject stays open: %s', (_, before, after) =>
  expect(withoutGone({ fixedMs: null, open: before }, SETTLED, 7)).toEqual({ fixedMs: null, open: after }),
);

test('one that a settled input no longer has is gone, unless its fix is remembered', () => {
  expect(withoutGone({ fixedMs: null, open: [open('a.ndjson', 6)] }, SETTLED, 7)).toBeNull();
  expect(withoutGone({ fixedMs: 5, open: [open('a.ndjson', 6)] }, SETTLED, 7)).toEqual({ ...NO_ENTRY, fixedMs: 5 });
});
