// Parsers for the values of flags: numbers, fractions, sizes, times and ages, for commander, whose error names the
// flag; a wrong value ends in exit code 2 before a command begins. Settings are not here: they have their own schema,
// because files and the environment contain them too.
import { InvalidArgumentError } from 'commander';
import { UsageError } from '../lib/errors.js';
import { parseDurationMs, parseInstant, type Instant } from '../lib/instant.js';
import { didYouMean, nearestName } from '../lib/nearest.js';

/** More digits than any count has, and few enough to be exact as a JavaScript number. */
const MAX_DIGITS = 15;
const WHOLE_NUMBER = new RegExp(`^\\d{1,${MAX_DIGITS}}$`);

/** A whole number within limits. */
export const wholeNumber =
  (lowest: number, highest = Infinity) =>
  (text: string): number => {
    const value = WHOLE_NUMBER.test(text) ? Number(text) : NaN;
    if (value >= lowest && value <= highest) return value;
    const range = Number.isFinite(highest) ? `from ${lowest} to ${highest}` : `not below ${lowest}`;
    throw new InvalidArgumentError(`It must be a whole number, ${range}.`);
  };

/** A fraction from 0 to 1. */
export const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a fraction from 0 to 1.');
  return value;
};

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const BINARY_UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A size in bytes, such as `500MB` or `64KiB`. */
export const size = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/i.exec(text);
  const [, digits = '', letter = '', binary = ''] = match ?? [];
  const bytes = Number(digits) * ((binary === '' ? UNITS : BINARY_UNITS)[letter.toLowerCase()] ?? 0);
  if (bytes < 1) throw new InvalidArgumentError('It must be a size such as 500MB, 1GB or 64KiB.');
  return Math.floor(bytes);
};

/** An age such as `90d`, in milliseconds. */
export const age = (text: string): number => {
  const ms = parseDurationMs(text);
  if (ms === null) throw new InvalidArgumentError('It must be an age such as 90d, 12w or 36h.');
  return ms;
};

/** A date, a time with its zone, or an age, which counts from a "now" that is given later. */
export const instant = (text: string): Instant => {
  const found = parseInstant(text);
  if (found === null)
    throw new InvalidArgumentError(
      'It must be a date (2026-11-20), a time with its zone (2026-11-20T08:00:00Z), or an age (3d).',
    );
  return found;
};

/** One of a list of words; `what`: what messages call them. */
export const oneOf =
  (what: string, known: readonly string[]) =>
  (text: string): string => {
    if (known.includes(text)) return text;
    const guess = didYouMean(nearestName(text, known));
    throw new UsageError(`there is no ${what} '${text}'${guess}\nchoose one of ${known.join(', ')}`);
  };

/** Values of a flag that may be repeated, in the order given. */
export const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];
