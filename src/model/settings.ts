// The types of resolved settings. Names, defaults and checks are in settings/table.

import type { IdentityType } from './batch.js';
import type { ForwardedAction } from './conversion.js';
import type { Secret } from '../lib/secret.js';

export const APIS = ['offline-conversions', 'conversions'] as const;
/** The two delivery APIs: the one the integration was written for, and its successor. */
export type Api = (typeof APIS)[number];

/** Which events get the Limited Data Use flag: none, those of people who opted out, all. */
export const LDU_POLICIES = ['never', 'when-opted-out', 'always'] as const;
export type LduPolicy = (typeof LDU_POLICIES)[number];

/** The settings that turn a batch into wire events. Plain data: it is passed to worker threads. */
export interface MappingSettings {
  readonly api: Api;
  readonly emailType: IdentityType;
  readonly phoneType: IdentityType;
  /** Country (upper-case alpha-2) of phones of people without a country attribute; null: none. */
  readonly defaultCountry?: string | null;
  readonly sendCcpaLimitedDataUse: LduPolicy;
  readonly unflaggableOptOut: 'send' | 'reject';
  readonly defaultCurrency: string;
  readonly environments: readonly string[];
  readonly includeAppBatches: boolean;
  readonly extendedMatchKeys: boolean;
  readonly hashMadid: boolean;
  /** Facebook's event name by mParticle's action, where it differs from the API's own table. */
  readonly eventNames: Readonly<Partial<Record<ForwardedAction, string>>>;
  /** Maximum age of an event, in days before `asOfMs`; null: no limit. */
  readonly maxAgeDays: number | null;
  /** "Now", in milliseconds since the epoch. */
  readonly asOfMs: number;
  /** Events before (since) or at and after (until) these instants are skipped; milliseconds since the epoch. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** Names of custom attributes that are never sent. */
  readonly customDataExclude: readonly string[];
  readonly piiGuard: 'warn' | 'drop' | 'off';
  /** User attribute that contains one of Meta's customer segments; null: none is sent. */
  readonly customerSegmentation?: string | null;
  /** Whether each skipped event is listed, for a caller who wants every outcome, and not only counted. */
  readonly nameSkipped?: boolean;
  /** false: every record is mapped by the ordinary code; the results are the same. */
  readonly fastPath?: boolean;
}

/** A limit on rejected events: a number, or a fraction of the events read (0..1). */
export type RejectLimit =
  { readonly kind: 'count'; readonly count: number } | { readonly kind: 'share'; readonly share: number };

/** Where events are sent, and how. */
export interface DeliverySettings {
  readonly api: Api;
  /** Offline event set id or dataset id, as the API asks; null: none set (dry runs only). */
  readonly destinationId: string | null;
  readonly accessToken: Secret | null;
  readonly appSecret: Secret | null;
  readonly baseUrl: string;
  readonly apiVersion: string;
  readonly chunkSize: number;
  readonly concurrency: number;
  /** Retries after the first attempt, for one request. */
  readonly maxRetries: number;
  readonly timeoutSeconds: number;
  /** Maximum time spent waiting, over the whole run; null: no limit. */
  readonly maxWaitSeconds: number | null;
  readonly maxRejects: RejectLimit | null;
  /** null: `mp2fb` and the run's id. */
  readonly uploadTag: string | null;
  readonly testEventCode: string | null;
  /** The ledger's folder; null: none is kept. */
  readonly ledger: string | null;
  readonly resendUnknown: boolean;
  /** Whether rejects that an earlier run met fail a run again, and keep their input from being settled. */
  readonly knownRejects: 'pass' | 'fail';
}

/** What a run without supervision reports. */
export interface NightlySettings {
  /** The new events that a run should find at least; null: no minimum. */
  readonly expectEvents: number | null;
  readonly notifyUrl: Secret | null;
  /** `problems`: only what needs an action. */
  readonly notifyOn: 'problems' | 'always';
}

/** All settings, resolved. */
export interface Settings {
  readonly mapping: Omit<MappingSettings, 'asOfMs' | 'sinceMs' | 'untilMs' | 'nameSkipped' | 'fastPath'>;
  readonly delivery: DeliverySettings;
  readonly nightly: NightlySettings;
  /** True when neither an id nor `api` was set, so that `api` is the default. */
  readonly apiIsDefault: boolean;
}
