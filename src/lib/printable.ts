/** Control characters (escape sequences rewrite the screen), and marks that reverse the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u{61c}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}]+/gu;

/** A line that is safe on a terminal: each character that could control the terminal becomes `?`. */
export const printableLine = (line: string): string => line.replace(UNPRINTABLE, '?');

/** Text that is safe on a terminal and stays on its line. */
export const printable = (text: string): string => printableLine(text.replace(/\s*\r?\n\s*/g, ' '));

/**
 * A message of several lines that is safe on a terminal. `typed`: the words of the command line, which the message may
 * quote; line ends in those start no new line.
 */
export const printableMessage = (message: string, typed: readonly string[]): string =>
  typed
    .filter((word) => word !== printable(word))
    .reduce((text, word) => text.replaceAll(word, () => printable(word)), message)
    .split('\n')
    .map(printableLine)
    .join('\n');

const NOT_ASCII = /[^ -~]/;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A word as it is compared: composed, with plain spaces, without invisible characters and spaces around it. */
export const plainWord = (text: string): string =>
  (NOT_ASCII.test(text) ? text.normalize('NFC').replace(INVISIBLE, '').replace(/\s/g, ' ') : text).trim();
