/**
 * Starts work on items ahead of their turn and gives the results in the order of the items, whatever order they finish
 * in. At most `ahead` items are under way or waiting to be taken, so that a slow reader of the results slows the source.
 */
export const inOrder = async function* <Item, Result>(
  source: AsyncIterable<Item>,
  start: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const queue: Promise<Result>[] = [];
  for await (const item of source) {
    const result = start(item);
    // Its turn comes later: until then a failure has nobody to hear it.
    result.catch(() => undefined);
    queue.push(result);
    const first = queue.length >= ahead ? queue.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const result of queue) yield await result;
};
