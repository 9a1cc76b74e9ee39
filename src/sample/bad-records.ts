// The bad records of a sample, by kind. Good ones: batches.ts.

import type { Item, SampleBatch, SampleEvent, SampleFormat } from './batches.js';
import { unknownCustomer, type Customer } from './customers.js';
import type { RejectReason, SkipReason } from '../model/reasons.js';
import type { WarningCode } from '../model/warnings.js';
import { MS_PER_DAY, MS_PER_SECOND } from '../lib/units.js';

const DAYS_AHEAD = 3;
const DAYS_TOO_OLD = 400;

/** What an upload makes of a bad record; `nothing`: there is no event in it. */
export type Expected = RejectReason | SkipReason | WarningCode | 'nothing';

/** What the text of a bad record is made from: a good record, the first one of the sample, another good one. */
interface GoodTexts {
  readonly text: string;
  readonly first: string;
  readonly other: string;
}

/** One way in which a record can be bad: a good batch altered, or the text of a good record spoilt. */
export interface BadKind {
  readonly name: string;
  readonly expected: Expected;
  readonly alter?: (batch: SampleBatch, asOfMs: number) => SampleBatch;
  readonly spoil?: (texts: GoodTexts) => string;
}

const event = (batch: SampleBatch, changes: Partial<SampleEvent>): SampleBatch => ({
  ...batch,
  events: [{ ...batch.events[0], ...changes }],
});

const items = (batch: SampleBatch, changes: Partial<Item>): SampleBatch =>
  event(batch, { items: batch.events[0].items.map((item) => ({ ...item, ...changes })) });

const person = (batch: SampleBatch, changes: Partial<Customer>): SampleBatch => ({
  ...batch,
  customer: { ...batch.customer, ...changes },
});

const onlyKnownBy = (batch: SampleBatch, known: Partial<Customer>): SampleBatch => ({
  ...batch,
  customer: { ...unknownCustomer(batch.customer), ...known },
});

const secondsOf = (time: SampleEvent['time']): number => Math.floor(Number(time) / MS_PER_SECOND);

const ALTERED: readonly BadKind[] = [
  { name: 'no time', expected: 'no_event_time', alter: (batch) => event(batch, { time: null }) },
  { name: 'time in words', expected: 'invalid_event_time', alter: (batch) => event(batch, { time: 'last Tuesday' }) },
  {
    name: 'future time',
    expected: 'future_event_time',
    alter: (batch, asOfMs) => event(batch, { time: asOfMs + DAYS_AHEAD * MS_PER_DAY }),
  },
  {
    name: 'too old',
    expected: 'too_old',
    alter: (batch, asOfMs) => event(batch, { time: asOfMs - DAYS_TOO_OLD * MS_PER_DAY }),
  },
  { name: 'unknown currency', expected: 'invalid_currency', alter: (batch) => event(batch, { currency: 'dollars' }) },
  { name: 'no currency', expected: 'currency_defaulted', alter: (batch) => event(batch, { currency: null }) },
  {
    name: 'purchase without value',
    expected: 'no_value',
    alter: (batch) => event(items(batch, { price: null }), { total: 0 }),
  },
  {
    name: 'amount with a comma',
    expected: 'amount_not_numeric',
    alter: (batch) => event(batch, { total: '12,50' }),
  },
  { name: 'product without id', expected: 'item_without_id', alter: (batch) => items(batch, { id: null }) },
  { name: 'returned product', expected: 'item_without_quantity', alter: (batch) => items(batch, { quantity: -1 }) },
  {
    name: 'personal data in an attribute',
    expected: 'pii_in_custom_data',
    alter: (batch) => event(batch, { note: 'pat@example.com' }),
  },
  { name: 'no match keys', expected: 'no_match_keys', alter: (batch) => onlyKnownBy(batch, { tier: 'none' }) },
  {
    name: 'weak match keys',
    expected: 'insufficient_match_keys',
    alter: (batch) => onlyKnownBy(batch, { gender: batch.customer.gender, city: batch.customer.city }),
  },
  {
    name: 'unusable e-mail',
    expected: 'unusable_match_key',
    alter: (batch) => person(batch, { email: 'not an address' }),
  },
  {
    name: 'e-mail type not hashed',
    expected: 'email_type_not_sha256',
    alter: (batch) => person(batch, { email: null, other: batch.customer.email }),
  },
  {
    name: 'opted out, state unknown',
    expected: 'limited_data_use_unflaggable',
    alter: (batch) => person(batch, { state: null, consent: { saleOptOut: true, marketing: null } }),
  },
  {
    name: 'development',
    expected: 'environment',
    alter: (batch) => ({ ...batch, environment: 'development' }),
  },
];

