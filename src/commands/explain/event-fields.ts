// The explained fields of a batch (environment, platform, consent) and of an event (time, name, value, contents, custom
// data). Match keys: key-fields.ts.

import { arrayOrEmpty, jsonTextOf, objectOrNull, type JsonObject } from '../../lib/json.js';
import { LDU_TITLES } from '../../model/conversion.js';
import type { CommerceResults, EventResults, ExplainedField, FoundValue, SentField } from './explanation.js';
import { attributePlaces, byApi, memberPlaces, sentMember, wireMember } from './source-paths.js';
import { MS_PER_SECOND } from '../../lib/units.js';

const NOT_SENT = byApi(() => null);

const flagFound = (results: EventResults): readonly FoundValue[] => [
  ...memberPlaces(results.source, 'consent_state', 'ccpa', 'data_sale_opt_out', 'consented'),
  ...attributePlaces(results.source, 'country'),
  ...attributePlaces(results.source, 'state'),
];

const FLAG_MEMBERS = ['', '_country', '_state'].map((end) => `data_processing_options${end}`);

const flagField = (results: EventResults): ExplainedField => {
  const { limitedDataUse: flag, settings, wire } = results;
  return {
    field: 'Limited Data Use',
    group: 'batch',
    found: flagFound(results),
    rule:
      `wanted ${settings.sendCcpaLimitedDataUse} (sendCcpaLimitedDataUse; consented: true means opted out); ` +
      'can be sent only with country and state attributes, in the US, in a state that Meta lists',
    becomes: flag.kind === 'flagged' ? `LDU, country 1, state ${flag.state}` : null,
    note: flag.kind === 'not_sendable' ? `wanted, but it cannot be sent: ${LDU_TITLES[flag.why]}` : null,
    sent: byApi((api) => {
      const values = FLAG_MEMBERS.flatMap((member) => sentMember(wire[api], member)?.values ?? []);
      return values.length === 0 ? null : { member: `data_processing_options, _country, _state`, values };
    }),
  };
};

/** The fields of a whole batch: whether it is forwarded, and how people's consent is sent. */
export const batchFields = (results: EventResults): readonly ExplainedField[] => {
  const { source, batch, settings } = results;
  return [
    {
      field: 'environment',
      group: 'batch',
      found: memberPlaces(source, 'environment'),
      rule: `only ${settings.environments.join(', ')} is sent (environments); a missing one means production`,
      becomes: batch.environment,
      note: null,
      sent: NOT_SENT,
    },
    {
      field: 'source',
      group: 'batch',
      found: [
        ...memberPlaces(source, 'application_info', 'os'),
        ...memberPlaces(source, 'device_info', 'platform'),
        ...memberPlaces(source, 'source_info', 'channel'),
      ],
      rule: `app for an app or web platform, feed for OutOfBand or if an event names its feed; app batches ${settings.includeAppBatches ? 'are also sent' : 'are skipped'} (includeAppBatches)`,
      becomes: batch.source,
      note: null,
      sent: NOT_SENT,
    },
    flagField(results),
  ];
};

type Row = Pick<ExplainedField, 'field' | 'found' | 'rule' | 'becomes'> & {
  readonly note?: string | null;
  /** Names in offline-conversions and conversions. */
  readonly members: readonly [string, string];
};

const fieldOf = ({ wire }: EventResults, { members, ...row }: Row): ExplainedField => ({
  note: null,
  ...row,
  group: 'event',
  sent: byApi((api) => sentMember(wire[api], members[api === 'conversions' ? 1 : 0])),
});

const timeField = (
  results: EventResults,
  { seconds }: CommerceResults,
  data: readonly FoundValue[],
): ExplainedField => {
  const { maxAgeDays } = results.settings;
  const ages = [maxAgeDays['offline-conversions'], maxAgeDays.conversions].map((days) => days ?? 'no limit');
  return fieldOf(results, {
    field: 'event time',
    found: data,
    rule: `milliseconds to whole UNIX seconds, rounded down; the maximum age in days: ${ages.join(' (offline-conversions), ')} (conversions)`,
    becomes: seconds,
    note: seconds === null ? 'no usable time' : new Date(seconds * MS_PER_SECOND).toISOString(),
    members: ['event_time', 'event_time'],
  });
};

const priceParts = ({ source, event }: EventResults, action: readonly (string | number)[]): readonly FoundValue[] => {
  const [products] = memberPlaces(source, ...action, 'products');
  const read = event.kind === 'product_action' ? event.event.products : [];
  return arrayOrEmpty(products?.value).flatMap((_, index) => {
    const members = ['price', 'quantity', ...(read[index]?.lineTotal === undefined ? [] : ['total_product_amount'])];
    return members.flatMap((member) => memberPlaces(source, ...action, 'products', index, member));
  });
};

