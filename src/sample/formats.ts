import type { SampleBatch } from './batches.js';
import { batchRows, CSV_HEADER } from './csv.js';
import { batchLine } from './ndjson.js';

export const SAMPLE_FORMATS = ['ndjson', 'csv'] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** How a sample is written: what stands before the first record, and the text of a batch, both without a line end. */
export const SPELLINGS: Readonly<
  Record<SampleFormat, { readonly header: string | null; readonly textOf: (batch: SampleBatch) => string }>
> = {
  ndjson: { header: null, textOf: batchLine },
  csv: { header: CSV_HEADER, textOf: batchRows },
};
