import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.js';
import type { Report } from '../../src/model/report.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { parseReport } from '../../src/report/files/schema.js';
import { aReport, EMPTY, NIGHT } from './a-report.js';

/** A run from one second of a day to another, that sent so many events in each ten seconds. */
const between = (from: number, to: number, sent: number[], more: Parameters<typeof aReport>[0] = {}): Report =>
  aReport({
    run: {
      startedAt: new Date(from * 1_000).toISOString(),
      finishedAt: new Date(to * 1_000).toISOString(),
      ...more.run,
    },
    duration: { seconds: to - from, throttledSeconds: 5 },
    series: sent.map((count, at) => ({ at: at * 10, sent: count, waitingSeconds: at })),
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'run')),
  });

test('one report is unchanged; no report and reports of two APIs are refused', () => {
  expect(mergeReports([NIGHT])).toBe(NIGHT);
  expect(() => mergeReports([])).toThrow(UsageError);
  expect(() => mergeReports([NIGHT, aReport({ destination: { api: 'offline-conversions' } })])).toThrow(/two APIs/);
});

test('two nights', () => {
  const other = aReport(
    {
      run: { startedAt: '2026-08-01T02:00:00.000Z', finishedAt: '2026-08-01T02:01:00.000Z', exitCode: 0 },
      byEventName: { Purchase: { events: 1, value: { USD: 0.1, EUR: 5 } }, Checkout: { events: 2, value: {} } },
      matchKeys: { email: 1, phone: 1 },
      warnings: [
        { code: 'currency_defaulted', count: 6, message: NIGHT.warnings[0].message },
        { code: 'csv_unknown_column', count: 1, message: 'CSV columns are not known: shoe size' },
      ],
      latencyMs: { p50: 10, p90: 20, p99: 30, max: 40 },
      requests: { sent: 474 },
      limitedDataUse: { flagged: 2, notSendable: { no_state: 3 } },
      files: { rejects: 'other.ndjson' },
    },
    NIGHT,
  );
  // The order on the command line says nothing.
  const merged = mergeReports([other, NIGHT]);
  expect(merged.run).toEqual({ ...NIGHT.run, id: '2 runs', finishedAt: '2026-08-01T02:01:00.000Z' });
  expect(
    merged.runs.map(({ startedAt, exitCode, sent, rejected, malformed, seconds }) => [
      startedAt,
      exitCode,
      sent,
      rejected,
      malformed,
      seconds,
    ]),
  ).toEqual([
    [NIGHT.run.startedAt, 3, 470_000, 212, 3, 134],
    ['2026-08-01T02:00:00.000Z', 0, 470_000, 212, 3, 134],
  ]);
  expect(merged.events).toMatchObject({ read: 960_424, sent: 940_000, alreadySent: 16_000 });
  expect(merged.events.rejected).toMatchObject({
    total: 424,
    known: 0,
    byReason: { no_match_keys: 360, invalid_currency: 64 },
  });
  expect(merged.byEventName).toEqual({
    AddToCart: { events: 70_000, value: { USD: 934_000 } },
    Checkout: { events: 2, value: {} },
    Purchase: { events: 400_001, value: { USD: 12_345_679, EUR: 5 } },
  });
  expect(merged.matchKeys).toMatchObject({ email: 447_001, phone: 1, strong: 461_540 });
  expect(merged.warnings).toEqual([{ ...NIGHT.warnings[0], count: 1_210 }, other.warnings[1]]);
  expect(merged.limitedDataUse).toEqual({ flagged: 2, notSendable: { no_state: 3 } });
  expect(merged.latencyMs).toEqual({ p50: 110, p90: 250, p99: 470, max: 2_314 });
  expect(merged.inputs).toHaveLength(6);
  expect(merged.rejectSamples.slice(0, 3).map(({ reason }) => reason)).toEqual([
    'no_match_keys',
    'invalid_currency',
    'not_json',
  ]);
  expect(merged.files).toEqual({ rejects: null, report: 'report.json', metrics: null });
});

