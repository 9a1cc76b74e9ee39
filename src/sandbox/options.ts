// The options of the simulator, with their defaults.

import type { Writable } from 'node:stream';
import { type Clock, systemClock } from '../lib/clock.js';
import type { JsonObject } from '../lib/json.js';

/** An event is refused when the member (a name, or a dotted path such as `custom_data.order_id`) has this text. */
export interface RefuseRule {
  readonly field: string;
  readonly value: string;
}

/** The number of requests allowed per period, and its length in seconds. */
export interface ThrottleLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** Simulated faults. Rates are fractions of the event requests, 0..1. */
export interface SandboxFaults {
  readonly latencyMs: number;
  /** Answers 500 and 502, without processing. */
  readonly failRate: number;
  /** The connection is closed before anything is processed. */
  readonly resetRate: number;
  /** The events are processed, and the connection is closed instead of an answer. */
  readonly loseAnswerRate: number;
  readonly throttleAfter: ThrottleLimit | null;
  readonly refuse: readonly RefuseRule[];
}

/**
 * Receives each event that Facebook would count: a stream (of objects, or of NDJSON text), or a function, whose promise
 * is awaited if it returns one.
 */
export type EventRecord = Writable | ((event: JsonObject) => unknown);

/** The options of a simulator, complete. */
export interface SandboxSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly clock: Clock;
  /** The same seed and the same order of requests give the same faults. */
  readonly seed: number;
  readonly faults: SandboxFaults;
  readonly record: EventRecord | null;
  /** The only accepted token; null: any that could be one. */
  readonly expectedToken: string | null;
  /** If set, every call must include the `appsecret_proof` made with it. */
  readonly appSecret: string | null;
  readonly offlineEventSetId: string;
  readonly datasetId: string;
  readonly maxBodyBytes: number;
  /** Whether repeated events are recognised. */
  readonly remember: boolean;
  /** Maximum number of events remembered for deduplication; about 24 bytes each. */
  readonly rememberAtMost: number;
  /** How many of the latest events are kept complete, for `/_sandbox/events`. */
  readonly keepEvents: number;
  /** Whether refusals of the Conversions API name the refused event, which the documentation does not promise. */
  readonly nameIndex: boolean;
  /** Whether the Conversions API accepts hashed advertising ids: Meta's pages contradict each other on it. */
  readonly allowHashedMadid: boolean;
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Everything has a default; see `SANDBOX_DEFAULTS`. */
export type SandboxOptions = Optional<Omit<SandboxSettings, 'faults'>> & {
  readonly faults?: Optional<SandboxFaults> | undefined;
};

const MEBIBYTE = 1024 * 1024;

const NO_FAULTS = { latencyMs: 0, failRate: 0, resetRate: 0, loseAnswerRate: 0, throttleAfter: null, refuse: [] };

// prettier-ignore
export const SANDBOX_DEFAULTS: SandboxSettings = {
  host: '127.0.0.1', port: 0, clock: systemClock, seed: 1, faults: NO_FAULTS,
  record: null, expectedToken: null, appSecret: null,
  offlineEventSetId: '160000000000016', datasetId: '260000000000026',
  // Meta documents no limit. 2,000 events of 16 kB fit.
  maxBodyBytes: 32 * MEBIBYTE,
  remember: true, rememberAtMost: 8_000_000, keepEvents: 100,
  nameIndex: false, allowHashedMadid: false,
};

const given = <T extends object>(options: T): Partial<T> => {
  const kept: Partial<T> = { ...options };
  for (const name in kept) if (kept[name] === undefined) Reflect.deleteProperty(kept, name);
  return kept;
};

/** The options with every default filled in. */
export const sandboxSettings = (options: SandboxOptions): SandboxSettings => {
  const { faults, ...rest } = options;
  return merged({ ...SANDBOX_DEFAULTS, faults: merged(NO_FAULTS, faults ?? {}) }, rest);
};

function merged<T extends object>(defaults: T, options: Optional<T> | Optional<Omit<T, 'faults'>>): T {
  return { ...defaults, ...given(options) };
}
