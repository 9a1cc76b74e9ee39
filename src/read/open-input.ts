// Opens an input as text: unpacks it and refuses files that are not exports. Reading its records: read-input.ts.

import { systemClock } from '../lib/clock.js';
import type { ByteSource } from './bytes/byte-source.js';
import { decoded } from './bytes/decoded-source.js';
import { looksLikeGzip, looksLikeZstd } from './bytes/compression.js';
import { FileSource } from './bytes/file-source.js';
import { refuseForeign, refuseLines, type Compression } from './foreign/refuse.js';
import type { InputRef, ReadOptions } from './options.js';
import { PeekSource } from './bytes/peek.js';
import { SNIFF_BYTES, SNIFF_LONG_LINE_BYTES } from './sniff.js';

const MAGIC_BYTES = 4;
/** Bytes that are examined to recognise files that are not exports, whatever the pieces in which they arrive. */
const HEAD_BYTES = 4096;
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** A gzip file that was gzipped again on its way is possible; more levels are an attack. */
const MAX_LAYERS = 2;

type Opening = Pick<ReadOptions, 'stdin' | 'format' | 'csv'>;

const MIN_PIECE_BYTES = 16 * 1024;

/** A small file needs no large buffer, as there may be ten thousand of them. It may have grown since it was listed. */
const pieceFor = (size: number, pieceBytes: number): number =>
  Math.min(pieceBytes, Math.max(MIN_PIECE_BYTES, size + 1));

/** The source of an input; what only pipes and remote inputs need is loaded with the first one. */
const rawSource = async (
  input: InputRef,
  options: Pick<ReadOptions, 'stdin'>,
  pieceBytes: number,
  count: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<ByteSource> => {
  if (input.remote !== undefined) {
    const { RemoteSource } = await import('./remote/remote-source.js');
    return new RemoteSource(input.remote, count, { sleep: systemClock.sleep.bind(systemClock), signal });
  }
  const { absolute, size } = input;
  // Only inputs that are not regular files have no size.
  if (absolute !== null && size !== null) return new FileSource(absolute, pieceFor(size, pieceBytes), count);
  const { openDevice, StreamSource } = await import('./bytes/stream-source.js');
  if (absolute !== null) return new StreamSource(() => openDevice(absolute), count, signal);
  const stdin = options.stdin();
  return new StreamSource(() => stdin, count, signal);
};

/** The decompressor for a source that starts like this; null: none is needed, or none exists. */
const unpackerOf = async (source: PeekSource, head: Buffer): Promise<readonly [Compression, ByteSource] | null> => {
  if (looksLikeGzip(head)) return ['gzip', (await import('./bytes/gunzip.js')).gunzip(source)];
  const unpacked = looksLikeZstd(head) ? (await import('./bytes/unzstd.js')).unzstd(source) : null;
  return unpacked === null ? null : ['zstd', unpacked];
};

const BEGINS_LIKE_JSON = /^(?:\xef\xbb\xbf)?\s*[{[]/;

/** Throws InputError for a file that is not an export. Examines lines only if their format is not given. */
const refuse = async (
  source: PeekSource,
  input: InputRef,
  options: Opening,
  unpacked: readonly Compression[],
): Promise<void> => {
  const bytes = (await source.peek(HEAD_BYTES)).subarray(0, HEAD_BYTES);
  const refused = refuseForeign({ bytes, unpacked }, input);
  if (refused !== null) throw refused;
  const isOpen = options.format === 'auto' && options.csv.manifest === undefined;
  if (!isOpen || BEGINS_LIKE_JSON.test(bytes.toString('latin1'))) return;
  const most = (await source.peek(SNIFF_BYTES)).subarray(0, SNIFF_BYTES).includes('\n')
    ? SNIFF_BYTES
    : SNIFF_LONG_LINE_BYTES;
  const lines = (await source.peek(most)).subarray(0, most);
  const refusedLines = refuseLines({ bytes: lines, unpacked, whole: lines.length < most }, input);
  if (refusedLines !== null) throw refusedLines;
};

const WIDE = /^utf-16/;

const beginsWithMark = (head: Buffer): boolean => head.subarray(0, UTF8_BOM.length).equals(UTF8_BOM);

/**
 * The source as UTF-8, by the encoding that a manifest names; foreign files are refused on the way. JSON is UTF-8
 * whatever a manifest says, as is text with the byte order mark of UTF-8.
 */
const checkedText = async (
  source: PeekSource,
  input: InputRef,
  options: Opening,
  unpacked: readonly Compression[],
): Promise<PeekSource> => {
  const head = await source.peek(HEAD_BYTES);
  const isJson = options.format !== 'csv' && BEGINS_LIKE_JSON.test(head.toString('latin1'));
  const encoding = isJson || beginsWithMark(head) ? undefined : options.csv.manifest?.encoding;
  const text = encoding === undefined ? source : new PeekSource(decoded(source, encoding));
  // Raw UTF-16 would not be recognised as text.
  await refuse(encoding !== undefined && WIDE.test(encoding) ? text : source, input, options, unpacked);
  return text;
};

/**
 * The text of an input: gzip and zstd are unpacked whatever its name is, a byte order mark is removed. `count`
 * receives the bytes read on disk; `signal` ends any wait for a pipe, stdin or a store. Throws InputError for
 * a file that is not an export at all, with what it is and the command that helps.
 */
export const openInput = async (
  input: InputRef,
  options: Opening,
  pieceBytes: number,
  count: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<PeekSource> => {
  let source = new PeekSource(await rawSource(input, options, pieceBytes, count, signal));
  try {
    const unpacked: Compression[] = [];
    while (unpacked.length < MAX_LAYERS) {
      const unpacker = await unpackerOf(source, await source.peek(MAGIC_BYTES));
      if (unpacker === null) break;
      unpacked.push(unpacker[0]);
      source = new PeekSource(unpacker[1]);
    }
    source = await checkedText(source, input, options, unpacked);
    if (beginsWithMark(await source.peek(MAGIC_BYTES))) source.skip(UTF8_BOM.length);
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
};
