const OTHER_BASE = /^\s*0[xob]/i;

/**
 * The number that a text writes in decimal digits (`42.50`, `1e3`), spaces around it left out; NaN for anything else,
 * blank text and the spellings of other bases (`0x10`) included, which `Number` takes.
 */
export const parseDecimal = (text: string): number =>
  text.trim() === '' || OTHER_BASE.test(text) ? NaN : Number(text);
