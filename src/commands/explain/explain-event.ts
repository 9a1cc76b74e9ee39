// Builds the explanation of one event from its parts, with its outcome in two lines: whether it is sent, and which
// single setting would change that, tested with the functions that an upload uses. Printing is in print.ts.

import type { JsonObject } from '../../lib/json.js';
import type { Batch } from '../../model/batch.js';
import type { RecordFault } from '../../model/block.js';
import { MATCH_KEY_NAMES, type Mapped, type MatchKeyName } from '../../model/conversion.js';
import { hintOf, REJECT_REASONS } from '../../model/reasons.js';
import type { Api, MappingSettings } from '../../model/settings.js';
import { mapBatch, mapEvent } from '../../transform/map/event.js';
import { batchFields, eventFields } from './event-fields.js';
import type { Decision, EventResults, ExplainedEvent, Headline, KeptReject, Place } from './explanation.js';
import { KEY_RULES, keyFields } from './key-fields.js';
import { byApi } from './source-paths.js';

/** One change of the settings, as it is written on a command line. */
interface Change {
  readonly flag: string;
  readonly settings: MappingSettings;
}

const changesOf = (batch: Batch, settings: MappingSettings): readonly Change[] => [
  { flag: '--extended-match-keys', settings: { ...settings, extendedMatchKeys: true } },
  { flag: '--include-app-batches', settings: { ...settings, includeAppBatches: true } },
  {
    flag: `--environments ${[...settings.environments, batch.environment].join(',')}`,
    settings: { ...settings, environments: [...settings.environments, batch.environment] },
  },
  { flag: '--max-age-days none', settings: { ...settings, maxAgeDays: null } },
  { flag: '--unflaggable-opt-out send', settings: { ...settings, unflaggableOptOut: 'send' } },
];

const keysOf = (mapped: Mapped): readonly MatchKeyName[] =>
  mapped.kind === 'conversion' ? MATCH_KEY_NAMES.filter((name) => mapped.conversion.matchKeys[name] !== undefined) : [];

const titles = (keys: readonly MatchKeyName[]): string =>
  KEY_RULES.filter(({ key }) => keys.includes(key))
    .map(({ title }) => title)
    .join(', ');

const outcomeLine = (mapped: Mapped, eventName: string): string => {
  if (mapped.kind === 'skipped') return `skipped as ${mapped.reason}`;
  if (mapped.kind === 'rejected') return `rejected as ${mapped.reason}: ${mapped.message}`;
  const { value, currency } = mapped.conversion;
  const amount = value === null ? 'no value' : `${value} ${currency}`;
  return `sent as ${eventName}: ${amount}; matched by ${titles(keysOf(mapped))}`;
};

const decisionOf = (mapped: Mapped, wire: JsonObject | null): Decision => {
  if (mapped.kind === 'conversion') {
    const name = wire?.['event_name'];
    return { outcome: 'sent', eventName: typeof name === 'string' ? name : '' };
  }
  const message = mapped.kind === 'rejected' ? mapped.message : null;
  return { outcome: mapped.kind, reason: mapped.reason, message, hint: hintOf(mapped.reason) ?? '' };
};

const headlineOf = ({ api, mapped, wire, batch, event, mapping }: EventResults): Headline => {
  const now = mapped[api];
  const decision = decisionOf(now, wire[api]);
  const outcome = outcomeLine(now, decision.outcome === 'sent' ? decision.eventName : '');
  const before = new Set(keysOf(now));
  for (const { flag, settings: changed } of changesOf(batch, mapping)) {
    const then = mapEvent(event, mapBatch(batch, changed));
    if (then.kind !== 'conversion') continue;
    const more = keysOf(then).filter((key) => !before.has(key));
    if (now.kind !== 'conversion') return { outcome, next: `with ${flag} this is sent: ${titles(keysOf(then))}` };
    if (more.length > 0) return { outcome, next: `with ${flag} these match keys are sent as well: ${titles(more)}` };
  }
  // The advice if no single setting helps, and if the message does not say the same.
  const isSaid = decision.outcome === 'sent' || decision.message?.includes(decision.hint.replace(/\.$/, '')) === true;
  return { outcome, next: isSaid ? '' : decision.hint };
};

/** The result of each stage for one event, field by field. */
export const explainEvent = (results: EventResults): ExplainedEvent => ({
  place: results.place,
  headline: headlineOf(results),
  api: results.api,
  kept: results.kept,
  decisions: byApi((api) => decisionOf(results.mapped[api], results.wire[api])),
  fields: [
    ...batchFields(results),
    ...(results.commerce === null ? [] : eventFields(results, results.commerce)),
    ...keyFields(results),
  ],
  wire: results.wire,
});

/** A malformed record: only the rule that decided can be shown. */
export const explainMalformed = (
  place: Place,
  { reason, message }: Pick<RecordFault, 'reason' | 'message'>,
  api: Api,
): ExplainedEvent => ({
  api,
  kept: null,
  place,
  headline: { outcome: `rejected as ${reason}: ${message}`, next: REJECT_REASONS[reason] },
  decisions: byApi(() => ({ outcome: 'rejected', reason, message, hint: REJECT_REASONS[reason] })),
  fields: [],
  wire: byApi(() => null),
});

/** The content of the `_reject` member of a rejects file; null: the line does not come from a rejects file. */
export const keptRejectOf = (reject: JsonObject | null): KeptReject | null => {
  if (reject === null) return null;
  const { reason, message } = reject;
  if (typeof reason !== 'string' || typeof message !== 'string') return null;
  return { reason, message, hint: hintOf(reason) ?? null };
};
