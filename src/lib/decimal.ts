const OTHER_BASE = /^\s*0[xob]/i;

/**
 * The number that a text writes in decimal digits (`42.50`, `1e3`), ignoring spaces around it. NaN for anything else,
 * including blank text and other bases (`0x10`), which `Number` accepts.
 */
export const parseDecimal = (text: string): number =>
  text === '' || text.trim() === '' || OTHER_BASE.test(text) ? NaN : Number(text);
