import type { Report } from '../../src/model/report.js';

type Rejected = Report['events']['rejected'];
type Part<Value> = Value extends readonly unknown[]
  ? Value
  : { [Key in keyof Value]?: Value[Key] extends Rejected ? Partial<Rejected> : Value[Key] };
type Parts = { [Key in keyof Report]?: Part<Report[Key]> };

/** A run that did nothing: what every case starts from. */
export const EMPTY: Report = {
  schemaVersion: 1,
  tool: { name: 'mp2fb', version: '1.0.0' },
  run: {
    id: '20260731T020001Z-4f2a1b',
    startedAt: '2026-07-31T02:00:01.000Z',
    finishedAt: '2026-07-31T02:00:01.000Z',
    dryRun: false,
    exitCode: 0,
    stopReason: null,
    shard: null,
    ledger: true,
  },
  runs: [],
  destination: {
    api: 'conversions',
    id: '1234567890123456',
    apiVersion: 'v26.0',
    baseUrl: 'https://graph.facebook.com',
  },
  inputs: [],
  batches: { read: 0, malformed: 0, known: 0, byReason: {} },
  events: {
    read: 0,
    skipped: { total: 0, byReason: {} },
    rejected: { known: 0, knownSince: null, total: 0, byReason: {} },
    alreadySent: 0,
    sent: 0,
    previewed: 0,
    unsent: 0,
  },
  requests: { sent: 0, succeeded: 0, retried: 0, split: 0 },
  byEventName: {},
  byDay: {},
  matchKeys: {},
  limitedDataUse: { flagged: 0, notSendable: {} },
  warnings: [],
  rejectSamples: [],
  skipSamples: [],
  duration: { seconds: 0, throttledSeconds: 0 },
  latencyMs: null,
  seriesSeconds: 10,
  series: [],
  files: { rejects: null, report: null },
};

/** Dictionaries: what a case names is all there is. */
const REPLACED = new Set(['byEventName', 'byDay', 'matchKeys']);

const NO_REJECTS: Rejected = EMPTY.events.rejected;

const merged = <Value>(part: Value, change: Partial<Value> | undefined): Value => {
  if (change === undefined || Array.isArray(part) || part === null || typeof part !== 'object')
    return (change ?? part) as Value;
  const rejected = 'rejected' in change ? { rejected: { ...NO_REJECTS, ...(change.rejected as object) } } : {};
  return { ...part, ...change, ...rejected };
};

/** A report that differs from the empty one in the members named; members of members are mixed in. */
export const aReport = (parts: Parts = {}, base: Report = EMPTY): Report =>
  Object.fromEntries(
    Object.entries(base).map(([key, part]) => [
      key,
      REPLACED.has(key) ? (parts[key as keyof Report] ?? part) : merged(part, parts[key as keyof Report] as never),
    ]),
  ) as unknown as Report;

/** A usual night: most is sent, a little of everything else. */
export const NIGHT = aReport({
  run: { finishedAt: '2026-07-31T02:02:15.000Z', exitCode: 3 },
  inputs: (
    [
      ['28', 412_000_000, 160_000],
      ['29', 398_000_000, 155_210],
      ['30', 431_000_000, 165_000],
    ] as const
  ).map(([day, bytes, records]) => ({
    ...{ path: `exports/2026-07-${day}.ndjson.gz`, format: 'ndjson', bytes, records, status: 'done', failure: null },
  })),
  batches: { read: 480_210, malformed: 3, known: 0, byReason: { not_json: 3 } },
  events: {
    read: 480_212,
    skipped: { total: 2_000, byReason: { app_platform: 1_800, other_action: 200 } },
    rejected: { known: 0, knownSince: null, total: 212, byReason: { no_match_keys: 180, invalid_currency: 32 } },
    alreadySent: 8_000,
    sent: 470_000,
  },
  requests: { sent: 474, succeeded: 472, retried: 2, split: 0 },
  byEventName: {
    AddToCart: { events: 70_000, value: { USD: 934_000 } },
    Purchase: { events: 400_000, value: { USD: 12_345_678.9 } },
  },
  byDay: {
    '2026-07-28': { events: 156_000, value: { USD: 4_100_000 } },
    '2026-07-29': { events: 151_000, value: { USD: 4_400_000.9 } },
    '2026-07-30': { events: 163_000, value: { USD: 4_779_678 } },
  },
  matchKeys: {
    email: 447_000,
    firstName: 329_000,
    lastName: 329_100,
    gender: 94_000,
    city: 310_200,
    country: 470_000,
    appleAdvertisingId: 42_300,
    googleAdvertisingId: 51_700,
    strong: 461_540,
  },
  warnings: [
    { code: 'currency_defaulted', count: 1_204, message: 'events without a currency take the default currency: USD' },
  ],
  rejectSamples: [
    {
      reason: 'no_match_keys',
      message: 'no usable match key in identities, device or attributes',
      origin: 'exports/2026-07-28.ndjson.gz:120344:0',
    },
    {
      reason: 'invalid_currency',
      message: 'currency_code is not an ISO 4217 code',
      origin: 'exports/2026-07-29.ndjson.gz:17:1',
    },
    { reason: 'not_json', message: 'the line is not JSON', origin: 'exports/2026-07-30.ndjson.gz:99' },
  ],
  duration: { seconds: 134, throttledSeconds: 30 },
  latencyMs: { p50: 210, p90: 480, p99: 910, max: 2_314 },
  series: Array.from({ length: 14 }, (_, at) => ({
    at: at * 10,
    sent: at >= 5 && at < 8 ? 0 : 42_727,
    waitingSeconds: at >= 5 && at < 8 ? 10 : 0,
  })),
  files: { rejects: 'rejects.ndjson', report: 'report.json' },
});
