// Asks Facebook for scores and counts, one question at a time. What the answers mean is in facebook/dataset-quality.ts.
import {
  datasetEntriesIn,
  ENTRY_FIELDS,
  eventTotalsIn,
  qualitiesIn,
  QUALITY_FIELDS,
  uploadEntriesIn,
  type EntryCounts,
  type EventQuality,
} from '../../facebook/dataset-quality.js';
import { unreachableAdvice } from '../../facebook/classify-reply.js';
import type { GraphReply, GraphReader } from '../../facebook/graph-reader.js';
import { DeliveryStoppedError } from '../../lib/errors.js';
import { MS_PER_SECOND, SECONDS_PER_DAY } from '../../lib/units.js';

const NO_SUCH_DATASET = 2_044_055;
const NO_PERMISSION = 10;
/** `stats` goes back this far (Graph API reference, AdsPixel stats). */
const STATS_DAYS = 7;

const NEEDED =
  'Reading the quality needs a token with ads_read and ads_management (or business_management) of a system user that ' +
  'the dataset is assigned to; a token made in Events Manager may not be enough.';

const stop = (reply: Exclude<GraphReply, { kind: 'answer' }>, id: string): DeliveryStoppedError => {
  if (reply.kind === 'unreachable')
    return new DeliveryStoppedError(`no answer from Facebook (${reply.code}). ${unreachableAdvice(reply.code)}`);
  const { code, subcode, words, advice } = reply;
  if (subcode === NO_SUCH_DATASET) return new DeliveryStoppedError(`Facebook has no dataset ${id}. ${words}`);
  const isRights = code === NO_PERMISSION || (code !== null && code >= 200 && code <= 299);
  return new DeliveryStoppedError(`${words}. ${isRights ? NEEDED : (advice ?? '')}`.trim());
};

/** Asks for the scores of a dataset. */
export const askQuality = async (reader: GraphReader, id: string): Promise<GraphReply> =>
  (await reader.read('dataset_quality', { dataset_id: id, fields: QUALITY_FIELDS })).reply;

/** The scores of each event name. Rejects with DeliveryStoppedError (exit 4) when Facebook refuses or does not answer. */
export const readQualities = async (reader: GraphReader, id: string): Promise<readonly EventQuality[]> => {
  const reply = await askQuality(reader, id);
  if (reply.kind !== 'answer') throw stop(reply, id);
  return qualitiesIn(reply.body);
};

/** Meta's counts for the whole dataset, or its message why there are none. */
export const readDataset = async (
  reader: GraphReader,
  id: string,
): Promise<(EntryCounts & { readonly matchRate: number | null }) | string> => {
  const { reply } = await reader.node(id, ENTRY_FIELDS);
  if (reply.kind === 'answer') return datasetEntriesIn(reply.body);
  return reply.kind === 'refused' ? reply.words : `no answer (${reply.code})`;
};

/** Meta's counts for one upload tag; null: there are none, or this token may not read them. */
export const readUpload = async (reader: GraphReader, id: string, tag: string): Promise<EntryCounts | null> => {
  const fields = 'upload_tag,valid_entries,matched_entries,duplicate_entries';
  const { reply } = await reader.read(`${id}/offline_event_uploads`, { upload_tag: tag, fields });
  return reply.kind === 'answer' ? uploadEntriesIn(reply.body, tag) : null;
};

/** Events by name that Meta received in the last seven days; null: this token may not read them. */
export const readTotals = async (
  reader: GraphReader,
  id: string,
  nowMs: number,
): Promise<ReadonlyMap<string, number> | null> => {
  const end = Math.floor(nowMs / MS_PER_SECOND);
  const range = { start_time: String(end - STATS_DAYS * SECONDS_PER_DAY), end_time: String(end) };
  const { reply } = await reader.read(`${id}/stats`, { aggregation: 'event_total_counts', ...range });
  return reply.kind === 'answer' ? eventTotalsIn(reply.body) : null;
};
