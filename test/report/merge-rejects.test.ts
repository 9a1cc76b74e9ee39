import { describe, expect, test } from 'vitest';
import type { RejectReason } from '../../src/model/reasons.js';
import type { RejectSample, Report } from '../../src/model/report.js';
import { parseReport } from '../../src/report/files/schema.js';
import { renderHtml } from '../../src/report/html/page.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { renderSummary } from '../../src/report/summary/summary.js';
import { aReport } from './a-report.js';

const RECORDS: readonly RejectReason[] = ['not_json', 'csv_row'];

const DAY_MS = 86_400_000;

interface Night {
  /** Each as `reason FILE:LINE[:EVENT]`, with `!` at its end if an earlier run knows it. */
  readonly rejects: readonly string[];
  /** More of the reason no_value than are listed. */
  readonly unlisted?: number;
  readonly bytes?: number;
  readonly run?: Partial<Report['run']>;
  readonly id?: string;
}

const countsOf = (samples: readonly RejectSample[]): Partial<Record<RejectReason, number>> => {
  const counts: Partial<Record<RejectReason, number>> = {};
  for (const { reason } of samples) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

const nightsOf = (nights: readonly Night[]): Report[] =>
  nights.map(({ rejects, unlisted = 0, bytes = 9, run = {}, id = '1' }, at) => {
    const samples = rejects.map((text): RejectSample => {
      const [reason = '', origin = ''] = text.replace('!', '').split(' ');
      return { reason: reason as RejectReason, message: 'x', origin, ...(text.endsWith('!') ? { known: true } : {}) };
    });
    const records = samples.filter(({ reason }) => RECORDS.includes(reason));
    const events = samples.filter((sample) => !records.includes(sample));
    const knownOf = (some: readonly RejectSample[]): number => some.filter(({ known }) => known === true).length;
    const total = events.length + unlisted;
    const no_value = (countsOf(events).no_value ?? 0) + unlisted;
    const start = new Date(Date.UTC(2026, 10, 20) + at * DAY_MS).toISOString();
    return aReport({
      run: { id: `night-${at}`, startedAt: start, finishedAt: start, exitCode: 3, ...run },
      destination: { id },
      inputs: ['a.ndjson', 'b.csv'].map((path) => ({
        ...{ path, format: 'ndjson', bytes, records: 9, status: 'done', failure: null },
      })),
      batches: { read: 10, malformed: records.length, known: knownOf(records), byReason: countsOf(records) },
      events: {
        read: total + 5,
        sent: 5,
        rejected: {
          total,
          known: knownOf(events) + (unlisted > 0 && knownOf(events) > 0 ? unlisted : 0),
          knownSince: knownOf(samples) > 0 ? '2026-11-20T00:00:00.000Z' : null,
          byReason: { ...countsOf(events), ...(no_value > 0 ? { no_value } : {}) },
        },
      },
      rejectSamples: samples,
    });
  });

const A = 'no_value a.ndjson:1:0';
const B = 'too_old a.ndjson:2:1';
const ROW = 'csv_row b.csv:7';
const A_LATER = 'no_value a.ndjson:5:0';
const ROW_LATER = 'csv_row b.csv:8';

const night = (...rejects: readonly string[]): Night => ({ rejects });
/** A night that lists one of its 101 rejects. */
const many = (reject: string): Night => ({ rejects: [reject], unlisted: 100 });

describe('a reject that several nights met', () => {
  test.each<[what: string, nights: Night[], counts: readonly [total: number, malformed: number, known: number]]>([
    [
      'counts once if the later night knows it',
      [night(A, ROW), { ...night(`${A}!`, `${ROW}!`, B), bytes: 12 }],
      [2, 1, 0],
    ],
    ['over three nights', [night(A), night(`${A}!`, B), night(`${A}!`, `${B}!`)], [2, 0, 0]],
    ['that was known before the first of them, too', [night(`${A}!`), night(`${A}!`)], [1, 0, 1]],
    [
      'and not again in an attempt that was stopped and repeated',
      [night(A, ROW), { ...night(`${A}!`, `${ROW}!`), run: { exitCode: 4 } }, night(A_LATER, ROW_LATER)],
      [2, 2, 0],
    ],
    [
      'without a ledger, if the input has the same size',
      [night(A, ROW), { ...night(A, ROW), run: { ledger: false } }],
      [1, 1, 0],
    ],
    [
      'counts twice in a file that was written anew',
      [night(A), { ...night(A), bytes: 12, run: { ledger: false } }],
      [2, 0, 0],
    ],
    ['counts twice where the ledger says that it is another one', [night(A), night(A)], [2, 0, 0]],
    ['counts twice for another reason', [night(A), night('too_old a.ndjson:1:0!')], [2, 0, 1]],
    ['counts twice for two datasets', [night(A), { ...night(A), id: '2' }], [2, 0, 0]],
    ['counts twice in a dry run and a live one', [{ ...night(A), run: { dryRun: true } }, night(A)], [2, 0, 0]],
  ])('%s', (_, nights, [total, malformed, known]) => {
    const reports = nightsOf(nights);
    const { events, batches, runs, rejectSamples } = mergeReports(reports.toReversed());
    expect([events.rejected.total, batches.malformed]).toEqual([total, malformed]);
    expect(events.rejected.known + batches.known).toBe(known);
    expect(events.rejected.mayRepeat).toBeUndefined();
    expect(events.read).toBe(events.sent + events.rejected.total);
    for (const [counts, sum] of [
      [events.rejected.byReason, total],
      [batches.byReason, malformed],
    ] as const)
      expect(Object.values(counts).reduce((all, one) => all + one, 0)).toBe(sum);
    expect(rejectSamples).toHaveLength(total + malformed);
    // Each night's own line keeps its own count.
    expect(runs.map(({ rejected, malformed: records }) => rejected + records)).toEqual(
      nights.map(({ rejects }) => rejects.length),
    );
  });

  test('merging merged reports gives the same', () => {
    const [one, two, three] = nightsOf([night(A), night(`${A}!`, B), night(`${A}!`, `${B}!`)]);
    const [atOnce, stepwise] = [mergeReports([one, two, three]), mergeReports([mergeReports([one, two]), three])];
    expect(stepwise.events).toEqual(atOnce.events);
    expect(stepwise.rejectSamples).toEqual(atOnce.rejectSamples);
  });
});

describe('reports that list too few of their rejects', () => {
  const texts = (report: Report): string[] =>
    [renderSummary(report, { width: 120, color: false }), renderHtml(report)].map((text) =>
      text.replaceAll(/\s+/g, ' '),
    );

  test.each<[string, Night[], boolean]>([
    ['both', [many(A), many(`${A}!`)], true],
    ['the later one', [night(A), many(`${A}!`)], true],
    ['none is known to the later one', [many(A), many(B)], false],
    ['no ledger knows', [many(A), { ...many(B), run: { ledger: false } }], true],
    ['only one has any', [many(A), night()], false],
  ])('%s: nothing is left out, and the text says so', (_, nights, mayRepeat) => {
    const reports = nightsOf(nights);
    const merged = mergeReports(reports);
    expect(merged.events.rejected.mayRepeat ?? false).toBe(mayRepeat);
    expect(merged.events.rejected.total).toBe(reports.reduce((sum, { events }) => sum + events.rejected.total, 0));
    for (const text of texts(merged))
      expect(text.includes('A reject that several runs found is counted in each of them.')).toBe(mayRepeat);
    expect(parseReport(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
  });

  test('where each counts once, the text says that', () => {
    const merged = mergeReports(nightsOf([night(A), night(`${A}!`)]));
    for (const text of texts(merged)) expect(text).toContain('A reject that several runs found is counted once.');
  });
});
