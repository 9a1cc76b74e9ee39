// Checks for mistakes of programs in JavaScript, where types are not checked. Each throws UsageError; settings are
// checked in settings/.

import { UsageError } from '../lib/errors.js';
import { didYouMean, nearestName } from '../lib/nearest.js';

/** Batches must be iterable, but not a text, whose characters would be taken as batches. */
export const checkBatches = (given: unknown): void => {
  const isIterable =
    typeof given === 'object' && given !== null && (Symbol.asyncIterator in given || Symbol.iterator in given);
  if (!isIterable) throw new UsageError('batches: give an (async) iterable of batches');
};

/** Options must be an object, with the right kinds of `signal` and `fetch`, if any. */
export const checkOptions = (given: unknown): void => {
  if (typeof given !== 'object' || given === null) throw new UsageError('options: give an object');
  if ('signal' in given && given.signal !== undefined && !(given.signal instanceof AbortSignal))
    throw new UsageError('signal: give an AbortSignal');
  if ('fetch' in given && given.fetch !== undefined && typeof given.fetch !== 'function')
    throw new UsageError('fetch: give a function');
};

/** Rejects unknown option names, because a misspelt one would be ignored. */
export const checkNames = (options: object, known: readonly string[]): void => {
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  const problems = unknown.map((name) => `${name}: no such option${didYouMean(nearestName(name, known))}`);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
};
