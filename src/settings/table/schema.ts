// The schema of every setting. Names and help: the rows beside it.

import { isCurrency } from '../../model/money.js';
import * as v from 'valibot';
import { IDENTITY_TYPES, type IdentityType } from '../../model/batch.js';
import { identityTypeOf } from '../../model/identity-types.js';
import { APIS, LDU_POLICIES } from '../../model/settings.js';
import { Secret } from '../../lib/secret.js';
import {
  baseUrlOf,
  choiceStep,
  eventNamesOf,
  expectEventsOf,
  maxAgeDaysOf,
  maxRejectsOf,
  maxWaitSecondsOf,
  step,
  suggestion,
} from './value-checks.js';
import {
  CHUNK_SIZE_LIMIT,
  CONCURRENCY_LIMIT,
  ENVIRONMENTS,
  MAX_RETRIES_LIMIT,
  PII_GUARDS,
  KNOWN_REJECTS,
  NOTIFY_ON,
  TIMEOUT_SECONDS_LIMIT,
  UNFLAGGABLE_POLICIES,
} from './limits.js';
import type { SettingName } from './table.js';

const text = v.pipe(v.string(), v.regex(/\S/));
const numberOrText = v.union([v.number(), v.string()]);
const trimmedText = v.pipe(
  text,
  v.transform((given) => given.trim()),
);

/** A single word: a line break in a token would start a header of its own. */
const secret = v.pipe(
  v.string(),
  v.regex(/^\s*[!-~]+\s*$/),
  v.transform((given) => new Secret(given.trim())),
);

const notifyUrl = v.pipe(
  v.string(),
  v.regex(/^\s*https?:\/\/[!-~]+\s*$/),
  v.check((given) => URL.canParse(given.trim())),
  v.transform((given) => new Secret(given.trim())),
);

const wholeNumber = (lowest: number, highest: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(lowest), v.maxValue(highest));

const id = v.pipe(
  v.union([v.pipe(v.string(), v.regex(/^\s*\d+\s*$/)), v.pipe(v.number(), v.integer(), v.minValue(0))]),
  step<string | number, string>((given) =>
    typeof given === 'string' || Number.isSafeInteger(given)
      ? { value: String(given).trim() }
      : { problem: 'is a number too large for JSON, which has rounded it; write it in quotes' },
  ),
);

const identityType = v.pipe(
  text,
  step<string, IdentityType>((given) => {
    const value = identityTypeOf(given);
    if (value !== undefined) return { value };
    const guess = suggestion(given, IDENTITY_TYPES);
    return { problem: guess === '' ? '' : `is not an mParticle user identity type; ${guess}` };
  }),
);

/** Whether a code is one of ISO 3166-1: Unicode has a name for it. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;

const country = v.pipe(
  text,
  step((given) => {
    const value = given.trim().toUpperCase();
    return isCountry(value) ? { value } : { problem: '' };
  }),
);

const currency = v.pipe(
  text,
  step<string, string>((given) => {
    const value = given.trim().toUpperCase();
    return isCurrency(value) ? { value } : { problem: '' };
  }),
);

const choice = <Choice extends string>(choices: readonly Choice[]) => v.pipe(text, choiceStep(choices));

const environments = v.pipe(v.array(choice(ENVIRONMENTS)), v.minLength(1, 'must name at least one environment'));

/** The written form of every setting, and its resolved form. Each one may be absent. */
export const ENTRIES = {
  accessToken: v.optional(secret),
  accessTokenFile: v.optional(text),
  appSecret: v.optional(secret),
  appSecretFile: v.optional(text),
  datasetId: v.optional(id),
  offlineEventSetId: v.optional(id),
  api: v.optional(choice(APIS)),
  sendCcpaLimitedDataUse: v.optional(choice(LDU_POLICIES)),
  unflaggableOptOut: v.optional(choice(UNFLAGGABLE_POLICIES)),
  emailType: v.optional(identityType),
  phoneType: v.optional(identityType),
  defaultCountry: v.optional(country),
  extendedMatchKeys: v.optional(v.boolean()),
  hashMadid: v.optional(v.boolean()),
  defaultCurrency: v.optional(currency),
  environments: v.optional(environments),
  includeAppBatches: v.optional(v.boolean()),
  maxAgeDays: v.optional(v.pipe(numberOrText, step(maxAgeDaysOf))),
  eventNames: v.optional(v.pipe(v.record(v.string(), trimmedText), step(eventNamesOf))),
  customDataExclude: v.optional(v.array(text)),
  customerSegmentation: v.optional(trimmedText),
  piiGuard: v.optional(choice(PII_GUARDS)),
  chunkSize: v.optional(wholeNumber(1, CHUNK_SIZE_LIMIT['offline-conversions'])),
  concurrency: v.optional(wholeNumber(1, CONCURRENCY_LIMIT)),
  maxRetries: v.optional(wholeNumber(0, MAX_RETRIES_LIMIT)),
  timeoutSeconds: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(TIMEOUT_SECONDS_LIMIT))),
  maxWait: v.optional(v.pipe(numberOrText, step(maxWaitSecondsOf))),
  maxRejects: v.optional(v.pipe(numberOrText, step(maxRejectsOf))),
  uploadTag: v.optional(trimmedText),
  testEventCode: v.optional(v.pipe(v.string(), v.regex(/^\S+$/))),
  baseUrl: v.optional(v.pipe(text, step(baseUrlOf))),
  apiVersion: v.optional(v.pipe(v.string(), v.regex(/^v\d+\.\d+$/))),
  ledger: v.optional(v.union([v.literal(false), text])),
  resendUnknown: v.optional(v.boolean()),
  expectEvents: v.optional(v.pipe(numberOrText, step(expectEventsOf))),
  notifyUrl: v.optional(notifyUrl),
  notifyOn: v.optional(choice(NOTIFY_ON)),
  knownRejects: v.optional(choice(KNOWN_REJECTS)),
} as const satisfies Record<SettingName, v.GenericSchema>;

/** One layer of settings (a file, a connection, the environment, the flags), checked. */
export const LAYER = v.object(ENTRIES);

/** The resolved values of one layer. */
export type LayerValues = v.InferOutput<typeof LAYER>;
