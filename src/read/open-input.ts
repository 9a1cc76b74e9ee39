import { systemClock } from '../lib/clock.js';
import { InputError } from '../lib/errors.js';
import type { ByteSource } from './bytes/byte-source.js';
import { FileSource } from './bytes/file-source.js';
import { GunzipSource, looksLikeGzip } from './bytes/gunzip.js';
import type { InputRef, ReadOptions } from './options.js';
import { PeekSource } from './bytes/peek.js';
import { PipeSource } from './bytes/pipe-source.js';
import { RemoteSource } from './remote/remote-source.js';
import { StreamSource } from './bytes/stream-source.js';

const MAGIC_BYTES = 4;
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** A gzip file that was gzipped once more on its way happens; deeper than that it is a trap. */
const MOST_LAYERS = 2;

/** What people hand over by mistake, by its first bytes, and what to do about it. */
const REFUSED: readonly (readonly [first: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Excel workbook; unpack it, or save the sheet as CSV'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd; unpack it first (zstd -d)'],
  [[0xfd, 0x37, 0x7a, 0x58], 'compressed with xz; unpack it first (xz -d)'],
  [[0x42, 0x5a, 0x68, 0x39], 'compressed with bzip2; unpack it first (bzip2 -d)'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file; write it out as NDJSON first'],
  [[0xff, 0xfe], 'UTF-16 text; save it as UTF-8'],
  [[0xfe, 0xff], 'UTF-16 text; save it as UTF-8'],
];

const startsWith = (bytes: Buffer, first: readonly number[]): boolean =>
  first.every((byte, index) => bytes[index] === byte);

const LEAST_PIECE_BYTES = 16 * 1024;

/** A small file needs no large piece of memory: there may be ten thousand of them. It may have grown since. */
const pieceFor = (size: number, pieceBytes: number): number =>
  Math.min(pieceBytes, Math.max(LEAST_PIECE_BYTES, size + 1));

const rawSource = (
  input: InputRef,
  options: Pick<ReadOptions, 'stdin'>,
  pieceBytes: number,
  count: (bytes: number) => void,
  signal: AbortSignal | undefined,
): ByteSource => {
  if (input.remote !== undefined)
    return new RemoteSource(input.remote, count, { sleep: (milliseconds) => systemClock.sleep(milliseconds) });
  if (input.absolute === null) return new StreamSource(options.stdin(), count, signal);
  // Only what is no regular file has no size.
  return input.size === null
    ? new PipeSource(input.absolute, count, signal)
    : new FileSource(input.absolute, pieceFor(input.size, pieceBytes), count);
};

/**
 * The text of an input: gzip unpacked whatever the name says, byte order mark gone. `count` hears of the bytes read,
 * as they lie on disk; `signal` ends any wait for a pipe or stdin. Throws InputError for a file that is no text of ours
 * at all.
 */
export const openInput = async (
  input: InputRef,
  options: Pick<ReadOptions, 'stdin'>,
  pieceBytes: number,
  count: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<PeekSource> => {
  let source = new PeekSource(rawSource(input, options, pieceBytes, count, signal));
  try {
    for (let layer = 0; layer < MOST_LAYERS && looksLikeGzip(await source.peek(MAGIC_BYTES)); layer += 1)
      source = new PeekSource(new GunzipSource(source));
    const head = await source.peek(MAGIC_BYTES);
    const refused = REFUSED.find(([first]) => startsWith(head, first));
    if (refused !== undefined) throw new InputError(`${input.path} is ${refused[1]}`);
    if (head.subarray(0, UTF8_BOM.length).equals(UTF8_BOM)) source.skip(UTF8_BOM.length);
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
};
