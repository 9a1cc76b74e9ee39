// One event's decision: sent, skipped or rejected. Its parts have their own files.

import type { Batch, BatchEvent, CommerceEvent } from '../../model/batch.js';
import {
  LDU_TITLES,
  noMatchKeys,
  presentKeysMask,
  type Conversion,
  type ForwardedAction,
  type LimitedDataUse,
  type Mapped,
  type MatchKeys,
} from '../../model/conversion.js';
import type { RejectReason, SkipReason } from '../../model/reasons.js';
import type { MappingSettings } from '../../model/settings.js';
import type { CountedWarning, WarningCode } from '../../model/warnings.js';
import { actionMeaning, forwardedActionOf, showableAction } from './action.js';
import {
  ambiguousAmounts,
  currencyOf,
  decimalOfGarbled,
  garbledAmounts,
  isBelowZero,
  isInCents,
  unpricedProducts,
  valueOf,
} from './value.js';
import { isOptedOut, limitedDataUseOf } from './consent.js';
import { contentsOf } from './contents.js';
import { idOrWarn } from './value-text.js';
import { allCustomData } from './custom-data.js';
import { TAKEN_NAMES } from './standard-attributes.js';
import { keyStrength, matchKeysOf } from './match-keys.js';
import { eventTimeOf } from './time.js';

const NO_VALUE = 'a purchase without a value above zero';
const SUM_FOR_TOTAL = 'total_amount (the sum of the products is sent)';
const GARBLED =
  'total_amount, a price or a quantity is not a number: write digits, with a decimal point, and nothing else';

type Refusal = Extract<Mapped, { readonly kind: 'rejected' }>;

/** The part of the mapping that is the same for all events of a batch, computed once. */
export interface BatchMapping {
  readonly settings: MappingSettings;
  readonly batch: Batch;
  readonly skipped: SkipReason | null;
  readonly keys: MatchKeys;
  /** The keys as a mask: bit i for `MATCH_KEY_NAMES[i]`. */
  readonly keyMask: number;
  readonly refusal: Refusal | null;
  readonly limitedDataUse: LimitedDataUse;
  readonly warnings: readonly CountedWarning[];
}

const NO_KEYS: Pick<BatchMapping, 'keys' | 'keyMask' | 'refusal' | 'limitedDataUse' | 'warnings'> = {
  keys: noMatchKeys(),
  keyMask: 0,
  refusal: null,
  limitedDataUse: { kind: 'off' },
  warnings: [],
};

const rejected = (reason: RejectReason, message: string): Refusal => ({ kind: 'rejected', reason, message });

const skipReasonOf = (batch: Batch, settings: MappingSettings): SkipReason | null => {
  if (!settings.environments.includes(batch.environment)) return 'environment';
  return batch.source === 'app' && !settings.includeAppBatches ? 'app_platform' : null;
};

const isForwarded = (event: BatchEvent): boolean =>
  event.kind === 'product_action' && forwardedActionOf(event.event.action) !== undefined;

const batchRefusal = (
  batch: Batch,
  keyMask: number,
  flag: LimitedDataUse,
  settings: MappingSettings,
): Refusal | null => {
  const strength = keyStrength(keyMask);
  if (strength === 'none') return rejected('no_match_keys', 'no usable match key in identities, device or attributes');
  if (strength === 'insufficient') return rejected('insufficient_match_keys', 'these match keys are too weak');
  const held = isOptedOut(batch) && settings.unflaggableOptOut === 'reject' && flag.kind === 'not_sendable';
  return held
    ? rejected('limited_data_use_unflaggable', `opted out, but not flaggable: ${LDU_TITLES[flag.why]}`)
    : null;
};

/** Computes what is the same for all events of a batch; cheap for a batch with nothing to forward. */
export const mapBatch = (batch: Batch, settings: MappingSettings): BatchMapping => {
  const skipped = skipReasonOf(batch, settings);
  if (skipped !== null) return { settings, batch, skipped, ...NO_KEYS };
  const { warnings: read = [] } = batch;
  if (!batch.events.some(isForwarded)) return { settings, batch, skipped, ...NO_KEYS, warnings: read };
  const { keys, warnings } = matchKeysOf(batch, settings);
  warnings.push(...read);
  const limitedDataUse = limitedDataUseOf(batch, settings.sendCcpaLimitedDataUse);
  const keyMask = presentKeysMask(keys);
  const refusal = batchRefusal(batch, keyMask, limitedDataUse, settings);
  if (batch.saleOptOut === 'not_understood' && settings.sendCcpaLimitedDataUse !== 'never')
    warnings.push({ code: 'consent_not_understood', count: 1 });
  return { settings, batch, skipped, keys, keyMask, refusal, limitedDataUse, warnings };
};

const customDataIn = (
  event: CommerceEvent,
  { batch, settings }: BatchMapping,
  warn: (code: WarningCode, detail: string) => void,
): Conversion['customData'] | 'too_deep' => {
  const customData = allCustomData(event.customAttributes, batch.userAttributes, settings, {
    personal: (name) => warn('pii_in_custom_data', name),
    unusable: (name) => warn('standard_attribute_unusable', name),
  });
  if (settings.api === 'conversions' && customData !== null && customData !== 'too_deep')
    for (const name of TAKEN_NAMES) if (Object.hasOwn(customData, name)) warn('attribute_name_taken', name);
  return customData;
};

