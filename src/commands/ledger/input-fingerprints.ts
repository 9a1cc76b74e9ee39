import { fingerprintBase, fingerprintOf } from '../../transform/map/fingerprint.js';
import type { Batch } from '../../model/batch.js';
import type { Block } from '../../model/block.js';
import { parsedPieces } from '../../transform/parse/concatenated.js';
import { RecordTable } from '../../transform/parse/record-table.js';
import { readInput, unreadState, type InputRef, type ReadOptions } from '../../read/index.js';

const batchesOf = (text: string): readonly Batch[] =>
  parsedPieces(text).flatMap(([, parsed]) => (parsed.kind === 'batch' ? [parsed.batch] : []));

const fingerprintsOfBatch = (batch: Batch): readonly Uint8Array[] => {
  const base = fingerprintBase(batch);
  return batch.events.flatMap((event) =>
    event.kind === 'product_action'
      ? [Buffer.from(fingerprintOf(base, event.receipt?.own ?? event.event), 'latin1')]
      : [],
  );
};

const fingerprintsOfBlock = (block: Block): Uint8Array => {
  const records = new RecordTable(block);
  const texts = Array.from(block.starts, (_, record) => records.text(record));
  return Buffer.concat(texts.flatMap(batchesOf).flatMap(fingerprintsOfBatch));
};

/** The fingerprints of every event of an input, sent or not, in portions. Throws InputError. */
export async function* fingerprintsIn(input: InputRef, reading: ReadOptions): AsyncGenerator<Uint8Array> {
  const blocks = readInput({ ...input, number: 0 }, reading, unreadState(input));
  for await (const block of blocks) yield fingerprintsOfBlock(block);
}
