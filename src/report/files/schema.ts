// The schema of a saved report, and its checks.

import * as v from 'valibot';
import { InputError } from '../../lib/errors.js';
import { MATCH_KEY_NAMES } from '../../model/conversion.js';
import { REJECT_REASONS, SKIP_REASONS, type RejectReason, type SkipReason } from '../../model/reasons.js';
import { REPORT_SCHEMA_VERSION, type Report } from '../../model/report.js';
import { APIS } from '../../model/settings.js';
import { WARNINGS, type WarningCode } from '../../model/warnings.js';

const rejectReasons = Object.keys(REJECT_REASONS).filter((key): key is RejectReason => key in REJECT_REASONS);
const skipReasons = Object.keys(SKIP_REASONS).filter((key): key is SkipReason => key in SKIP_REASONS);
const warningCodes = Object.keys(WARNINGS).filter((key): key is WarningCode => key in WARNINGS);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0));
const instant = v.pipe(v.string(), v.isoTimestamp());
const textOrNull = v.nullable(v.string());

const sums = v.record(v.string(), v.object({ events: count, value: v.record(v.string(), v.number()) }));

const input = v.object({
  path: v.string(),
  format: v.picklist(['ndjson', 'json', 'csv', 'unknown']),
  bytes: v.nullable(count),
  records: count,
  status: v.picklist(['waiting', 'reading', 'done', 'unchanged', 'stopped', 'failed']),
  failure: v.optional(textOrNull, null),
});

const events = v.object({
  read: count,
  skipped: v.object({
    total: count,
    byReason: v.strictObject(v.entriesFromList(skipReasons, v.exactOptional(count))),
  }),
  rejected: v.object({
    total: count,
    known: v.optional(count, 0),
    knownSince: v.optional(v.nullable(instant), null),
    mayRepeat: v.exactOptional(v.literal(true)),
    byReason: v.strictObject(v.entriesFromList(rejectReasons, v.exactOptional(count))),
  }),
  alreadySent: count,
  sent: count,
  previewed: count,
  unsent: count,
});

const run = v.object({
  id: v.string(),
  startedAt: instant,
  finishedAt: instant,
  dryRun: v.boolean(),
  exitCode: count,
  stopReason: textOrNull,
  shard: v.optional(textOrNull, null),
  expectEvents: v.exactOptional(v.nullable(count)),
  ledger: v.exactOptional(v.boolean()),
  fastPathOff: v.exactOptional(textOrNull),
});

const oneOfRuns = v.object({
  id: v.string(),
  startedAt: instant,
  finishedAt: instant,
  exitCode: count,
  stopReason: textOrNull,
  shard: textOrNull,
  sent: count,
  previewed: count,
  rejected: count,
  malformed: count,
  unsent: count,
  seconds: amount,
});

/** A saved report. Unknown members are dropped; the JSON Schema beside this file is generated from it. */
export const reportSchema = v.object({
  schemaVersion: v.literal(REPORT_SCHEMA_VERSION),
  tool: v.object({ name: v.string(), version: v.string() }),
  run,
  runs: v.optional(v.array(oneOfRuns), []),
  destination: v.object({ api: v.picklist(APIS), id: textOrNull, apiVersion: v.string(), baseUrl: v.string() }),
  inputs: v.array(input),
  batches: v.object({
    read: count,
    malformed: count,
    known: v.optional(count, 0),
    byReason: v.optional(v.record(v.picklist(rejectReasons), v.exactOptional(count)), {}),
  }),
  events,
  requests: v.object({ sent: count, succeeded: count, retried: count, split: count }),
  byEventName: sums,
  byDay: v.optional(sums, {}),
  matchKeys: v.strictObject(v.entriesFromList([...MATCH_KEY_NAMES, 'strong'] as const, v.exactOptional(count))),
  limitedDataUse: v.object({ flagged: count, notSendable: v.record(v.string(), count) }),
  warnings: v.array(
    v.object({ code: v.picklist(warningCodes), count, message: v.string(), origin: v.exactOptional(v.string()) }),
  ),
  rejectSamples: v.optional(
    v.array(
      v.object({
        reason: v.picklist(rejectReasons),
        message: v.string(),
        origin: v.string(),
        known: v.exactOptional(v.literal(true)),
      }),
    ),
    [],
  ),
  skipSamples: v.optional(v.array(v.object({ reason: v.picklist(skipReasons), origin: v.string() })), []),
  duration: v.object({ seconds: amount, throttledSeconds: amount }),
  latencyMs: v.optional(v.nullable(v.object({ p50: amount, p90: amount, p99: amount, max: amount })), null),
  seriesSeconds: v.optional(v.pipe(v.number(), v.gtValue(0)), 10),
  series: v.optional(
    v.array(v.object({ at: amount, seconds: v.exactOptional(amount), sent: count, waitingSeconds: amount })),
    [],
  ),
  files: v.optional(v.object({ rejects: textOrNull, report: textOrNull, metrics: v.exactOptional(textOrNull) }), {
    rejects: null,
    report: null,
  }),
});

const versionHead = v.object({ schemaVersion: v.number(), tool: v.object({ version: v.string() }) });
const PROBLEMS_NAMED = 5;

const faultOf = ({ received, expected }: v.BaseIssue<unknown>): string => {
  if (received === 'undefined') return 'is missing';
  if (expected === 'never') return 'is not known here';
  return expected === null ? 'is not valid' : `should be ${expected}`;
};

/** Names the paths and their errors, never the values, because a wrong file may contain anything. */
const problemOf = (issue: v.BaseIssue<unknown>): string => `${v.getDotPath(issue) ?? 'it'} ${faultOf(issue)}`;

/** Reads what `--report` wrote. Throws InputError with the paths that do not fit. */
export const parseReport = (json: unknown): Report => {
  const parsed = v.safeParse(reportSchema, json);
  if (parsed.success) return parsed.output;
  const head = v.safeParse(versionHead, json);
  if (head.success && head.output.schemaVersion > REPORT_SCHEMA_VERSION)
    throw new InputError(
      `a report of schema version ${head.output.schemaVersion}, and this mp2fb reads up to ${REPORT_SCHEMA_VERSION}: use a newer one`,
    );
  const problems = parsed.issues.map(problemOf);
  const more = problems.length - PROBLEMS_NAMED;
  const named = [...problems.slice(0, PROBLEMS_NAMED), ...(more > 0 ? [`and ${more} more`] : [])];
  throw new InputError(`not a report of mp2fb: ${named.join('; ')}`);
};