/** `value`: what is sent as the event's value. */
const garbledWarnings = (event: CommerceEvent, value: number | null): readonly CountedWarning[] =>
  garbledAmounts(event).map((member) => {
    const isReplaced = member === 'total_amount' && value !== null;
    return { code: 'amount_not_numeric', count: 1, detail: isReplaced ? SUM_FOR_TOTAL : member };
  });

/** Everything that is wrong with an event: the reason is that of the first fault, the message lists all of them. */
const rejectedFor = (faults: readonly Refusal[], event: CommerceEvent): Refusal => {
  const refusal = rejected(faults[0]?.reason ?? 'malformed_event', faults.map(({ message }) => message).join('; '));
  const warnings = garbledWarnings(event, null);
  return warnings.length === 0 ? refusal : { ...refusal, warnings };
};

const noValue = (event: CommerceEvent): Refusal => {
  if (garbledAmounts(event).length === 0) return rejected('no_value', NO_VALUE);
  const sign = decimalOfGarbled(event);
  return rejected(
    'no_value',
    sign === null ? GARBLED : `${GARBLED} (or name "decimal": "${sign}" in the CSV manifest)`,
  );
};

const addAmountWarnings = (
  warnings: CountedWarning[],
  event: CommerceEvent,
  currency: string,
  value: number | null,
): void => {
  const add = (code: WarningCode, count: number): void => {
    if (count > 0) warnings.push({ code, count });
  };
  warnings.push(...garbledWarnings(event, value));
  add('amount_in_cents', Number(isInCents(event, currency)));
  add('amount_below_zero', Number(value === null && isBelowZero(event)));
  add('item_without_price', value === null ? 0 : unpricedProducts(event));
  add('amount_ambiguous', ambiguousAmounts(event, currency));
};

const mapCommerceEvent = (action: ForwardedAction, event: CommerceEvent, mapping: BatchMapping): Mapped => {
  const { settings } = mapping;
  const time = eventTimeOf(event.time, settings);
  if (time.kind === 'skipped') return time;
  const currency = currencyOf(event.currency, settings.defaultCurrency);
  const code = currency.kind === 'invalid' ? settings.defaultCurrency : currency.code;
  const value = valueOf(event, code);
  const faults: Refusal[] = [];
  if (time.kind === 'rejected') faults.push(time);
  if (currency.kind === 'invalid') faults.push(rejected('invalid_currency', 'currency_code is not an ISO 4217 code'));
  if (action === 'purchase' && value === null) faults.push(noValue(event));
  if (mapping.refusal !== null) faults.push(mapping.refusal);

  const warnings: CountedWarning[] = [];
  const warn = (warning: WarningCode, detail?: string): void => {
    warnings.push(detail === undefined ? { code: warning, count: 1 } : { code: warning, count: 1, detail });
  };
  const customData = customDataIn(event, mapping, warn);
  if (customData === 'too_deep') faults.push(rejected('malformed_event', 'a custom attribute is nested too deeply'));
  if (faults.length > 0 || customData === 'too_deep' || time.kind !== 'time') return rejectedFor(faults, event);
  if (currency.kind === 'default') warn('currency_defaulted', settings.defaultCurrency);
  addAmountWarnings(warnings, event, code, value);
  const conversion: Conversion = {
    action,
    time: time.seconds,
    value,
    currency: code,
    contents: contentsOf(event.products, warn),
    orderId: idOrWarn(event.transactionId, 'transaction_id', warn),
    customData,
    matchKeys: mapping.keys,
    limitedDataUse: mapping.limitedDataUse,
  };
  return { kind: 'conversion', conversion, warnings };
};

const unknownAction = (action: string, batch: Batch): Refusal => {
  if (action === '') return rejected('unknown_action', 'product_action has no action');
  const word = showableAction(action, batch);
  const message = word === null ? 'the action is not known (and not shown: it may be personal data)' : `"${word}"`;
  return {
    ...rejected('unknown_action', message),
    warnings: [{ code: 'unknown_action_word', count: 1, ...(word === null ? {} : { detail: word }) }],
  };
};

/** Maps one event of a batch to a conversion, or to the reason why it is skipped or rejected. */
export const mapEvent = (source: BatchEvent, mapping: BatchMapping): Mapped => {
  if (mapping.skipped !== null) return { kind: 'skipped', reason: mapping.skipped };
  if (source.kind === 'malformed') return rejected('malformed_event', source.message);
  if (source.kind === 'absent')
    return rejected('malformed_event', 'the batch in this line has no event with the number in its _reject');
  if (source.kind !== 'product_action') return { kind: 'skipped', reason: source.kind };
  const action = actionMeaning(source.event.action);
  if (action === 'not_forwarded') return { kind: 'skipped', reason: 'other_action' };
  if (action === 'unknown') return unknownAction(source.event.action, mapping.batch);
  const mapped = mapCommerceEvent(action, source.event, mapping);
  if (mapped.kind !== 'conversion' || source.receipt === undefined) return mapped;
  const { totalsDiffer, differing } = source.receipt;
  const warnings = [...mapped.warnings];
  if (totalsDiffer) warnings.push({ code: 'receipt_totals_differ', count: 1 });
  for (const detail of differing) warnings.push({ code: 'receipt_values_differ', count: 1, detail });
  return { ...mapped, warnings };
};
