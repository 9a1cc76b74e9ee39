import type { SampleBatch } from './batches.js';
import { batchRows, CSV_HEADER } from './csv.js';
import { batchLine } from './ndjson.js';

/** The two forms that mParticle users have: an export's JSON lines, a feed's CSV. */
export type SampleFormat = 'ndjson' | 'csv';

/** The format of a sample: the text before the first record, and the text of a batch, both without a line end. */
export const SPELLINGS: Readonly<
  Record<SampleFormat, { readonly header: string | null; readonly textOf: (batch: SampleBatch) => string }>
> = {
  ndjson: { header: null, textOf: batchLine },
  csv: { header: CSV_HEADER, textOf: batchRows },
};
