import type { Batch } from '../../src/model/batch.js';
import type { MappingSettings } from '../../src/model/settings.js';
import { parseRecord } from '../../src/transform/parse/record.js';

/** 2026-11-21T00:00:00Z: "now" in tests. */
export const NOW_MS = 1_795_219_200_000;
/** One day before it. */
export const YESTERDAY_MS = NOW_MS - 86_400_000;

type Json = Record<string, unknown>;

/** A purchase event as mParticle exports it; `data` and `action` override what a test is about. */
export const purchase = (action: Json = {}, data: Json = {}): Json => ({
  event_type: 'commerce_event',
  data: {
    timestamp_unixtime_ms: String(YESTERDAY_MS),
    event_id: '-5628946147978737328',
    currency_code: 'USD',
    custom_attributes: { store_id: '0417' },
    product_action: {
      action: 'purchase',
      transaction_id: 'POS-1',
      total_amount: 61.46,
      products: [{ id: 'HB-1', name: 'Tide Atlas', price: 34.9, quantity: 1 }],
      ...action,
    },
    ...data,
  },
});

/** A batch of one person with an e-mail address and the events given. */
export const batchOf = (events: readonly unknown[] | null, more: Json = {}): Json => ({
  events,
  environment: 'production',
  application_info: { os: 'OutOfBand' },
  user_attributes: { $FirstName: 'Maribel', $Country: 'US', $State: 'CA' },
  user_identities: [{ identity_type: 'email', identity: 'maribel@example.com' }],
  ...more,
});

/** The batch in a record, given as its text or as a value. */
export const parsedBatch = (value: unknown): Batch => {
  const record = parseRecord(typeof value === 'string' ? value : JSON.stringify(value));
  if (record.kind !== 'batch') throw new Error(`not a batch: ${JSON.stringify(record)}`);
  return record.batch;
};

/** Mapping settings as they are by default for an API, "now" fixed. */
export const mappingSettings = (more: Partial<MappingSettings> = {}): MappingSettings => ({
  api: 'offline-conversions',
  emailType: 'email',
  phoneType: 'mobile_number',
  sendCcpaLimitedDataUse: 'never',
  unflaggableOptOut: 'send',
  defaultCurrency: 'USD',
  environments: ['production'],
  includeAppBatches: false,
  extendedMatchKeys: false,
  hashMadid: true,
  eventNames: {},
  maxAgeDays: null,
  asOfMs: NOW_MS,
  sinceMs: null,
  untilMs: null,
  customDataExclude: [],
  piiGuard: 'warn',
  ...more,
});
