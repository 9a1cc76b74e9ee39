const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const BACKSLASH = 0x5c;
export const OPENING_BRACKET = 0x5b;
export const CLOSING_BRACKET = 0x5d;
export const OPENING_BRACE = 0x7b;
export const CLOSING_BRACE = 0x7d;
export const LAST_ASCII = 0x7f;

/** Blanks between JSON values and in empty lines: space, tab, line ends, form feeds. */
export const isBlank = (byte: number | undefined): boolean =>
  byte === SPACE || (byte !== undefined && byte >= TAB && byte <= CARRIAGE_RETURN);

/** The first byte from `start` on that is not whitespace, or `end`. */
export const skipBlanks = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && isBlank(bytes[at])) at += 1;
  return at;
};
