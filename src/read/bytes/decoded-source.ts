// Converts text in another encoding to UTF-8, piece by piece. Not here: which encoding it is (the manifest says).
import { decodeWindows1252 } from '../../lib/windows-1252.js';
import { DerivedSource, gather, type ByteSource } from './byte-source.js';

const WINDOWS_1252 = 'windows-1252';
/** The canonical name of an encoding by any label of the WHATWG encoding standard; null: none has this label. */
export const encodingNamed = (label: string): string | null => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
};

/** Decodes text that comes in pieces: bytes to text, null for the end. */
export const decoderOf = (encoding: string): ((bytes: Uint8Array | null) => string) => {
  const decoder = new TextDecoder(encoding);
  if (decoder.encoding === WINDOWS_1252) return (bytes) => (bytes === null ? '' : decodeWindows1252(bytes));
  return (bytes) => (bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true }));
};

const MARK_BYTES = 2;
/** The byte order mark distinguishes the two forms of UTF-16, because the label `utf-16` means both. */
const ofMark = (encoding: string, [first, second]: Uint8Array): string => {
  if (!encoding.startsWith('utf-16')) return encoding;
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : encoding;
};

async function* inUtf8(source: ByteSource, encoding: string): AsyncGenerator<Buffer, null> {
  let piece = await gather(source, Buffer.alloc(0), MARK_BYTES);
  const decode = decoderOf(piece === null ? encoding : ofMark(encoding, piece));
  for (; ; piece = await source.next()) {
    // An incomplete character at the end of a piece waits for the next one.
    const text = decode(piece);
    if (text !== '') yield Buffer.from(text);
    if (piece === null) return null;
  }
}

/** A source as UTF-8, whatever it is encoded in. */
export const decoded = (source: ByteSource, encoding: string): ByteSource =>
  new DerivedSource(source, inUtf8(source, encoding));
