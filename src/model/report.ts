// The types of the report and of progress. Filling them is in run/, showing them in report/.

import type { InputState } from './block.js';
import type { Api } from './settings.js';
import type { MatchKeyName } from './conversion.js';
import type { RejectReason, SkipReason } from './reasons.js';
import type { WarningCode } from './warnings.js';

export const REPORT_SCHEMA_VERSION = 1;

/** Rejects that a report lists, beside one of each reason: enough for a merge to know most rejects by their places. */
export const MAX_REJECT_SAMPLES = 1_000;

/** The saved report of one run (`--report FILE`), and what the summary, the HTML page and the metrics are made of. */
export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly run: {
    readonly id: string;
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly dryRun: boolean;
    readonly exitCode: number;
    /** Why the run ended before its inputs did; null: it did not. */
    readonly stopReason: string | null;
    /** The shards of the run, as `3/8` or `1/8, 3/8`; null: no shards. */
    readonly shard: string | null;
    /** The new events that the run should find at least; null: no minimum. */
    readonly expectEvents?: number | null;
    /** Whether a ledger remembers after the run what it sent; reports of earlier versions lack it. */
    readonly ledger?: boolean;
    /** Why the fast path was off, with the same results; null: it was on. */
    readonly fastPathOff?: string | null;
  };
  /** The runs that are added up here, the earliest first; empty: this is the report of one run. */
  readonly runs: readonly ReportRun[];
  readonly destination: {
    readonly api: Api;
    readonly id: string | null;
    readonly apiVersion: string;
    readonly baseUrl: string;
  };
  readonly inputs: readonly ReportInput[];
  /** `byReason`: why records were malformed. */
  readonly batches: {
    readonly read: number;
    readonly malformed: number;
    /** Malformed records that an earlier run met already. */
    readonly known: number;
    readonly byReason: Readonly<Partial<Record<RejectReason, number>>>;
  };
  readonly events: {
    readonly read: number;
    readonly skipped: { readonly total: number; readonly byReason: Readonly<Partial<Record<SkipReason, number>>> };
    /**
     * Rejected events; malformed records are counted under `batches.malformed`. `known`: those that an earlier run met
     * already; `knownSince`: when a run met the first of them, or of the known records (ISO 8601, UTC).
     */
    readonly rejected: {
      readonly total: number;
      readonly known: number;
      readonly knownSince: string | null;
      /** For several runs: they may have met the same reject, but their lists are too short to count it once. */
      readonly mayRepeat?: true;
      readonly byReason: Readonly<Partial<Record<RejectReason, number>>>;
    };
    readonly alreadySent: number;
    readonly sent: number;
    readonly previewed: number;
    readonly unsent: number;
  };
  /** `sent` = `succeeded` + failed; `retried`: attempts after a first one; `split`: refused chunks that were divided. */
  readonly requests: {
    readonly sent: number;
    readonly succeeded: number;
    readonly retried: number;
    readonly split: number;
  };
  /** Of the events sent (or previewed): by Facebook's event name, number and value by currency. */
  readonly byEventName: Readonly<Record<string, ReportSum>>;
  /** Of the events sent (or previewed), by the event's day (UTC, `YYYY-MM-DD`). */
  readonly byDay: Readonly<Record<string, ReportSum>>;
  /** Events sent (or previewed) that carry the key; `strong`: at least one that identifies a person alone. */
  readonly matchKeys: Readonly<Partial<Record<MatchKeyName | 'strong', number>>>;
  readonly limitedDataUse: { readonly flagged: number; readonly notSendable: Readonly<Record<string, number>> };
  readonly warnings: readonly ReportWarning[];
  /** The first `MAX_REJECT_SAMPLES` rejects, and the first one of each reason: reason, message and origin, never a value. */
  readonly rejectSamples: readonly RejectSample[];
  /** The first origin of each skip reason. */
  readonly skipSamples: readonly { readonly reason: SkipReason; readonly origin: string }[];
  readonly duration: { readonly seconds: number; readonly throttledSeconds: number };
  /** Time from a request's start to its answer, in milliseconds; null without requests. */
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number } | null;
  /** One entry per `seriesSeconds` of the run. */
  readonly seriesSeconds: number;
  readonly series: readonly ReportSeriesEntry[];
  readonly files: { readonly rejects: string | null; readonly report: string | null; readonly metrics?: string | null };
}

/** Events, and their value by currency. */
export interface ReportSum {
  readonly events: number;
  readonly value: Readonly<Record<string, number>>;
}

/** The result of one of several runs. */
export interface ReportRun {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly stopReason: string | null;
  readonly shard: string | null;
  readonly sent: number;
  readonly previewed: number;
  /** Events; `malformed` are records. */
  readonly rejected: number;
  readonly malformed: number;
  readonly unsent: number;
  readonly seconds: number;
}

/** What happened within one step of the time series. */
export interface ReportSeriesEntry {
  /** Seconds since the run's start. */
  readonly at: number;
  /** How many seconds it covers: the last one of a run less than `seriesSeconds`. Reports of older versions lack it. */
  readonly seconds?: number;
  readonly sent: number;
  readonly waitingSeconds: number;
}

/** How an input was read. */
export interface ReportInput {
  readonly path: string;
  readonly format: InputState['format'];
  /** null: not known (stdin). */
  readonly bytes: number | null;
  readonly records: number;
  readonly status: InputState['status'];
  readonly failure: string | null;
}

/** All warnings with one code; `message` is read after the count, and names columns, attributes or settings. */
export interface ReportWarning {
  readonly code: WarningCode;
  readonly count: number;
  readonly message: string;
  /** FILE:LINE[:EVENT] of the first one, where it comes from a record. */
  readonly origin?: string;
}

/** One rejected event or malformed record, without any value of it. */
export interface RejectSample {
  readonly reason: RejectReason;
  readonly message: string;
  readonly origin: string;
  /** An earlier run met it already. */
  readonly known?: true;
}

/** The state of a running upload, read whenever a printer draws it. */
export interface ProgressSnapshot {
  readonly elapsedSeconds: number;
  readonly eventsRead: number;
  readonly sent: number;
  readonly previewed: number;
  readonly alreadySent: number;
  readonly skipped: number;
  /** Events and records. */
  readonly rejected: number;
  /** The records among them. */
  readonly malformed: number;
  /** Nothing is sent, but previewed. */
  readonly dryRun: boolean;
  /** A dry run whose reader left before its end: its last output may not have been read. */
  readonly readerLeft?: boolean;
  /** The rejected ones by reason, where it is known. */
  readonly rejectedByReason?: Readonly<Partial<Record<RejectReason, number>>>;
  /** Fraction of the work done, 0..1; null: unknown (stdin). */
  readonly shareDone: number | null;
  readonly requestsInFlight: number;
  /** Requests that may be in flight at present: less than `concurrency` while Facebook's usage headers ask for it. */
  readonly lanes: number;
  readonly requestsRetried: number;
  /** Set while all requests wait. */
  readonly waiting: { readonly untilMs: number; readonly why: string } | null;
}

/** Shows the progress of a run. It must never make a run fail. */
export interface ProgressPrinter {
  start(
    about: {
      readonly runId: string;
      readonly destination: string;
      readonly inputs: number;
      readonly bytes: number | null;
    },
    read: () => ProgressSnapshot,
  ): void;
  /** A line of its own during the run: a wait, a retry, a warning. */
  notice(kind: 'wait' | 'retry' | 'warning', text: string): void;
  /** Writes the last progress, and removes what it drew on the screen. */
  end(): void;
}
