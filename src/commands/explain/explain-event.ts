// Puts the explanation of one event together from its parts. Printing is in print.ts.

import type { Mapped } from '../../model/conversion.js';
import { hintOf, REJECT_REASONS, type RejectReason } from '../../model/reasons.js';
import type { JsonObject } from '../../lib/json.js';
import { batchFields } from './batch-fields.js';
import { eventFields } from './event-fields.js';
import type { Decision, EventResults, ExplainedEvent, Headline, KeptReject, Place } from './explanation.js';
import { headlineOf } from './headline.js';
import { keyFields } from './key-fields.js';
import type { Readers } from './source-paths.js';
import { byApi } from './by-api.js';

const decisionOf = (mapped: Mapped, wire: JsonObject | null): Decision => {
  if (mapped.kind === 'conversion') {
    const name = wire?.['event_name'];
    return { outcome: 'sent', eventName: typeof name === 'string' ? name : '' };
  }
  const message = mapped.kind === 'rejected' ? mapped.message : null;
  return { outcome: mapped.kind, reason: mapped.reason, message, hint: hintOf(mapped.reason) ?? '' };
};

const eventHeadline = ({ api, mapped, wire, batch, event, mapping }: EventResults): Headline => {
  const decision = decisionOf(mapped[api], wire[api]);
  return headlineOf(
    batch,
    event,
    mapping,
    decision.outcome === 'sent' ? { eventName: decision.eventName, hint: '' } : { eventName: '', hint: decision.hint },
  );
};

/** Lays out what the stages made of one event, field by field. */
export const explainEvent = (results: EventResults, readers: Readers): ExplainedEvent => ({
  place: results.place,
  headline: eventHeadline(results),
  api: results.api,
  kept: results.kept,
  decisions: byApi((api) => decisionOf(results.mapped[api], results.wire[api])),
  fields: [
    ...batchFields(results, readers),
    ...(results.commerce === null ? [] : eventFields(results, results.commerce)),
    ...keyFields(results, readers),
  ],
  wire: results.wire,
});

/** A malformed record: only the rule that decided can be shown. */
export const explainMalformed = (
  place: Place,
  reason: RejectReason,
  message: string,
  about: Pick<ExplainedEvent, 'api' | 'kept'>,
): ExplainedEvent => ({
  ...about,
  place,
  headline: { outcome: `rejected as ${reason}: ${message}`, next: REJECT_REASONS[reason] },
  decisions: byApi(() => ({ outcome: 'rejected', reason, message, hint: REJECT_REASONS[reason] })),
  fields: [],
  wire: byApi(() => null),
});

/** What the `_reject` member of a rejects file says; null: the line is of no rejects file. */
export const keptRejectOf = (reject: JsonObject | null): KeptReject | null => {
  if (reject === null) return null;
  const { reason, message } = reject;
  if (typeof reason !== 'string' || typeof message !== 'string') return null;
  return { reason, message, hint: hintOf(reason) ?? null };
};
