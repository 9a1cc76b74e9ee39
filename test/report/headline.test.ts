import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { renderSummary } from '../../src/report/summary/summary.js';
import { headlineOf } from '../../src/report/summary/headline.js';
import { aReport } from './a-report.js';

type Input = Report['inputs'][number];

const input = (records: number, status: Input['status'] = 'failed'): Input => ({
  path: 'a.ndjson',
  format: 'ndjson',
  bytes: 5,
  records,
  status,
  failure: status === 'failed' ? 'x' : null,
});

describe('exit code 6', () => {
  test.each<[string, Input[], string]>([
    ['one that could not be opened', [input(0)], 'an input could not be read'],
    ['one that was cut off', [input(7), input(9, 'done')], 'an input could not be read to its end'],
    ['two that were cut off', [input(7), input(1)], '2 inputs could not be read to their end'],
    ['one of each kind', [input(7), input(0)], '2 inputs could not be read'],
    ['a report of an earlier version, which says nothing of its inputs', [], 'an input could not be read'],
  ])('%s', (_, inputs, what) => {
    const [live, dry] = [false, true].map((dryRun) =>
      headlineOf(aReport({ run: { exitCode: 6, stopReason: 'x', dryRun }, inputs })),
    );
    expect(live).toEqual({ mood: 'bad', text: `Finished, but ${what}` });
    expect(dry).toEqual({ mood: 'bad', text: `Dry run finished, but ${what}; nothing was sent` });
  });
});

describe('known rejects', () => {
  const knownSince = '2026-11-25T02:00:00.000Z';

  test.each<[string, { code: number; sent?: number; rejected: number; malformed: number; known: number }, string]>([
    [
      'one of one',
      { code: 0, rejected: 1, malformed: 0, known: 1 },
      'Nothing to send; 1 rejected, known since 2026-11-25',
    ],
    [
      'all of several',
      { code: 0, rejected: 2, malformed: 1, known: 3 },
      'Nothing to send; 2 rejected, 1 malformed record, all known since 2026-11-25',
    ],
    [
      'all, and something sent',
      { code: 0, sent: 5, rejected: 2, malformed: 0, known: 2 },
      '5 sent; 2 rejected, all known since 2026-11-25',
    ],
    [
      'some',
      { code: 3, sent: 5, rejected: 1_200, malformed: 0, known: 1_199 },
      'Finished with 1,200 rejected, 1,199 known since 2026-11-25',
    ],
    ['none', { code: 3, rejected: 2, malformed: 0, known: 0 }, 'Finished with 2 rejected'],
  ])('%s', (_, { code, sent = 0, rejected, malformed, known }, text) => {
    const knownRecords = Math.min(malformed, known);
    const report = aReport({
      run: { exitCode: code },
      batches: { malformed, known: knownRecords },
      events: { sent, rejected: { total: rejected, known: known - knownRecords, knownSince, byReason: {} } },
    });
    expect(headlineOf(report).text).toBe(text);
  });

  test.each([3, 4, 6, 7])(
    'exit code %i: the summary says it once, in the headline or above the reasons',
    (exitCode) => {
      const report = aReport({
        run: { exitCode, stopReason: 'x' },
        events: { rejected: { total: 3, known: 2, knownSince, byReason: { too_old: 3 } } },
      });
      expect(renderSummary(report, { width: 120, color: false }).match(/2 known since 2026-11-25/g)).toHaveLength(1);
    },
  );

  test('a report without a date says that they are known', () => {
    const report = aReport({ events: { rejected: { total: 2, known: 2, knownSince: null, byReason: {} } } });
    expect(headlineOf(report).text).toBe('Nothing to send; 2 rejected, all known');
  });
});
