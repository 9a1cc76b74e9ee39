/** Distinct texts one memory holds. Names and places repeat; what does not fit must not grow with the input. */
const ENTRIES = 20_000;
/** UTF-16 units; longer texts are no names or places, and would only fill the memory. */
const LONGEST_TEXT = 64;

/** The same pure function, remembering its latest answers; for values that many people share. */
export const memoize = <Result>(compute: (text: string) => Result): ((text: string) => Result) => {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = compute(text);
    if (text.length > LONGEST_TEXT) return result;
    // Emptying it whole costs nothing per hit, unlike keeping an order of use.
    if (known.size >= ENTRIES) known.clear();
    known.set(text, result);
    return result;
  };
};
