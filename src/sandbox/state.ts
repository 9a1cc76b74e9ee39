// The state of one simulator. What changes it: http/, events-edge.ts.

import { isJsonObject, type JsonObject } from '../lib/json.js';
import type { Api } from '../model/settings.js';
import { SeenEvents } from './dedupe.js';
import { traceId } from './envelope.js';
import type { EventCheck } from './validate/refusal.js';
import { seededRandom } from '../lib/random.js';
import { MS_PER_SECOND } from '../lib/units.js';
import { type Fault, faultSequence, refuseOnPurpose } from './faults.js';
import type { SandboxSettings } from './options.js';
import { QualityKeeper } from './quality.js';
import { StatsKeeper } from './stats.js';
import { Throttle } from './throttle.js';
import { Uploads } from './uploads.js';
import { conversionsCheck } from './validate/validate-conversions.js';
import { offlineCheck } from './validate/validate-offline.js';

/** One event that Facebook would count. */
export interface Arrival {
  readonly api: Api;
  readonly destination: string;
  /** Whole UNIX seconds. */
  readonly receivedAt: number;
  readonly event: JsonObject;
}

/** The state of one sandbox. */
export interface SandboxState {
  readonly settings: SandboxSettings;
  readonly checks: Readonly<Record<Api, EventCheck>>;
  /** null: repeated events are not recognised. */
  readonly seen: SeenEvents | null;
  readonly uploads: Uploads;
  /** The latest events that arrived, complete, oldest first. */
  readonly arrivals: Arrival[];
  readonly stats: StatsKeeper;
  readonly quality: QualityKeeper;
  readonly throttle: Throttle;
  readonly nextFault: () => Fault;
  readonly nextTrace: () => string;
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** Trace ids have their own random numbers, so that they do not affect the faults. */
const TRACE_SEED = 0x5eed;

const checksOf = (settings: SandboxSettings): Readonly<Record<Api, EventCheck>> => {
  const onPurpose = refuseOnPurpose(settings.faults.refuse);
  const withPurpose =
    (check: EventCheck): EventCheck =>
    (event, now) =>
      check(event, now) ?? (isJsonObject(event) ? onPurpose(event) : null);
  const checks = { conversions: conversionsCheck(settings.allowHashedMadid), 'offline-conversions': offlineCheck };
  return settings.faults.refuse.length === 0
    ? checks
    : { conversions: withPurpose(checks.conversions), 'offline-conversions': withPurpose(offlineCheck) };
};

/** An empty sandbox with these settings. */
export const sandboxState = (settings: SandboxSettings, closing: AbortSignal): SandboxState => {
  const traces = seededRandom(settings.seed ^ TRACE_SEED);
  return {
    settings,
    closing,
    checks: checksOf(settings),
    seen: settings.remember ? new SeenEvents(settings.rememberAtMost) : null,
    uploads: new Uploads(),
    arrivals: [],
    stats: new StatsKeeper(),
    quality: new QualityKeeper(),
    throttle: new Throttle(settings.faults.throttleAfter),
    nextFault: faultSequence(settings.faults, settings.seed),
    nextTrace: () => traceId(traces),
  };
};

/** The sandbox's clock in whole UNIX seconds. */
export const secondsNow = ({ settings }: SandboxState): number => Math.floor(settings.clock.now() / MS_PER_SECOND);

/** The API of a destination id; null: unknown id. */
export const apiOf = (settings: SandboxSettings, id: string): Api | null => {
  if (id === settings.datasetId) return 'conversions';
  return id === settings.offlineEventSetId ? 'offline-conversions' : null;
};
