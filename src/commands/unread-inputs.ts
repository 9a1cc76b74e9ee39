// Inputs that cannot be read to their end: what was read before is used, and the errors are reported at the end.
import { InputError } from '../lib/errors.js';

/** The items that can be read; the error that ends them is added to `unread`. */
export const readable = async function* <T>(source: AsyncIterable<T>, unread: InputError[]): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    unread.push(error);
  }
};

/** Throws one InputError that names every input that could not be read, if there is any. */
export const throwUnread = (unread: readonly InputError[]): void => {
  if (unread.length > 0) throw new InputError(unread.map(({ message }) => message).join('\n'));
};
