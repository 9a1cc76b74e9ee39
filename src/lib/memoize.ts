/** Maximum entries of one cache. Names and places repeat; memory must not grow with the input. */
const ENTRIES = 20_000;
/** UTF-16 units; longer texts are not names or places and would only fill the cache. */
const LONGEST_TEXT = 64;

/** The result of `make`, which is called when it is first needed. */
export const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
};

/** A pattern that is compiled when first used: with letters of all scripts that takes longer than to map a record. */
export const lazyPattern = (source: string, flags: string): (() => RegExp) => once(() => new RegExp(source, flags));

/** The same pure function with a cache of its results by a text, which differs for values with different results. */
export const memoizeBy = <Value, Result>(
  textOf: (value: Value) => string,
  compute: (value: Value) => Result,
): ((value: Value) => Result) => {
  const known = new Map<string, Result>();
  return (value) => {
    const text = textOf(value);
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = compute(value);
    if (text.length > LONGEST_TEXT) return result;
    // Clearing the whole cache is cheaper per hit than an LRU order.
    if (known.size >= ENTRIES) known.clear();
    known.set(text, result);
    return result;
  };
};

/** The same for a function of a text, such as a name or a place that many people share. */
export const memoize = <Result>(compute: (text: string) => Result): ((text: string) => Result) =>
  memoizeBy((text) => text, compute);
