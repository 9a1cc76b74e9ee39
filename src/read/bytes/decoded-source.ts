// Text in another encoding than UTF-8, made UTF-8 piece by piece. Not here: which encoding it is (the manifest says).
import { DerivedSource, type ByteSource } from './byte-source.js';

const WINDOWS_1252 = 'windows-1252';
/** What the bytes 0x80 to 0x9f are in windows-1252. */
const UPPER_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const FIRST_UPPER = 0x80;
const UPPER = /[\u0080-\u009f]/g;

/** The canonical name of an encoding by any label of the WHATWG encoding standard; null: none has this label. */
export const encodingNamed = (label: string): string | null => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
};

const decode1252 = (bytes: Uint8Array | null): string =>
  bytes === null
    ? ''
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        .toString('latin1')
        .replace(UPPER, (sign) => UPPER_1252[sign.charCodeAt(0) - FIRST_UPPER] ?? sign);

/**
 * Decodes text that comes in pieces: bytes to text, null for the end. Windows-1252 is decoded here: several releases of
 * Node.js take it for Latin-1, which has control characters in the place of € and of quotes.
 */
export const decoderOf = (encoding: string): ((bytes: Uint8Array | null) => string) => {
  const decoder = new TextDecoder(encoding);
  if (decoder.encoding === WINDOWS_1252) return decode1252;
  return (bytes) => (bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true }));
};

async function* inUtf8(source: ByteSource, encoding: string): AsyncGenerator<Buffer, null> {
  const decode = decoderOf(encoding);
  for (;;) {
    const piece = await source.next();
    // Half a character at the end of a piece waits for the next one.
    const text = decode(piece);
    if (text !== '') yield Buffer.from(text);
    if (piece === null) return null;
  }
}

/** A source as UTF-8, whatever it is encoded in. */
export const decoded = (source: ByteSource, encoding: string): ByteSource =>
  new DerivedSource(source, inUtf8(source, encoding));