/** Names that the API defines itself are not shown as custom data, because they do not come from custom attributes. */
const sentCustomData = (wire: JsonObject | null, customData: JsonObject | null): SentField | null => {
  const all = objectOrNull(wireMember(wire, 'custom_data'));
  if (all === null || customData === null) return null;
  const own = Object.entries(customData).filter(([name, value]) => jsonTextOf(all[name]) === jsonTextOf(value));
  return own.length === 0
    ? null
    : { member: 'custom_data', values: [{ value: Object.fromEntries(own), hashOf: null }] };
};

const valueNote = ({ value, garbled }: CommerceResults): string | null => {
  if (garbled.length === 0) return value === null ? 'no value above zero' : null;
  const sent = garbled.includes('total_amount') && value !== null ? '; the sum of the products is sent' : '';
  return `left out, not written as a number (digits and a decimal point): ${garbled.join(', ')}${sent}`;
};

/** The user attribute with the customer's segment, where the setting names one. */
const segmentPlaces = ({ source, settings }: EventResults): readonly FoundValue[] => {
  const name = settings.customerSegmentation;
  return name === null || name === undefined ? [] : memberPlaces(source, 'user_attributes', name);
};

const customDataField = (results: EventResults, commerce: CommerceResults, at: readonly (string | number)[]) => ({
  ...fieldOf(results, {
    field: 'custom data',
    found: [...memberPlaces(results.source, ...at, 'custom_attributes'), ...segmentPlaces(results)],
    rule: 'all custom attributes except null ones and those in customDataExclude; in conversions a standard name takes precedence over an attribute of that name, and the attribute in customerSegmentation is added',
    becomes: commerce.customData,
    note: commerce.notes.customData.join('; ') || null,
    members: ['custom_data', 'custom_data'],
  }),
  sent: byApi((api) => sentCustomData(results.wire[api], commerce.customData)),
});

/** An event's position in its batch: a line of a rejects file contains the whole batch, so it is the same there. */
const dataOf = ({ event }: EventResults): readonly (string | number)[] => ['events', event.index, 'data'];

const amountFields = (results: EventResults, commerce: CommerceResults): readonly ExplainedField[] => {
  const { source, settings } = results;
  const action = [...dataOf(results), 'product_action'];
  const currencyNote = commerce.currency === null ? 'not an ISO 4217 code' : null;
  return [
    fieldOf(results, {
      field: 'value',
      found: [...memberPlaces(source, ...action, 'total_amount'), ...priceParts(results, action)],
      rule: 'total_amount if it is set and not 0, else the sum of price × quantity, or of total_product_amount without a price; rounded to the cent',
      becomes: commerce.value,
      note: valueNote(commerce),
      members: ['value', 'custom_data.value'],
    }),
    fieldOf(results, {
      field: 'currency',
      found: memberPlaces(source, ...dataOf(results), 'currency_code'),
      rule: `upper case, an ISO 4217 code; ${settings.defaultCurrency} if the event has none (defaultCurrency)`,
      becomes: commerce.currency?.code ?? null,
      note: commerce.currency?.isDefault === true ? 'the default, because the event has none' : currencyNote,
      members: ['currency', 'custom_data.currency'],
    }),
  ];
};

/** The fields of a product action, each with what it was made of. */
export const eventFields = (results: EventResults, commerce: CommerceResults): readonly ExplainedField[] => {
  const { source } = results;
  const data = dataOf(results);
  const action = [...data, 'product_action'];
  return [
    fieldOf(results, {
      field: 'event name',
      found: memberPlaces(source, ...action, 'action'),
      rule: 'add to cart, add to wishlist, checkout, purchase and view detail are sent under the names of each API (eventNames); any other action is skipped',
      becomes: commerce.action,
      members: ['event_name', 'event_name'],
    }),
    timeField(results, commerce, memberPlaces(source, ...data, 'timestamp_unixtime_ms')),
    ...amountFields(results, commerce),
    fieldOf(results, {
      field: 'order id',
      found: memberPlaces(source, ...action, 'transaction_id'),
      rule: 'the transaction id, trimmed; a placeholder is left out',
      becomes: commerce.orderId,
      note: commerce.notes.orderId.join('; ') || null,
      members: ['order_id', 'custom_data.order_id'],
    }),
    fieldOf(results, {
      field: 'contents',
      found: memberPlaces(source, ...action, 'products'),
      rule: 'each product with an id and a quantity above zero (absent: 1)',
      becomes: commerce.contents,
      note: commerce.notes.contents.join('; ') || null,
      members: ['contents', 'custom_data.contents'],
    }),
    customDataField(results, commerce, data),
  ];
};
