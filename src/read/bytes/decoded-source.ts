// Text in another encoding than UTF-8, made UTF-8 piece by piece. Not here: which encoding it is (the manifest says).
import type { ByteSource } from './byte-source.js';

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

/** A source as UTF-8, whatever it is encoded in. */
export class DecodedSource implements ByteSource {
  readonly #source: ByteSource;
  readonly #decode: (bytes: Uint8Array | null) => string;
  #flushed = false;

  constructor(source: ByteSource, encoding: string) {
    this.#source = source;
    this.#decode = decoderOf(encoding);
  }

  get failure(): string | null {
    return this.#source.failure;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  async next(): Promise<Buffer | null> {
    while (!this.#flushed) {
      const piece = await this.#source.next();
      this.#flushed = piece === null;
      // Half a character at the end of a piece waits for the next one.
      const text = this.#decode(piece);
      if (text !== '') return Buffer.from(text);
    }
    return null;
  }

  async close(): Promise<void> {
    await this.#source.close();
  }
}
