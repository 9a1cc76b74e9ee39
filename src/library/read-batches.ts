import type { BatchRecord, UnreadableRecord } from '../model/batch-record.js';
import type { ReadBatchesOptions } from './record-reader.js';

/**
 * The batches of files, folders, patterns and addresses, in order, as the command line reads them; each input is read
 * only as far as records are asked for. A record that cannot be read is also a value. Throws UsageError for an invalid
 * option, InputError for an input that does not exist, and, after all records, for one that could not be read to its
 * end.
 */
export const readBatches = async function* (
  inputs: string | readonly string[],
  options: ReadBatchesOptions = {},
): AsyncGenerator<BatchRecord | UnreadableRecord> {
  const { readRecords } = await import('./record-reader.js');
  yield* readRecords(typeof inputs === 'string' ? [inputs] : inputs, options);
};
