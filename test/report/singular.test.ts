import { expect, test } from 'vitest';
import { REJECT_REASONS, SKIP_REASONS } from '../../src/model/reasons.js';
import { WARNINGS, warningText, type WarningCode } from '../../src/model/warnings.js';
import { alertOf } from '../../src/report/alert.js';
import { renderHtml } from '../../src/report/html/page.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { renderSummary } from '../../src/report/summary/summary.js';
import { aReport } from './a-report.js';

const CODES = Object.keys(WARNINGS) as WarningCode[];

const each = <Key extends string>(keys: readonly Key[], count: number): Record<Key, number> =>
  Object.fromEntries(keys.map((key) => [key, count])) as Record<Key, number>;

/** A run of which everything happened so many times. */
const everything = (count: number) => {
  const skipped = each(Object.keys(SKIP_REASONS), count);
  const rejected = each(Object.keys(REJECT_REASONS), count);
  return aReport({
    run: { exitCode: 3 },
    inputs: [{ path: 'a.csv', format: 'csv', bytes: 10, records: 1, status: 'failed', failure: 'a.csv is broken' }],
    batches: { read: count, malformed: count, known: 0, byReason: { not_json: count } },
    events: {
      read: count,
      sent: count,
      alreadySent: count,
      unsent: count,
      skipped: { total: count, byReason: skipped },
      rejected: { total: count, known: 0, byReason: rejected },
    },
    requests: { sent: count, succeeded: count, retried: count, split: count },
    byEventName: { Purchase: { events: count, value: { EUR: 1 } } },
    byDay: { '2026-07-30': { events: count, value: { EUR: 1 } } },
    matchKeys: { email: count, strong: count },
    warnings: CODES.map((code) => ({ code, count, message: warningText(code, count, []) })),
    limitedDataUse: { flagged: count, notSendable: { no_state: count } },
    duration: { seconds: 1, throttledSeconds: 0 },
    series: [{ at: 0, seconds: 1, sent: count, waitingSeconds: 0 }],
    latencyMs: { p50: 1, p90: 1, p99: 1, max: 1 },
  });
};

type AReport = ReturnType<typeof everything>;

const texts = (report: AReport): string =>
  [
    renderSummary(report, { width: 120, color: false }),
    renderHtml(report).replaceAll(/<style>[^]*?<\/style>|<[^>]*>/g, ' '),
    JSON.stringify(alertOf(report)),
  ].join('\n');

/** `1 events`, `1 of 3 events are`; units, and numbers of which only the end is 1, are no fault. */
const ONE_OF_MANY =
  /(?<![\d.,:/-])1 (?!ms\b|s\b|succeeded\b)(?:more |new |earlier |malformed )?[a-z-]+(?:s|ies)\b[^\n]{0,20}/g;
const ONE_ARE = /(?<![\d.,:/-])1 [a-z]+ (?:are|were|have)\b/g;

test('no text about one speaks of several', () => {
  const text = texts(everything(1));
  expect([...(text.match(ONE_OF_MANY) ?? []), ...(text.match(ONE_ARE) ?? [])]).toEqual([]);
  expect(text).toContain('1 malformed record');
});

test('no text about two speaks of one', () => {
  expect(texts(everything(2))).not.toMatch(/(?<![\d.,:/-])2 (?:event|record|batch|input|retry|sale|value)\b/);
});

test('two reports with one warning each have two', () => {
  const { warnings } = mergeReports([everything(1), { ...everything(1), inputs: [] }]);
  expect(warnings.map(({ code, message }) => [code, message])).toEqual(CODES.map((code) => [code, WARNINGS[code]]));
});

test('the only request, and the only reject that is known', () => {
  const known = aReport({
    run: { exitCode: 0 },
    batches: { malformed: 1, known: 1, byReason: { csv_row: 1 } },
    events: { rejected: { total: 0, known: 0, knownSince: '2026-07-30T02:00:00.000Z', byReason: {} } },
  });
  expect(renderSummary(known, { width: 120, color: false })).toContain(
    'Nothing to send; 1 malformed record, known since 2026-07-30',
  );
  expect(renderSummary(everything(1), { width: 120, color: false })).toMatch(/Requests +1, succeeded, 1 retry/);
});
