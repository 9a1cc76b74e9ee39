// Pulls batches from a program's iterable, and stops waiting for it when the run ends.

/** Where items come from: anything that `for await` can walk through. */
export type Source<Item> = AsyncIterable<Item> | Iterable<Item>;

const iteratorOf = <Item>(source: Source<Item>): AsyncIterator<Item> | Iterator<Item> =>
  Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();

/** Pulls items one by one; `stop` ends the wait for the next one. */
export class PulledSource<Item> {
  readonly #iterator: AsyncIterator<Item> | Iterator<Item>;
  readonly #stopping: AbortSignal;
  /** Ends the wait for an item. */
  #wake: (() => void) | null = null;
  #state: 'open' | 'waiting' | 'over' = 'open';
  readonly #onAbort = (): void => {
    // What the source has ready is still taken: a turn of the event loop is time enough for that.
    setImmediate(() => this.#wake?.());
  };

  constructor(source: Source<Item>, stopping: AbortSignal) {
    this.#iterator = iteratorOf(source);
    this.#stopping = stopping;
    stopping.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The next item; null: there is none, or nothing more is wanted. Rejects as the source does. */
  async next(): Promise<{ readonly item: Item } | null> {
    if (this.#stopping.aborted || this.#state !== 'open') return null;
    this.#state = 'waiting';
    const step = await this.#step();
    if (step === null) return null;
    this.#state = step.done === true ? 'over' : 'open';
    return step.done === true ? null : { item: step.value };
  }

  /** Closes the source if it is not at its end. Errors of closing are ignored: the consumer has left. */
  async close(): Promise<void> {
    this.#stopping.removeEventListener('abort', this.#onAbort);
    if (this.#state === 'over') return;
    const hangs = this.#state === 'waiting';
    this.#state = 'over';
    const closed = this.#clean();
    // A pending source closes only when its current wait ends, which may be never.
    if (!hangs) await closed;
  }

  async #clean(): Promise<void> {
    try {
      await this.#iterator.return?.();
    } catch {
      // See `close`.
    }
  }

  async #step(): Promise<IteratorResult<Item, unknown> | null> {
    try {
      return await new Promise<IteratorResult<Item, unknown> | null>((resolve, reject) => {
        this.#wake = () => resolve(null);
        Promise.resolve(this.#iterator.next()).then(resolve, reject);
      });
    } catch (error) {
      this.#state = 'over';
      throw error;
    } finally {
      this.#wake = null;
    }
  }
}
