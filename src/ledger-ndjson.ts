import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ensurePrinted } from './lib/print.js';
import { Sink } from './lib/sink.js';

/** Writes each value as a line of JSON; stops quietly when the reader has gone. */
export const writeNdjson = async (values: Iterable<unknown> | AsyncIterable<unknown>, out: Writable): Promise<void> => {
  const { default: ndjson } = await import('ndjson');
  const sink = new Sink(out);
  try {
    await pipeline(Readable.from(values), ndjson.stringify(), async (lines: AsyncIterable<string>) => {
      for await (const line of lines) if (!(await sink.write(line))) return;
    });
  } catch (error) {
    // Ending early looks like a failure to the streams in between.
    if (!sink.closed) throw error;
  }
  await ensurePrinted(sink);
};
