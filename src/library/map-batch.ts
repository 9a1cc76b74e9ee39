// `mappingSettings` and `mapBatch`: the mapping for programs, without reading or sending.

import { batchText, NO_JSON_TEXT, type GivenBatch } from './batch-text.js';
import { UsageError } from '../lib/errors.js';
import { mapBatch as mapWhole, mapEvent } from '../transform/map/event.js';
import type { Batch } from '../model/batch.js';
import type { Conversion } from '../model/conversion.js';
import type { MappingOptions } from '../model/options.js';
import type { RejectReason, SkipReason } from '../model/reasons.js';
import type { MappingSettings } from '../model/settings.js';
import type { CountedWarning } from '../model/warnings.js';
import { parsedPieces } from '../transform/parse/concatenated.js';
import { notJson } from '../transform/parse/record.js';
import { mappingOf } from '../settings/from-options.js';

/** "Now" for rules about the age of an event; the clock's by default. */
export interface AsOf {
  readonly asOf?: Date;
}

/** One event of a batch: the decision, and its index in `events`; null: the text is not a batch. */
export type MappedEvent =
  | { readonly kind: 'conversion'; readonly event: number; readonly conversion: Conversion }
  | { readonly kind: 'skipped'; readonly event: number; readonly reason: SkipReason }
  | {
      readonly kind: 'rejected';
      readonly event: number | null;
      readonly reason: RejectReason;
      readonly message: string;
    };

/** The decisions about the events of a batch. */
export interface MappedBatch {
  readonly events: readonly MappedEvent[];
  /** Warnings about events that can be sent. */
  readonly warnings: readonly CountedWarning[];
}

/** "Now" as the options say, in milliseconds since the epoch. Throws UsageError. */
export const nowOf = ({ asOf }: AsOf): number => {
  // Programs in JavaScript may pass anything.
  const ms = asOf === undefined ? Date.now() : asOf instanceof Date ? asOf.getTime() : NaN;
  if (Number.isNaN(ms)) throw new UsageError('asOf: must be a date');
  return ms;
};

/**
 * Settings for `mapBatch` and `encoderFor`, validated by the schema of the settings file. Create them once for many
 * batches. Throws one UsageError with every problem on a line of its own.
 */
export const mappingSettings = ({ asOf, ...options }: MappingOptions & AsOf = {}): MappingSettings => ({
  ...mappingOf(options),
  asOfMs: nowOf(asOf === undefined ? {} : { asOf }),
  sinceMs: null,
  untilMs: null,
});

const mapParsed = (batch: Batch, settings: MappingSettings): MappedBatch => {
  const mapping = mapWhole(batch, settings);
  const warnings = [...mapping.warnings];
  if (batch.blocked) warnings.push({ code: 'blocked_data', count: 1 });
  const events = batch.events.map((source): MappedEvent => {
    const mapped = mapEvent(source, mapping);
    if (mapped.kind === 'skipped') return { ...mapped, event: source.index };
    warnings.push(...(mapped.warnings ?? []));
    if (mapped.kind === 'rejected')
      return { kind: 'rejected', event: source.index, reason: mapped.reason, message: mapped.message };
    return { kind: 'conversion', event: source.index, conversion: mapped.conversion };
  });
  return { events, warnings };
};

const refused = (why: { readonly reason: RejectReason; readonly message: string }): MappedBatch => ({
  events: [{ kind: 'rejected', event: null, reason: why.reason, message: why.message }],
  warnings: [],
});

/**
 * Decides about each event of a batch. Never throws because of a batch: its faults are rejections. A text with several
 * batches written back to back returns the events of all of them.
 */
export const mapBatch = (batch: GivenBatch, settings: MappingSettings): MappedBatch => {
  const text = batchText(batch);
  if (text === null) return refused(NO_JSON_TEXT);
  const mapped = parsedPieces(text).map(([piece, parsed]) =>
    parsed.kind === 'batch'
      ? mapParsed(parsed.batch, settings)
      : refused(parsed.kind === 'rejected' ? parsed : notJson(piece)),
  );
  return { events: mapped.flatMap(({ events }) => events), warnings: mapped.flatMap(({ warnings }) => warnings) };
};
