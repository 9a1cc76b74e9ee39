// The outcome of an event in two lines: whether it is sent, and the one setting that would change that. The settings
// are tried on the functions that an upload uses; the origin of each field is explained elsewhere.

import { MATCH_KEY_NAMES, type Mapped, type MatchKeyName } from '../../model/conversion.js';
import type { Batch, BatchEvent } from '../../model/batch.js';
import type { MappingSettings } from '../../model/settings.js';
import { mapBatch, mapEvent } from '../../transform/map/event.js';
import type { Headline } from './explanation.js';
import { KEY_RULES } from './key-rules.js';

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

/** `hint`: what to do where no single setting helps. */
export const headlineOf = (
  batch: Batch,
  event: BatchEvent,
  settings: MappingSettings,
  { eventName, hint }: { readonly eventName: string; readonly hint: string },
): Headline => {
  const now = mapEvent(event, mapBatch(batch, settings));
  const outcome = outcomeLine(now, eventName);
  const before = new Set(keysOf(now));
  for (const { flag, settings: changed } of changesOf(batch, settings)) {
    const then = mapEvent(event, mapBatch(batch, changed));
    if (then.kind !== 'conversion') continue;
    const more = keysOf(then).filter((key) => !before.has(key));
    if (now.kind !== 'conversion') return { outcome, next: `with ${flag} this is sent: ${titles(keysOf(then))}` };
    if (more.length > 0) return { outcome, next: `with ${flag} it is matched by these too: ${titles(more)}` };
  }
  return { outcome, next: hint };
};
