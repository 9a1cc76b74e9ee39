import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readInput, type InputRef } from '../../src/read/index.js';
import { OPTIONS, stateOf } from './reading.js';
import { newFolder } from '../support/surroundings.js';

const folder = newFolder();

const BATCHES = Array.from({ length: 3_000 }, (_, n) => ({
  mpid: n,
  events: [{ data: { note: 'ä'.repeat(n % 90) } }],
}));
const CSV = [
  'timestamp_unixtime_ms,product_action.action,product_action.transaction_id,user_identities.email',
  ...BATCHES.map((_, n) => `1794680525000,purchase,${Math.floor(n / 2)},person${n}@example.com`),
  '',
].join('\n');

/** Blocks large enough that they are not copied out of what they were read into. */
const BLOCK_BYTES = 16 * 1024;

const textsOf = async (path: string, giveAway: boolean): Promise<readonly string[]> => {
  const input: InputRef = { path, absolute: path, size: null, modifiedMs: null };
  const texts: string[] = [];
  for await (const block of readInput(
    { ...input, number: 0 },
    { ...OPTIONS, blockBytes: BLOCK_BYTES },
    stateOf(path),
  )) {
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
    block.starts.forEach((start, index) => texts.push(bytes.toString('utf8', start, block.ends[index])));
    // As a thread takes it away, or as it is freed when all is known of its events.
    if (giveAway) structuredClone(null, { transfer: [block.bytes.buffer] });
  }
  return texts;
};

describe('the receiver of a block may transfer its memory before the next one is read', () => {
  test.each<[string, string, string | Buffer]>([
    ['lines', 'a.ndjson', BATCHES.map((batch) => `${JSON.stringify(batch)}\n`).join('')],
    ['an array', 'a.json', JSON.stringify(BATCHES)],
    ['an array over several lines', 'c.json', JSON.stringify(BATCHES, null, 1)],
    ['values over several lines', 'b.json', BATCHES.map((batch) => JSON.stringify(batch, null, 2)).join('\n')],
    ['compressed lines', 'a.ndjson.gz', gzipSync(BATCHES.map((batch) => `${JSON.stringify(batch)}\n`).join(''))],
    ['a compressed array', 'a.json.gz', gzipSync(JSON.stringify(BATCHES))],
    ['CSV', 'a.csv', CSV],
    ['compressed CSV', 'a.csv.gz', gzipSync(CSV)],
  ])('%s', async (_, name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const kept = await textsOf(path, false);
    expect(kept.length).toBeGreaterThanOrEqual(1_500);
    expect(await textsOf(path, true)).toEqual(kept);
  });
});
