// Layers of settings to resolved ones, with the API's defaults. Reading the layers: sources/.

import type { Api, DeliverySettings, NightlySettings, Settings } from '../model/settings.js';
import type { Secret } from '../lib/secret.js';
import { CHUNK_SIZE_LIMIT, DEFAULTS, HASH_MADID, MAX_AGE_DAYS } from './table/limits.js';
import type { Said } from './table/schema.js';

/** Values besides the settings themselves. */
export interface Around {
  readonly api: Api;
  /** Nothing chose the API. */
  readonly apiIsDefault: boolean;
  readonly accessToken: Secret | null;
  readonly appSecret: Secret | null;
  /** The ledger's folder when none is named. */
  readonly ledgerFolder: string;
}

const mappingOf = (said: Said, api: Api): Settings['mapping'] => ({
  api,
  emailType: said.emailType ?? DEFAULTS.emailType,
  defaultCountry: said.defaultCountry ?? null,
  customerSegmentation: said.customerSegmentation ?? null,
  phoneType: said.phoneType ?? DEFAULTS.phoneType,
  sendCcpaLimitedDataUse: said.sendCcpaLimitedDataUse ?? DEFAULTS.sendCcpaLimitedDataUse,
  unflaggableOptOut: said.unflaggableOptOut ?? DEFAULTS.unflaggableOptOut,
  defaultCurrency: said.defaultCurrency ?? DEFAULTS.defaultCurrency,
  environments: said.environments ?? DEFAULTS.environments,
  includeAppBatches: said.includeAppBatches ?? false,
  extendedMatchKeys: said.extendedMatchKeys ?? false,
  hashMadid: said.hashMadid ?? HASH_MADID[api],
  eventNames: said.eventNames ?? {},
  maxAgeDays: said.maxAgeDays === undefined ? MAX_AGE_DAYS[api] : said.maxAgeDays,
  customDataExclude: said.customDataExclude ?? [],
  piiGuard: said.piiGuard ?? DEFAULTS.piiGuard,
});

const deliveryOf = (said: Said, around: Around): DeliverySettings => ({
  api: around.api,
  destinationId: (around.api === 'conversions' ? said.datasetId : said.offlineEventSetId) ?? null,
  accessToken: around.accessToken,
  appSecret: around.appSecret,
  baseUrl: said.baseUrl ?? DEFAULTS.baseUrl,
  apiVersion: said.apiVersion ?? DEFAULTS.apiVersion[around.api],
  chunkSize: said.chunkSize ?? CHUNK_SIZE_LIMIT[around.api],
  concurrency: said.concurrency ?? DEFAULTS.concurrency,
  maxRetries: said.maxRetries ?? DEFAULTS.maxRetries,
  timeoutSeconds: said.timeoutSeconds ?? DEFAULTS.timeoutSeconds,
  maxWaitSeconds: said.maxWait ?? null,
  maxRejects: said.maxRejects ?? null,
  uploadTag: said.uploadTag ?? null,
  testEventCode: said.testEventCode ?? null,
  ledger: said.ledger === false ? null : (said.ledger ?? around.ledgerFolder),
  resendUnknown: said.resendUnknown ?? false,
  knownRejects: said.knownRejects ?? 'pass',
});

/** What an unattended run reports. */
export const nightlySettingsOf = (said: Said): NightlySettings => ({
  expectEvents: said.expectEvents ?? null,
  notifyUrl: said.notifyUrl ?? null,
  notifyOn: said.notifyOn ?? 'problems',
});

/** All settings, with the API's defaults for those that are not set. */
export const resolveSettings = (said: Said, around: Around): Settings => ({
  mapping: mappingOf(said, around.api),
  delivery: deliveryOf(said, around),
  nightly: nightlySettingsOf(said),
  apiIsDefault: around.apiIsDefault,
});
