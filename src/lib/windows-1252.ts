/** The characters of bytes 0x80 to 0x9f in windows-1252. */
const UPPER_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const FIRST_UPPER = 0x80;
const UPPER = /[\u0080-\u009f]/g;

/**
 * The text of bytes in windows-1252. `TextDecoder` is not used, because in several releases of Node.js it decodes them
 * as Latin-1, which has control characters in place of € and curly quotes.
 */
export const decodeWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(UPPER, (sign) => UPPER_1252[sign.charCodeAt(0) - FIRST_UPPER] ?? sign);

/** The bytes of a text in windows-1252, or Latin-1; null: it has other characters. */
export const encodeWindows1252 = (text: string): Uint8Array | null => {
  const bytes = Uint8Array.from(text, (char) => {
    const upper = UPPER_1252.indexOf(char);
    return upper === -1 ? char.charCodeAt(0) : FIRST_UPPER + upper;
  });
  const isEncodable = Array.from(text).every((char) => char <= '\u00ff' || UPPER_1252.includes(char));
  return isEncodable ? bytes : null;
};
