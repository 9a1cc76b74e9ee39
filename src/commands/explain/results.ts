// What the transform makes of one event, in the form that the explanation needs. Maps with the real functions.

import { encoderFor } from '../../transform/encode/encoder.js';
import type { CommerceResults, EventResults, ExplainSettings, ByApi } from './explanation.js';
import { byApi } from './source-paths.js';
import { isJsonObject, objectOrNull, type JsonObject, jsonOrUndefined } from '../../lib/json.js';
import { forwardedActionOf } from '../../transform/map/action.js';
import { limitedDataUseOf } from '../../transform/map/consent.js';
import { contentsOf } from '../../transform/map/contents.js';
import { idOrWarn } from '../../transform/map/value-text.js';
import { WHY_LEFT_OUT } from './key-fields.js';
import { currencyOf, garbledAmounts, valueOf } from '../../transform/map/value.js';
import { customDataOf, withCustomerSegment, type AttributeListener } from '../../transform/map/custom-data.js';
import { mapBatch, mapEvent } from '../../transform/map/event.js';
import { matchKeysOf } from '../../transform/map/match-keys.js';
import { eventTimeOf } from '../../transform/map/time.js';
import type { Batch, BatchEvent, CommerceEvent } from '../../model/batch.js';
import { BARE_SALE, type Conversion, type Mapped } from '../../model/conversion.js';
import type { MappingSettings } from '../../model/settings.js';
import { warningOf, type WarningCode } from '../../model/warnings.js';

/** The mapping settings for each API, were it the one chosen. */
export type SettingsByApi = ByApi<MappingSettings>;

/** A batch may be an object in a text in a JSON text. */
const jsonOf = (text: string): JsonObject => {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'string' && value.startsWith('{')) return jsonOf(value);
  return isJsonObject(value) ? value : {};
};

const counted = (codes: readonly WarningCode[]): readonly string[] =>
  [...new Set(codes)].map((code) => {
    const count = codes.filter((one) => one === code).length;
    return `${count} ${warningOf(code, count)}`;
  });

const currencyResult = (event: CommerceEvent, settings: MappingSettings): CommerceResults['currency'] => {
  const currency = currencyOf(event.currency, settings.defaultCurrency);
  return currency.kind === 'invalid' ? null : { code: currency.code, isDefault: currency.kind === 'default' };
};

/** Each part of a product action as the mapping reads it, also of an event that is not sent. */
const commerceResults = (
  event: CommerceEvent,
  { userAttributes }: Pick<Batch, 'userAttributes'>,
  settings: MappingSettings,
): CommerceResults => {
  const leftOut: WarningCode[] = [];
  const lostIds: string[] = [];
  const personal: string[] = [];
  const anyTime = { asOfMs: settings.asOfMs, sinceMs: null, untilMs: null, maxAgeDays: null };
  const time = eventTimeOf(event.time, anyTime);
  const currency = currencyResult(event, settings);
  const contents = contentsOf(event.products, (code) => leftOut.push(code));
  const listener: AttributeListener = {
    personal: (name) => personal.push(`${name} looks like an e-mail address or a phone number (piiGuard)`),
    unusable: (name) => personal.push(`${name} is a name of Meta's, and its value is not what Meta accepts: left out`),
  };
  const attributes = customDataOf(event.customAttributes, settings, listener);
  const customData = withCustomerSegment(attributes, userAttributes, { ...settings, api: 'conversions' }, listener);
  return {
    action: forwardedActionOf(event.action) ?? null,
    seconds: time.kind === 'time' ? time.seconds : null,
    value: valueOf(event, currency?.code ?? settings.defaultCurrency),
    currency,
    garbled: garbledAmounts(event),
    orderId: idOrWarn(event.transactionId, 'transaction_id', (code) => lostIds.push(WHY_LEFT_OUT[code])),
    contents,
    customData,
    notes: {
      orderId: lostIds,
      contents: counted(leftOut),
      customData: personal,
    },
  };
};

const explainSettings = (chosen: MappingSettings, all: SettingsByApi): ExplainSettings => ({
  ...chosen,
  maxAgeDays: byApi((api) => all[api].maxAgeDays),
  hashMadid: byApi((api) => all[api].hashMadid),
});

const encode = (conversion: Conversion, settings: MappingSettings): JsonObject =>
  jsonOf(encoderFor(settings)(conversion).json);

const encodeMapped = (mapped: Mapped, settings: MappingSettings): JsonObject | null =>
  mapped.kind === 'conversion' ? encode(mapped.conversion, settings) : null;

/** Puts one event through the very functions that an upload uses, for both APIs, and keeps what each of them says. */
export const resultsOf = (
  about: Pick<EventResults, 'place' | 'kept' | 'source'>,
  batch: Batch,
  event: BatchEvent,
  { chosen, all }: { readonly chosen: MappingSettings; readonly all: SettingsByApi },
): EventResults => {
  const { keys, warnings } = matchKeysOf(batch, chosen);
  const mapped = byApi((api) => mapEvent(event, mapBatch(batch, all[api])));
  return {
    ...about,
    api: chosen.api,
    mapping: all[chosen.api],
    batch,
    event,
    settings: explainSettings(chosen, all),
    keys,
    keyWarnings: warnings,
    commerce: event.kind === 'product_action' ? commerceResults(event.event, batch, chosen) : null,
    limitedDataUse: limitedDataUseOf(batch, chosen.sendCcpaLimitedDataUse),
    mapped,
    wire: byApi((api) => encodeMapped(mapped[api], all[api])),
    // What the encoders make of keys does not depend on the rest.
    keyWire: byApi((api) => encode({ ...BARE_SALE, matchKeys: keys }, all[api])),
  };
};

/** JSON text in the place of an object or array, as the object or array that it is read as. */
const expanded = (value: unknown): unknown => {
  if (typeof value === 'string' && /^\s*[{[]/.test(value)) {
    const inner = jsonOrUndefined(value);
    return inner === undefined ? value : expanded(inner);
  }
  if (Array.isArray(value)) return value.map(expanded);
  return isJsonObject(value) ? expandedObject(value) : value;
};

/** Custom attributes stay as they are: text among them is forwarded as text. */
const expandedObject = (source: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(source).map(([name, value]) => [
      name,
      name === 'custom_attributes' && isJsonObject(value) ? value : expanded(value),
    ]),
  );

/** The batch's own object behind a parsed record's text, and what a rejects file wrote before it. */
export const sourceOf = (text: string): { readonly source: JsonObject; readonly reject: JsonObject | null } => {
  const line = jsonOf(text);
  const raw = line['_raw'];
  const source = expandedObject(typeof raw === 'string' && '_reject' in line ? jsonOf(raw) : line);
  return { source, reject: objectOrNull(line['_reject']) };
};