describe('time', () => {
  test('nights follow each other, without the day between them', () => {
    const merged = mergeReports([between(0, 20, [5, 6]), between(86_400, 86_410, [7])]);
    expect(merged.duration).toEqual({ seconds: 30, throttledSeconds: 10 });
    expect(merged.series.map(({ at, sent, waitingSeconds }) => [at, sent, waitingSeconds])).toEqual([
      [0, 5, 0],
      [10, 6, 1],
      [20, 7, 0],
    ]);
  });

  test('the last entry of each night covers what the night had of it', () => {
    const merged = mergeReports([between(0, 14, [5, 6]), between(86_400, 86_403, [7]), between(172_800, 172_820, [1])]);
    expect(merged.series.map(({ at, seconds, sent }) => [at, seconds, sent])).toEqual([
      [0, 10, 5],
      [10, 4, 6],
      [20, 3, 7],
      [30, 10, 1],
    ]);
  });

  test('shards lie over one another as they did', () => {
    const merged = mergeReports([between(1_000, 1_030, [1, 2, 3]), between(1_010, 1_040, [10, 20, 30])]);
    expect(merged.duration).toEqual({ seconds: 40, throttledSeconds: 5 });
    expect(merged.series.map(({ sent, waitingSeconds }) => [sent, waitingSeconds])).toEqual([
      [1, 0],
      [12, 1],
      [23, 2],
      [30, 2],
    ]);
  });

  test('series of different steps become the coarser one', () => {
    const coarse = { ...between(100, 160, [9]), seriesSeconds: 60 };
    const merged = mergeReports([between(0, 40, [1, 1, 1, 1]), coarse]);
    expect(merged.seriesSeconds).toBe(60);
    expect(merged.series.map(({ at, sent }) => [at, sent])).toEqual([
      [0, 4],
      [60, 9],
    ]);
  });
});

test.each([
  [[0, 0], 0],
  [[0, 3], 3],
  [[3, 143, 0], 143],
  [[4, 6, 3], 4],
  [[0, 1, 4], 1],
  [[4, 99], 99],
])('exit codes %j: %d', (codes, worst) => {
  expect(mergeReports(codes.map((exitCode) => aReport({ run: { exitCode } }))).run.exitCode).toBe(worst);
});

test('several reasons to stop, several destinations, a dry run among live ones', () => {
  const merged = mergeReports([
    aReport({ run: { stopReason: 'one', dryRun: true }, destination: { id: '1' } }),
    aReport({ run: { stopReason: 'two' }, destination: { id: '2' } }),
    aReport({ run: { stopReason: 'one' }, destination: { id: '2' } }),
  ]);
  expect(merged.run).toMatchObject({ stopReason: 'one; two', dryRun: false });
  expect(merged.destination.id).toBe('1, 2');
});

const someReport = fc
  .record({
    from: fc.integer({ min: 0, max: 100_000 }),
    seconds: fc.integer({ min: 0, max: 300 }),
    sent: fc.array(fc.nat(1_000), { maxLength: 30 }),
    value: fc.nat(10_000_000),
    name: fc.constantFrom('Purchase', 'AddToCart'),
  })
  .map(({ from, seconds, sent, value, name }) => {
    const total = sent.reduce((sum, count) => sum + count, 0);
    return between(from, from + Math.max(seconds, sent.length * 10), sent, {
      events: { read: total, sent: total },
      byEventName: { [name]: { events: total, value: { USD: value / 100 } } },
    });
  });

test('whatever is merged, nothing is lost, in any order, and it is a report again', () => {
  fc.assert(
    fc.property(fc.array(someReport, { minLength: 1, maxLength: 6 }), (reports) => {
      const merged = mergeReports(reports);
      const sum = (of: (report: Report) => number): number => reports.reduce((all, report) => all + of(report), 0);
      expect(merged.events.sent).toBe(sum(({ events }) => events.sent));
      expect(merged.series.reduce((all, { sent }) => all + sent, 0)).toBe(merged.events.sent);
      const cents = (report: Report): number =>
        Object.values(report.byEventName).reduce((all, { value }) => all + Math.round(value.USD * 100), 0);
      expect(cents(merged)).toBe(sum(cents));
      expect(merged.duration.seconds).toBeLessThanOrEqual(sum(({ duration }) => duration.seconds));
      expect(parseReport(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
    }),
    { numRuns: 60 },
  );
  expect(EMPTY.events.sent).toBe(0);
});