const NDJSON_ONLY: readonly BadKind[] = [
  // In CSV such a time is recognised and converted.
  {
    name: 'time in seconds',
    expected: 'invalid_event_time',
    alter: (batch) => event(batch, { time: secondsOf(batch.events[0].time) }),
  },
  { name: 'app batch', expected: 'app_platform', alter: (batch) => ({ ...batch, os: 'IOS' }) },
  { name: 'impression', expected: 'impression', alter: (batch) => event(batch, { kind: 'impression' }) },
  { name: 'custom event', expected: 'not_commerce', alter: (batch) => event(batch, { kind: 'custom' }) },
  {
    name: 'unknown action',
    expected: 'unknown_action',
    spoil: ({ text }) => text.replace(/"action":"[a-z_]+"/, '"action":"till 24"'),
  },
  { name: 'not JSON', expected: 'not_json', spoil: () => 'export started by the nightly job' },
  { name: 'cut off', expected: 'not_json', spoil: ({ text }) => text.slice(0, text.length / 2) },
  { name: 'null', expected: 'not_a_batch', spoil: () => 'null' },
  { name: 'array', expected: 'not_a_batch', spoil: ({ text }) => `[${text}]` },
  { name: 'number', expected: 'not_a_batch', spoil: () => '42' },
  { name: 'text', expected: 'not_a_batch', spoil: () => '"a batch"' },
  { name: 'empty object', expected: 'not_a_batch', spoil: () => '{}' },
  { name: 'events null', expected: 'nothing', spoil: () => '{"events":null,"environment":"production"}' },
  {
    name: 'event null',
    expected: 'malformed_event',
    spoil: ({ text }) => text.replace('{"events":[', '{"events":[null,'),
  },
  {
    name: 'quarantined',
    expected: 'blocked_data',
    spoil: ({ text }) =>
      text.replace('"context":{}', '"context":{"data_plan":{"block_metadata":{"blocked_event_ids":[]}}}'),
  },
  { name: 'two on a line', expected: 'several_records_on_line', spoil: ({ text, other }) => text + other },
];

const CSV_ONLY: readonly BadKind[] = [
  {
    name: 'time in seconds',
    expected: 'csv_time_in_seconds',
    alter: (batch) => event(batch, { time: secondsOf(batch.events[0].time) }),
  },
  {
    name: 'cells missing',
    expected: 'csv_row',
    spoil: ({ text }) => text.slice(0, text.indexOf(',', text.length / 3)),
  },
  { name: 'a cell too many', expected: 'csv_row', spoil: ({ text }) => `${text},stray` },
];

const SPOILT: readonly BadKind[] = [
  { name: 'blank line', expected: 'nothing', spoil: () => '' },
  { name: 'duplicate', expected: 'duplicate', spoil: ({ first }) => first },
];

/** Every kind of bad record that a format can have; a sample uses them in turn. */
export const BAD_KINDS: Readonly<Record<SampleFormat, readonly BadKind[]>> = {
  ndjson: [...ALTERED, ...NDJSON_ONLY, ...SPOILT],
  csv: [...ALTERED, ...CSV_ONLY, ...SPOILT],
};
