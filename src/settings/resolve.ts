// Resolves layers of settings, with the API's defaults. Reading the layers: sources/.

import type { Api, DeliverySettings, NightlySettings, Settings } from '../model/settings.js';
import type { Secret } from '../lib/secret.js';
import { CHUNK_SIZE_LIMIT, DEFAULTS, HASH_MADID, MAX_AGE_DAYS } from './table/limits.js';
import type { LayerValues } from './table/schema.js';

/** Values that are not settings themselves. */
export interface ResolveContext {
  readonly api: Api;
  readonly apiIsDefault: boolean;
  readonly accessToken: Secret | null;
  readonly appSecret: Secret | null;
  readonly ledgerFolder: string;
}

const mappingOf = (values: LayerValues, api: Api): Settings['mapping'] => ({
  api,
  emailType: values.emailType ?? DEFAULTS.emailType,
  defaultCountry: values.defaultCountry ?? null,
  customerSegmentation: values.customerSegmentation ?? null,
  phoneType: values.phoneType ?? DEFAULTS.phoneType,
  sendCcpaLimitedDataUse: values.sendCcpaLimitedDataUse ?? DEFAULTS.sendCcpaLimitedDataUse,
  unflaggableOptOut: values.unflaggableOptOut ?? DEFAULTS.unflaggableOptOut,
  defaultCurrency: values.defaultCurrency ?? DEFAULTS.defaultCurrency,
  environments: values.environments ?? DEFAULTS.environments,
  includeAppBatches: values.includeAppBatches ?? false,
  extendedMatchKeys: values.extendedMatchKeys ?? false,
  hashMadid: values.hashMadid ?? HASH_MADID[api],
  eventNames: values.eventNames ?? {},
  maxAgeDays: values.maxAgeDays === undefined ? MAX_AGE_DAYS[api] : values.maxAgeDays,
  customDataExclude: values.customDataExclude ?? [],
  piiGuard: values.piiGuard ?? DEFAULTS.piiGuard,
});

const deliveryOf = (values: LayerValues, context: ResolveContext): DeliverySettings => ({
  api: context.api,
  destinationId: (context.api === 'conversions' ? values.datasetId : values.offlineEventSetId) ?? null,
  accessToken: context.accessToken,
  appSecret: context.appSecret,
  baseUrl: values.baseUrl ?? DEFAULTS.baseUrl,
  apiVersion: values.apiVersion ?? DEFAULTS.apiVersion[context.api],
  chunkSize: values.chunkSize ?? CHUNK_SIZE_LIMIT[context.api],
  concurrency: values.concurrency ?? DEFAULTS.concurrency,
  maxRetries: values.maxRetries ?? DEFAULTS.maxRetries,
  timeoutSeconds: values.timeoutSeconds ?? DEFAULTS.timeoutSeconds,
  maxWaitSeconds: values.maxWait ?? null,
  maxRejects: values.maxRejects ?? null,
  uploadTag: values.uploadTag ?? null,
  testEventCode: values.testEventCode ?? null,
  ledger: values.ledger === false ? null : (values.ledger ?? context.ledgerFolder),
  resendUnknown: values.resendUnknown ?? false,
  knownRejects: values.knownRejects ?? 'pass',
});

/** What a run without supervision reports. */
export const nightlySettingsOf = (values: LayerValues): NightlySettings => ({
  expectEvents: values.expectEvents ?? null,
  notifyUrl: values.notifyUrl ?? null,
  notifyOn: values.notifyOn ?? 'problems',
});

/** All settings, with the API's defaults for those that are not set. */
export const resolveSettings = (values: LayerValues, context: ResolveContext): Settings => ({
  mapping: mappingOf(values, context.api),
  delivery: deliveryOf(values, context),
  nightly: nightlySettingsOf(values),
  apiIsDefault: context.apiIsDefault,
});
