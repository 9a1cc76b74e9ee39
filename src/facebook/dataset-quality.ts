// Reads what Meta answers about the events it received: quality scores, counts per upload, counts per event name. The
// shapes are Meta's (Dataset Quality API for offline events, 2026-02-27; Graph API reference of AdsPixel); none of it
// was tried against Meta's servers, so a member of another shape counts as absent.
import { arrayOrEmpty, isJsonObject, numberOrNull, objectOrNull, textOrNull, type JsonObject } from '../lib/json.js';

/** The dimensions of the score, in the order of Meta's page. */
export const QUALITY_DIMENSIONS = ['composite', 'match_key', 'frequency', 'freshness'] as const;
export type QualityDimension = (typeof QUALITY_DIMENSIONS)[number];

/** Highest score of a dimension. */
export const HIGHEST_SCORE = 10;
/** From this composite score on Meta allows omnichannel ads (Dataset Quality API for offline events). */
export const OMNICHANNEL_SCORE = 8.5;
/** Days that the scores cover. */
export const QUALITY_DAYS = 28;

/** `fields` of `GET /dataset_quality?dataset_id=ID`. */
export const QUALITY_FIELDS =
  'offline{event_name,composite{score,recommendation},match_key{score,recommendation,coverage{email,phone}},' +
  'frequency{score,recommendation},freshness{score,recommendation}}';

/** One dimension: 0 to 10, null where Meta gives no score; Meta's advice in its own words. */
interface Score {
  readonly score: number | null;
  readonly recommendation: string | null;
}

/** The scores of one event name; coverage in percent of the events, null where Meta does not say. */
export interface EventQuality {
  readonly eventName: string;
  readonly scores: Readonly<Record<QualityDimension, Score>>;
  readonly coverage: { readonly email: number | null; readonly phone: number | null };
}

const scoreOf = (value: unknown): Score => {
  const object = objectOrNull(value);
  const advice = object?.['recommendation'] ?? null;
  const texts = [advice, ...arrayOrEmpty(advice)].map(textOrNull).filter((text) => text !== null);
  return {
    score: numberOrNull(object?.['score'] ?? value),
    recommendation: texts.length === 0 ? null : texts.join(' '),
  };
};

/** A list, or Meta's page of one (`{"data": […]}`). */
const listOf = (value: unknown): readonly JsonObject[] =>
  arrayOrEmpty(Array.isArray(value) ? value : objectOrNull(value)?.['data']).filter(isJsonObject);

const qualityOf = (entry: JsonObject): EventQuality => {
  const coverage = objectOrNull(objectOrNull(entry['match_key'])?.['coverage']);
  return {
    eventName: textOrNull(entry['event_name']) ?? '(no name)',
    scores: {
      composite: scoreOf(entry['composite']),
      match_key: scoreOf(entry['match_key']),
      frequency: scoreOf(entry['frequency']),
      freshness: scoreOf(entry['freshness']),
    },
    coverage: { email: numberOrNull(coverage?.['email']), phone: numberOrNull(coverage?.['phone']) },
  };
};

/** The scores in an answer of `dataset_quality`, one for each event name; empty: Meta has none yet. */
export const qualitiesIn = (answer: JsonObject): readonly EventQuality[] => listOf(answer['offline']).map(qualityOf);

/** What Meta counts of an upload or a dataset; null: Meta does not say. */
export interface EntryCounts {
  readonly valid: number | null;
  readonly matched: number | null;
  readonly duplicate: number | null;
}

export const ENTRY_FIELDS =
  'valid_entries,matched_entries,duplicate_entries,match_rate_approx,event_time_min,event_time_max';

const entriesOf = (node: JsonObject): EntryCounts => ({
  valid: numberOrNull(node['valid_entries']),
  matched: numberOrNull(node['matched_entries']),
  duplicate: numberOrNull(node['duplicate_entries']),
});

/** A dataset's own counts, over all uploads. */
export const datasetEntriesIn = (answer: JsonObject): EntryCounts & { readonly matchRate: number | null } => ({
  ...entriesOf(answer),
  matchRate: numberOrNull(answer['match_rate_approx']),
});

const sum = (counts: readonly (number | null)[]): number | null => {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
};

/** The counts of one upload tag in an answer of `offline_event_uploads`; null: Meta keeps none for it. */
export const uploadEntriesIn = (answer: JsonObject, tag: string): EntryCounts | null => {
  const uploads = listOf(answer).filter((upload) => upload['upload_tag'] === tag);
  const counts = uploads.map(entriesOf);
  return counts.length === 0
    ? null
    : {
        valid: sum(counts.map(({ valid }) => valid)),
        matched: sum(counts.map(({ matched }) => matched)),
        duplicate: sum(counts.map(({ duplicate }) => duplicate)),
      };
};

/** Events by name in an answer of `stats?aggregation=event_total_counts`: one list for each hour. */
export const eventTotalsIn = (answer: JsonObject): ReadonlyMap<string, number> => {
  const totals = new Map<string, number>();
  for (const hour of listOf(answer))
    for (const { value, count } of listOf(hour['data'])) {
      const name = textOrNull(value);
      if (name !== null) totals.set(name, (totals.get(name) ?? 0) + (numberOrNull(count) ?? 0));
    }
  return totals;
};
