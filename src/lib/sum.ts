/** The sum of `of` over the items. */
export const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

/** The sum of numbers. */
export const sum = (numbers: readonly number[]): number => sumOf(numbers, (number) => number);
