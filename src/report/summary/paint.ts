import type { Environment } from '../../lib/environment.js';

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Hue = keyof typeof CODES;

/** Puts ANSI colours around texts, or leaves them alone. */
export type Paint = (hue: Hue, text: string) => string;

/** `color` false: every text is returned unchanged. */
export const painter =
  (color: boolean): Paint =>
  (hue, text) =>
    color && text !== '' ? `\u001b[${CODES[hue][0]}m${text}\u001b[${CODES[hue][1]}m` : text;

/** Whether a stream gets colours: it is a terminal that supports them, unless `NO_COLOR` is set (no-color.org). */
export const wantsColor = (env: Environment, isTTY: boolean): boolean =>
  isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
