import { LAST_OFFLINE_CONVERSIONS_VERSION, DEFAULT_API_VERSION } from '../../model/api-versions.js';
import type { Api, LduPolicy } from '../../model/settings.js';

/** Maximum number of events per request (Meta, "Using the API": 1,000; Meta's legacy uploader: 2,000). */
export const CHUNK_SIZE_LIMIT = { 'offline-conversions': 2_000, conversions: 1_000 } as const satisfies Record<
  Api,
  number
>;

/** Maximum age of a store event, in days (Meta, "Conversions API for offline events"); null: no known limit. */
export const MAX_AGE_DAYS = { 'offline-conversions': null, conversions: 62 } as const satisfies Record<
  Api,
  number | null
>;

/** More requests at once gain nothing under Facebook's limits, and make a mistake more expensive. */
export const CONCURRENCY_LIMIT = 64;
/** The highest values of maxRetries and timeoutSeconds. */
export const MAX_RETRIES_LIMIT = 100;
export const TIMEOUT_SECONDS_LIMIT = 3_600;

/** Meta wants advertising ids raw in the Conversions API; the Offline Conversions API had them hashed. */
export const HASH_MADID = { 'offline-conversions': true, conversions: false } as const satisfies Record<Api, boolean>;

/** mParticle's environments (Events API, `environment`). */
export const ENVIRONMENTS = ['production', 'development', 'unknown'] as const;
/** The choices of unflaggableOptOut, notifyOn, knownRejects and piiGuard. */
export const UNFLAGGABLE_POLICIES = ['send', 'reject'] as const;
export const NOTIFY_ON = ['problems', 'always'] as const;
export const KNOWN_REJECTS = ['pass', 'fail'] as const;
export const PII_GUARDS = ['warn', 'drop', 'off'] as const;

const NEVER: LduPolicy = 'never';

/** Default values. */
export const DEFAULTS = {
  api: 'conversions',
  sendCcpaLimitedDataUse: NEVER,
  unflaggableOptOut: 'send',
  emailType: 'email',
  phoneType: 'mobile_number',
  /** The default of mParticle's own Facebook kit. */
  defaultCurrency: 'USD',
  environments: ['production'],
  piiGuard: 'warn',
  concurrency: 4,
  maxRetries: 8,
  timeoutSeconds: 60,
  baseUrl: 'https://graph.facebook.com',
  apiVersion: { 'offline-conversions': LAST_OFFLINE_CONVERSIONS_VERSION, conversions: DEFAULT_API_VERSION },
} as const;
