// What the transform makes of one event, in the form that the explanation needs. Maps with the real functions.

import { encoderFor } from '../../transform/encode/encoder.js';
import type { CommerceResults, EventResults, ExplainSettings, ByApi } from './explanation.js';
import { byApi } from './source-paths.js';
import { objectOrNull, type JsonObject } from '../../lib/json.js';
import { jsonOf } from '../../transform/parse/json-text.js';
import { isObjectText } from '../../transform/parse/record.js';
import { forwardedActionOf } from '../../transform/map/action.js';
import { limitedDataUseOf } from '../../transform/map/consent.js';
import { contentsOf } from '../../transform/map/contents.js';
import { idOrWarn } from '../../transform/map/value-text.js';
import { WHY_LEFT_OUT } from './key-fields.js';
import { currencyOf, garbledAmounts, valueOf } from '../../transform/map/value.js';
import { allCustomData, type AttributeListener } from '../../transform/map/custom-data.js';
import { mapBatch, mapEvent } from '../../transform/map/event.js';
import { matchKeysOf } from '../../transform/map/match-keys.js';
import { eventTimeOf } from '../../transform/map/time.js';
import type { Batch, BatchEvent, CommerceEvent } from '../../model/batch.js';
import { BARE_SALE, type Conversion, type Mapped } from '../../model/conversion.js';
import type { MappingSettings } from '../../model/settings.js';
import { warningOf, type WarningCode } from '../../model/warnings.js';

/** The mapping settings for each API, as if it were the chosen one. */
export type SettingsByApi = ByApi<MappingSettings>;

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
    unusable: (name) =>
      personal.push(`${name} is a standard name of Meta's, but Meta does not accept its value: left out`),
  };
  const ofBoth = { ...settings, api: 'conversions' } as const;
  const customData = allCustomData(event.customAttributes, userAttributes, ofBoth, listener);
  return {
    action: forwardedActionOf(event.action) ?? null,
    seconds: time.kind === 'time' ? time.seconds : null,
    value: valueOf(event, currency?.code ?? settings.defaultCurrency),
    currency,
    garbled: garbledAmounts(event),
    orderId: idOrWarn(event.transactionId, 'transaction_id', (code) => lostIds.push(WHY_LEFT_OUT[code])),
    contents,
    customData: customData === 'too_deep' ? null : customData,
    notes: {
      orderId: lostIds,
      contents: counted(leftOut),
      customData: customData === 'too_deep' ? ['nested too deeply to be sent'] : personal,
    },
  };
};

const explainSettings = (chosen: MappingSettings, all: SettingsByApi): ExplainSettings => ({
  ...chosen,
  maxAgeDays: byApi((api) => all[api].maxAgeDays),
  hashMadid: byApi((api) => all[api].hashMadid),
});

const encode = (conversion: Conversion, settings: MappingSettings): JsonObject =>
  objectOrNull(JSON.parse(encoderFor(settings)(conversion).json)) ?? {};

const encodeMapped = (mapped: Mapped, settings: MappingSettings): JsonObject | null =>
  mapped.kind === 'conversion' ? encode(mapped.conversion, settings) : null;

/** Maps one event with the functions that an upload uses, for both APIs, and keeps the result of each stage. */
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
    // The encoding of match keys does not depend on the rest of the event.
    keyWire: byApi((api) => encode({ ...BARE_SALE, matchKeys: keys }, all[api])),
  };
};

/** A batch is about ten brackets deep; deeper values could not be printed. */
const DEEPEST = 100;
const TOO_DEEP = '(nested too deeply to be shown)';

const readAsJson = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*[{[]/.test(value) ? (jsonOf(value, true) ?? value) : value;

/**
 * A part of a batch with JSON text in the place of an object or array as what it is read as. `isForwarded`: among custom
 * attributes, where text is forwarded as text.
 */
const expanded = (given: unknown, isForwarded: boolean, depth: number): unknown => {
  const value = isForwarded ? given : readAsJson(given);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((item) => expanded(item, isForwarded, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: readonly [string, unknown]) =>
      name === 'custom_attributes'
        ? [name, expanded(readAsJson(member), true, depth + 1)]
        : [name, expanded(member, isForwarded, depth + 1)],
    ),
  );
};

/** The object in a record's text, which may be JSON text within JSON text; ids keep all their digits. */
const objectIn = (text: string): JsonObject => {
  const value = jsonOf(text, true);
  return isObjectText(value) ? objectIn(value) : (objectOrNull(value) ?? {});
};

/** The batch's own object in a record's text, and the `_reject` that a rejects file added to it. */
export const sourceOf = (text: string): { readonly source: JsonObject; readonly reject: JsonObject | null } => {
  const line = objectIn(text);
  const raw = line['_raw'];
  const batch = typeof raw === 'string' && '_reject' in line ? objectIn(raw) : line;
  return { source: objectOrNull(expanded(batch, false, 0)) ?? {}, reject: objectOrNull(line['_reject']) };
};
