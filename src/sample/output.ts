import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { UsageError } from '../lib/errors.js';
import { cannotWrite } from '../lib/file-errors.js';
import { OutputStream } from '../lib/output-stream.js';

const GZIP_NAME = /\.gz$/i;

interface SampleFile {
  readonly output: OutputStream;
  /** Resolves when everything is on its way to the disk; rejects (UsageError) when something could not be written. */
  close(): Promise<void>;
}

const failure = (path: string, error: unknown): UsageError => cannotWrite('--output', path, error);

/** Opens a file to be written anew, compressed if its name ends in `.gz`; rejects (UsageError) when it cannot be. */
export const openSampleFile = async (path: string): Promise<SampleFile> => {
  const file = createWriteStream(path);
  await once(file, 'open').catch((error: unknown) => {
    throw failure(path, error);
  });
  // A sample is made to be read once or twice: the quickest level is worth more here than a smaller file.
  const gzip = GZIP_NAME.test(path) ? createGzip({ level: constants.Z_BEST_SPEED }) : null;
  const outcome = (gzip === null ? finished(file) : pipeline(gzip, file)).then(
    () => null,
    (error: unknown) => failure(path, error),
  );
  const close = async (): Promise<void> => {
    (gzip ?? file).end();
    const failed = await outcome;
    if (failed !== null) throw failed;
  };
  return { output: new OutputStream(gzip ?? file), close };
};
