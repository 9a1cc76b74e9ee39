/**
 * Control characters (a file name may hold an escape sequence that rewrites the screen) and the marks that turn the
 * direction of text around.
 */
const UNPRINTABLE = /[\p{Cc}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}]+/gu;

/** Text that is safe on a terminal and stays on its line: whatever would steer the terminal becomes one `?`. */
export const printable = (text: string): string => text.replace(/\s*\r?\n\s*/g, ' ').replace(UNPRINTABLE, '?');

/** Scripts and symbols that terminals draw two cells wide (Unicode East Asian Width W and F, emoji). */
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const PLAIN = /^[\u0020-\u007e]*$/;

const cellsOf = (char: string): number => (ZERO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1);

/** Cells a text without escape sequences takes on a terminal. */
export const widthOf = (text: string): number =>
  PLAIN.test(text) ? text.length : Array.from(text).reduce((cells, char) => cells + cellsOf(char), 0);

/** The text, cut to so many cells with a `…` at its end when it is longer. */
export const cutTo = (text: string, cells: number): string => {
  if (widthOf(text) <= cells) return text;
  let kept = '';
  let room = cells - 1;
  for (const char of text) {
    room -= cellsOf(char);
    if (room < 0) break;
    kept += char;
  }
  return cells < 1 ? '' : `${kept.trimEnd()}…`;
};

/** The text, cut at its start: of a path, the end tells more. */
export const cutStartTo = (text: string, cells: number): string => {
  if (widthOf(text) <= cells) return text;
  const chars = Array.from(text);
  while (chars.length > 0 && widthOf(chars.join('')) > cells - 1) chars.shift();
  return `…${chars.join('')}`;
};

/** Padded to so many cells, on the right. */
export const padEnd = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - widthOf(text)));

/** Padded to so many cells, on the left: for numbers. */
export const padStart = (text: string, cells: number): string => ' '.repeat(Math.max(0, cells - widthOf(text))) + text;

/** Lines of at most so many cells, broken between words; a word longer than a line keeps a line of its own. */
export const wrap = (text: string, cells: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= cells) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};
