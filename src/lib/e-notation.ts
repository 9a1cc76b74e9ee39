// Numbers in E-notation, as spreadsheets shorten long ones.

/** A cheap test first: nearly no text contains the letter. */
const maybeShortened = (text: string): boolean => text.includes('E') || text.includes('e');
const E_NOTATION = /^[+-]?\d+(?:[.,](\d+))?E[+-]?(\d+)$/i;

/** A number in E-notation, as spreadsheets shorten long numbers: not a phone number. */
export const isShortened = (text: string): boolean => maybeShortened(text) && E_NOTATION.test(text.trim());

/**
 * Whether E-notation lost digits: `1.79555E+12` did, `1.795551538634E+12` did not. Without a decimal sign it did if the
 * exponent has a plus, as spreadsheets write it; `1E5` may be an id of its own.
 */
export const hasLostDigits = (text: string): boolean => {
  if (!maybeShortened(text)) return false;
  const found = E_NOTATION.exec(text.trim());
  if (found === null) return false;
  const [, fraction, exponent] = found;
  return fraction === undefined ? /E\+/i.test(text) : fraction.length < Number(exponent);
};
