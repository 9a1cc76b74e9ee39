// Texts in cells of a terminal: width, cutting, wrapping, control characters.

import stringWidth from 'fast-string-width';

const ONE_CELL_EACH = /^[ -~…·━─✔✖]*$/;

/** Cells a text without escape sequences takes on a terminal. */
export const widthOf = (text: string): number =>
  // The library's patterns take 2.5 ms to compile.
  ONE_CELL_EACH.test(text) ? text.length : stringWidth(text);

/** Grapheme clusters: an emoji of several code points must not be cut in two. */
const charactersOf = (text: string): string[] =>
  // Created when needed: the first one takes 9 ms, a tenth of a short run.
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

/** The text, cut to so many cells with a `…` at its end when it is longer. */
export const cutTo = (text: string, cells: number): string => {
  if (widthOf(text) <= cells) return text;
  let kept = '';
  let room = cells - 1;
  for (const char of charactersOf(text)) {
    room -= widthOf(char);
    if (room < 0) break;
    kept += char;
  }
  return cells < 1 ? '' : `${kept.trimEnd()}…`;
};

/** The text, cut at its start, because the end of a path says more. */
export const cutStartTo = (text: string, cells: number): string => {
  if (widthOf(text) <= cells) return text;
  const chars = charactersOf(text);
  while (chars.length > 0 && widthOf(chars.join('')) > cells - 1) chars.shift();
  return `…${chars.join('')}`;
};

/** Padded to so many cells, on the right. */
export const padEnd = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - widthOf(text)));

/** Padded to so many cells, on the left: for numbers. */
export const padStart = (text: string, cells: number): string => ' '.repeat(Math.max(0, cells - widthOf(text))) + text;

/** A word in pieces of at most so many cells. */
export const piecesOf = (word: string, cells: number): string[] => {
  if (widthOf(word) <= cells) return [word];
  const pieces = [''];
  for (const char of charactersOf(word)) {
    const last = pieces.at(-1) ?? '';
    if (last === '' || widthOf(last) + widthOf(char) <= cells) pieces[pieces.length - 1] = last + char;
    else pieces.push(char);
  }
  return pieces;
};

/** A command at the end of a text, to be copied: `fix the rejects, then: mp2fb upload rejects.ndjson`. */
const COMMAND = /(?<=: )mp2fb (?:[^;:]|:(?! ))*$/;

const wordsOf = (text: string, cells: number): readonly string[] => {
  const [command] = COMMAND.exec(text) ?? [];
  return command === undefined || widthOf(command) > cells
    ? text.split(' ')
    : [...text.slice(0, -command.length - 1).split(' '), command];
};

/** Stands for a space at which a line is not broken: a private character of Unicode, one cell wide. */
const KEPT_SPACE = '\ue000';

/** A path, which `wrap` does not break at its spaces. */
export const unbroken = (path: string): string => path.replaceAll(' ', KEPT_SPACE);

/**
 * Lines of at most this many cells, broken between words, and not within a command that fits into one line; `pieces`
 * splits a longer word, by default at the end of the line.
 */
export const wrap = (text: string, cells: number, pieces = piecesOf): string[] => {
  const lines: string[] = [];
  for (const word of wordsOf(text, cells).flatMap((one) => pieces(one, cells))) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= cells) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll(KEPT_SPACE, ' '));
};
