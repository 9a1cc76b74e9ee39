import type { Writable } from 'node:stream';
import { UsageError } from './errors.js';
import { writeFault } from './file-faults.js';
import { Sink } from './sink.js';

/** Resolves when all of stdout is out, or its reader has left; rejects with UsageError when some of it is lost. */
export const ensurePrinted = async (stdout: Sink): Promise<void> => {
  await stdout.flushed();
  if (stdout.failure !== null) throw new UsageError(`stdout cannot be written: ${writeFault(stdout.failure)}`);
};

/** Prints the one text of a command; rejects with UsageError when it cannot be written. */
export const print = async (text: string, stdout: Writable): Promise<void> => {
  const sink = new Sink(stdout);
  await sink.write(text);
  await ensurePrinted(sink);
};
