const OTHER_BASE = /^\s*0[xob]/i;
/** First characters of most numbers, which need no further test: 1 to 9. */
const [ONE, NINE] = [49, 57];

/**
 * The number that a text writes in decimal digits (`42.50`, `1e3`), ignoring spaces around it. NaN for anything else,
 * including blank text and other bases (`0x10`), which `Number` accepts.
 */
export const parseDecimal = (text: string): number => {
  const first = text.charCodeAt(0);
  if (first >= ONE && first <= NINE) return Number(text);
  return text === '' || text.trim() === '' || OTHER_BASE.test(text) ? NaN : Number(text);
};
