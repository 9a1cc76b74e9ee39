import { parentPort, workerData } from 'node:worker_threads';
import type { Block } from '../model/block.js';
import type { MappingSettings } from '../model/settings.js';
import { transformer } from './transform.js';

// The entry of a worker thread. Its tasks come only from `MappedStream`, in these shapes.
// oxlint-disable-next-line typescript/no-unsafe-assignment
const settings: MappingSettings = workerData;
const transform = transformer(settings);

parentPort?.on('message', (block: Block) => {
  try {
    const mapped = transform(block);
    parentPort?.postMessage({ kind: 'done', result: mapped }, [
      mapped.wire.buffer,
      mapped.fingerprints.buffer,
      mapped.block.bytes.buffer,
    ]);
  } catch (error) {
    parentPort?.postMessage({
      kind: 'failed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
