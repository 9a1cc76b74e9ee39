import { SPELLINGS } from './formats.js';
import { SampleSource, type SampleOptions } from './records.js';

/** Bytes handed on at a time: writes of this size cost next to nothing each. */
const CHUNK_BYTES = 256 * 1024;
/** More than any record needs. */
const RECORD_ROOM_BYTES = 32 * 1024;
const LINE_FEED = 0x0a;

/** Where a sample ends: after so many records, or before it would be longer than so many bytes. */
export interface SampleLimit {
  readonly records: number;
  readonly bytes: number;
}

/** What was made so far. */
export interface SampleMade {
  records: number;
  /** Records that are bad on purpose, among the above. */
  bad: number;
  /** Events in the good records. */
  events: number;
  bytes: number;
}

/** Counts of a sample of which nothing is made yet. */
export const nothingMade = (): SampleMade => ({ records: 0, bad: 0, events: 0, bytes: 0 });

/** A whole sample as UTF-8 text in large pieces, each a run of whole records; `made` counts along. */
export const sampleChunks = function* (
  options: SampleOptions,
  limit: SampleLimit,
  made: SampleMade,
): Generator<Uint8Array> {
  const source = new SampleSource(options);
  const { header } = SPELLINGS[options.format];
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = header === null ? 0 : chunk.write(`${header}\n`);
  made.bytes = used;
  while (made.records < limit.records) {
    if (used > CHUNK_BYTES - RECORD_ROOM_BYTES) {
      yield chunk.subarray(0, used);
      // The one before may still be on its way to the disk.
      chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      used = 0;
    }
    const record = source.next();
    const end = used + chunk.write(record.text, used);
    if (made.bytes + end + 1 - used > limit.bytes) break;
    chunk[end] = LINE_FEED;
    made.bytes += end + 1 - used;
    made.records += 1;
    made.events += record.events;
    if (record.bad !== null) made.bad += 1;
    used = end + 1;
  }
  yield chunk.subarray(0, used);
};
