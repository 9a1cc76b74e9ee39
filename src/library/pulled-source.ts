// Pulls batches from a program's iterable, and stops waiting for it when the run ends.

/** Where items come from: anything that `for await` can walk through. */
export type Source<Item> = AsyncIterable<Item> | Iterable<Item>;

const iteratorOf = <Item>(source: Source<Item>): AsyncIterator<Item> | Iterator<Item> =>
  Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();

/** Throws TypeError for a result that is not an object, as `for await` does: it is neither an item nor the end. */
const checkedStep = <Step>(step: Step): Step => {
  if (typeof step !== 'object' || step === null) throw new TypeError('next() of the iterator returned no object');
  return step;
};

/**
 * The items of a source, pulled one by one; `stopping` ends the iteration, even while it waits for an item. Throws as
 * the source does. A source that is not at its end is closed; errors of that are ignored, since the consumer left.
 */
export const pulled = async function* <Item>(source: Source<Item>, stopping: AbortSignal): AsyncGenerator<Item> {
  const iterator = iteratorOf(source);
  let wake: (() => void) | null = null;
  // What the source already has is still read; one turn of the event loop is enough for that.
  const onAbort = (): void => void setImmediate(() => wake?.());
  stopping.addEventListener('abort', onAbort, { once: true });
  let state: 'open' | 'waiting' | 'over' = 'open';
  const next = async (): Promise<IteratorResult<Item, unknown> | null> => {
    const given = iterator.next();
    return new Promise((resolve, reject) => {
      wake = () => resolve(null);
      Promise.resolve(given).then(checkedStep).then(resolve, reject);
    });
  };
  try {
    while (!stopping.aborted) {
      state = 'waiting';
      const step = await next().catch((error: unknown) => {
        state = 'over';
        throw error;
      });
      if (step === null) return;
      state = step.done === true ? 'over' : 'open';
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    stopping.removeEventListener('abort', onAbort);
    const close = async (): Promise<unknown> => iterator.return?.();
    const closed = state === 'over' ? null : close().catch(() => undefined);
    // A pending source closes only when its current wait ends, which may be never.
    if (state === 'open') await closed;
  }
};
