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

type Alter = (batch: SampleBatch, asOfMs: number) => SampleBatch;
type Spoil = (texts: GoodTexts) => string;

/** One way in which a record can be bad: a good batch altered, or the text of a good record spoilt. */
export interface BadKind {
  readonly name: string;
  readonly expected: Expected;
  readonly alter?: Alter;
  readonly spoil?: Spoil;
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

const altered = (name: string, expected: Expected, alter: Alter): BadKind => ({ name, expected, alter });
const spoilt = (name: string, expected: Expected, spoil: Spoil): BadKind => ({ name, expected, spoil });

const ALTERED: readonly BadKind[] = [
  altered('no time', 'no_event_time', (batch) => event(batch, { time: null })),
  altered('time in words', 'invalid_event_time', (batch) => event(batch, { time: 'last Tuesday' })),
  altered('future time', 'future_event_time', (batch, asOfMs) =>
    event(batch, { time: asOfMs + DAYS_AHEAD * MS_PER_DAY }),
  ),
  altered('too old', 'too_old', (batch, asOfMs) => event(batch, { time: asOfMs - DAYS_TOO_OLD * MS_PER_DAY })),
  altered('unknown currency', 'invalid_currency', (batch) => event(batch, { currency: 'dollars' })),
  altered('no currency', 'currency_defaulted', (batch) => event(batch, { currency: null })),
  altered('purchase without value', 'no_value', (batch) => event(items(batch, { price: null }), { total: 0 })),
  altered('amount with a comma', 'amount_not_numeric', (batch) => event(batch, { total: '12,50' })),
  altered('product without id', 'item_without_id', (batch) => items(batch, { id: null })),
  altered('returned product', 'item_without_quantity', (batch) => items(batch, { quantity: -1 })),
  altered('personal data in an attribute', 'pii_in_custom_data', (batch) => event(batch, { note: 'pat@example.com' })),
  altered('no match keys', 'no_match_keys', (batch) => onlyKnownBy(batch, { tier: 'none' })),
  altered('weak match keys', 'insufficient_match_keys', (batch) =>
    onlyKnownBy(batch, { gender: batch.customer.gender, city: batch.customer.city }),
  ),
  altered('unusable e-mail', 'unusable_match_key', (batch) => person(batch, { email: 'not an address' })),
  altered('e-mail type not hashed', 'email_type_not_sha256', (batch) =>
    person(batch, { email: null, other: batch.customer.email }),
  ),
  altered('opted out, state unknown', 'limited_data_use_unflaggable', (batch) =>
    person(batch, { state: null, consent: { saleOptOut: true, marketing: null } }),
  ),
  altered('development', 'environment', (batch) => ({ ...batch, environment: 'development' })),
];

const inSeconds = (batch: SampleBatch): SampleBatch =>
  event(batch, { time: Math.floor(Number(batch.events[0].time) / MS_PER_SECOND) });

const NDJSON_ONLY: readonly BadKind[] = [
  // In CSV such a time is recognised and converted.
  altered('time in seconds', 'invalid_event_time', inSeconds),
  altered('app batch', 'app_platform', (batch) => ({ ...batch, os: 'IOS' })),
  altered('impression', 'impression', (batch) => event(batch, { kind: 'impression' })),
  altered('custom event', 'not_commerce', (batch) => event(batch, { kind: 'custom' })),
  spoilt('unknown action', 'unknown_action', ({ text }) => text.replace(/"action":"[a-z_]+"/, '"action":"till 24"')),
  spoilt('not JSON', 'not_json', () => 'export started by the nightly job'),
  spoilt('cut off', 'not_json', ({ text }) => text.slice(0, text.length / 2)),
  spoilt('null', 'not_a_batch', () => 'null'),
  spoilt('array', 'not_a_batch', ({ text }) => `[${text}]`),
  spoilt('number', 'not_a_batch', () => '42'),
  spoilt('text', 'not_a_batch', () => '"a batch"'),
  spoilt('empty object', 'not_a_batch', () => '{}'),
  spoilt('events null', 'nothing', () => '{"events":null,"environment":"production"}'),
  spoilt('event null', 'malformed_event', ({ text }) => text.replace('{"events":[', '{"events":[null,')),
  spoilt('quarantined', 'blocked_data', ({ text }) =>
    text.replace('"context":{}', '"context":{"data_plan":{"block_metadata":{"blocked_event_ids":[]}}}'),
  ),
  spoilt('two on a line', 'several_records_on_line', ({ text, other }) => text + other),
];

const CSV_ONLY: readonly BadKind[] = [
  altered('time in seconds', 'csv_time_in_seconds', inSeconds),
  spoilt('cells missing', 'csv_row', ({ text }) => text.slice(0, text.indexOf(',', text.length / 3))),
  spoilt('a cell too many', 'csv_row', ({ text }) => `${text},stray`),
];

const SPOILT: readonly BadKind[] = [
  spoilt('blank line', 'nothing', () => ''),
  spoilt('duplicate', 'duplicate', ({ first }) => first),
];

/** Every kind of bad record that a format can have; a sample uses them in turn. */
export const BAD_KINDS: Readonly<Record<SampleFormat, readonly BadKind[]>> = {
  ndjson: [...ALTERED, ...NDJSON_ONLY, ...SPOILT],
  csv: [...ALTERED, ...CSV_ONLY, ...SPOILT],
};
