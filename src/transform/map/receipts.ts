// Joins the events of a batch that belong to one receipt and that Facebook would treat as duplicates, like the rows of
// one sale in a CSV file. Duplicates that are further apart are found in send/repeated-receipts.ts.

import { sum } from '../../lib/sum.js';
import { isRounded, isWithin, toStep } from '../../model/money.js';
import { jsonTextOf } from '../../lib/json.js';
import type { BatchEvent, CommerceEvent } from '../../model/batch.js';
import { forwardedActionOf } from './action.js';
import { fingerprintOf } from './fingerprint.js';
import { idTextOf } from './value-text.js';
import { isGarbledAmount, parseNumber } from './number.js';
import { hasTotal, linesTotal } from './value.js';
import { MS_PER_SECOND } from '../../lib/units.js';

type ActionEvent = Extract<BatchEvent, { readonly kind: 'product_action' }>;

/** What identifies an event to Facebook: name, second and order id; null: it cannot be a duplicate. */
const receiptOf = (event: BatchEvent): string | null => {
  if (event.kind !== 'product_action' || event.event.transactionId === null) return null;
  const orderId = idTextOf(event.event.transactionId);
  if (typeof orderId !== 'string') return null;
  const action = forwardedActionOf(event.event.action);
  const time = parseNumber(event.event.time);
  if (action === undefined || time === null) return null;
  return `${action} ${Math.floor(time / MS_PER_SECOND)} ${orderId}`;
};

/** Whether the events have different products; otherwise each may list all of the receipt. */
const haveOwnProducts = (events: readonly CommerceEvent[]): boolean =>
  new Set(events.map(({ products }) => jsonTextOf(products))).size > 1;

const chargesOf = ({ charges }: CommerceEvent): number => sum(charges.map((charge) => parseNumber(charge) ?? 0));

/**
 * The total of the receipt: one that all events repeat counts once; totals that are each the event's own price ×
 * quantity, with its tax and shipping or without, or different ones that are at most that (discounts), are added up, if
 * the events have different products; otherwise the first of different totals is used.
 */
const totalOf = (events: readonly CommerceEvent[]): { readonly total: unknown; readonly differs: boolean } => {
  const set = events.filter(hasTotal);
  const totals = set.map(({ totalAmount }) => toStep(parseNumber(totalAmount) ?? 0));
  const several = new Set(totals).size > 1;
  const isOwn = several ? isWithin : isRounded;
  const areOwn = set.every((event, at) => {
    const lines = linesTotal(event);
    return [lines, lines + chargesOf(event)].some((own) => isOwn(totals[at] ?? 0, own));
  });
  if (areOwn && haveOwnProducts(set)) return { total: toStep(sum(totals)), differs: false };
  const first = set[0]?.totalAmount;
  return several ? { total: first, differs: true } : { total: first ?? events[0]?.totalAmount, differs: false };
};

/** The custom attributes of all events, each with its first value that is not null; and the names that differ. */
const attributesOf = (
  events: readonly CommerceEvent[],
): { readonly all: CommerceEvent['customAttributes']; readonly differing: readonly string[] } => {
  const all = new Map<string, unknown>();
  const differing = new Set<string>();
  for (const { customAttributes } of events)
    for (const [name, value] of Object.entries(customAttributes ?? {})) {
      const first = all.get(name);
      if (first === undefined || first === null) all.set(name, value);
      else if (value !== null && jsonTextOf(value) !== jsonTextOf(first)) differing.add(name);
    }
  return { all: all.size === 0 ? null : Object.fromEntries(all), differing: [...differing] };
};

/** The events of one receipt as one event; exact copies among them count once. */
const joined = (first: ActionEvent, others: readonly ActionEvent[]): ActionEvent => {
  const seen = new Set<string>();
  const parts = [first, ...others]
    .map(({ event }) => event)
    .filter((event) => {
      const fingerprint = fingerprintOf('', event);
      return !seen.has(fingerprint) && seen.add(fingerprint);
    });
  // Only copies: the check for events that were sent before reports each of them.
  if (parts.length === 1) return first;
  const { total, differs } = totalOf(parts);
  const attributes = attributesOf(parts);
  const isGarbled = parts.some(({ totalAmount }) => isGarbledAmount(totalAmount)) && !isGarbledAmount(total);
  const event: CommerceEvent = {
    ...first.event,
    currency: parts.find(({ currency }) => currency !== null && currency !== undefined && currency !== '')?.currency,
    totalAmount: total,
    products: parts.flatMap(({ products }) => products),
    customAttributes: attributes.all,
  };
  return {
    kind: 'product_action',
    index: first.index,
    event,
    receipt: { own: first.event, totalsDiffer: differs || isGarbled, differing: attributes.differing },
  };
};

const currencyOf = ({ event: { currency } }: ActionEvent): string =>
  typeof currency === 'string' ? currency.trim().toUpperCase() : '';

/** Amounts of two currencies cannot be added: events with different ones belong to several receipts. */
const byCurrency = (events: readonly ActionEvent[]): readonly (readonly ActionEvent[])[] => {
  const codes = [...new Set(events.map(currencyOf))];
  return codes.filter((code) => code !== '').length < 2
    ? [events]
    : codes.map((code) => events.filter((event) => currencyOf(event) === code));
};

const hasSeveralActions = (events: readonly BatchEvent[]): boolean => {
  let count = 0;
  for (const { kind } of events) if (kind === 'product_action' && (count += 1) > 1) return true;
  return false;
};

/** The events, those of one receipt joined into its first; the others are `joined`. Most batches have none. */
export const joinReceipts = (events: readonly BatchEvent[]): readonly BatchEvent[] => {
  if (!hasSeveralActions(events)) return events;
  const receipts = new Map<string, ActionEvent[]>();
  for (const event of events) {
    const receipt = receiptOf(event);
    if (receipt === null || event.kind !== 'product_action') continue;
    const group = receipts.get(receipt);
    if (group === undefined) receipts.set(receipt, [event]);
    else group.push(event);
  }
  const replaced = new Map<number, BatchEvent>();
  for (const [first, ...others] of [...receipts.values()].flatMap(byCurrency)) {
    if (first === undefined || others.length === 0) continue;
    const whole = joined(first, others);
    if (whole === first) continue;
    replaced.set(first.index, whole);
    for (const { index } of others) replaced.set(index, { kind: 'joined', index, into: first.index });
  }
  return events.map((event) => replaced.get(event.index) ?? event);
};
