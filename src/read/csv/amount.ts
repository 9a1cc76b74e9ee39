// Reads amounts of money as people and tills write them.
import { ISO_4217 } from '../../model/money.js';

/** Other notations of currencies than sign and code. Other letters (12k, 1,5 Mio, 99ct) are not a currency. */
const ABBREVIATIONS =
  'euros?|kr|kč|zł|ft|fr|sfr|lei|lv|лв|руб|р|грн|дин|ден|din|kn|km|tl|rs|rp|rm|bs|s/|dh|sr|円|元|원|บาท';
const CODES = [...ISO_4217].join('|');
/** A currency by its sign (also R$, US$; no cents), its code or an abbreviation, before or after an amount. */
const CURRENCY = String.raw`(?:\p{L}{0,2}(?![¢￠])\p{Sc}|(?:${CODES}|${ABBREVIATIONS})\.?|R(?=[\s\d]))?`;
const BLANK = String.raw`[\s\u00a0\u2009\u202f]`;
/** Letters for debit and credit: S and H, D and C, DR and CR. */
const BOOKING_SIDE = /(?:^|[\d\s])(?:[HSCD]|CR|DR)\.?$|^(?:[HSCD]|CR|DR)\.?[\d\s]/i;
/** Spaces and apostrophes group thousands in every country. */
const GROUP_SIGNS = String.raw`'’\u00a0\u2009\u202f `;
/** `12,-` and `12,–`: no cents. */
const NO_CENTS = /^[-–—]{1,2}$/;

const expressionOf = (decimal: '.' | ','): RegExp => {
  const group = `[${decimal === ',' ? '.' : ','}${GROUP_SIGNS}]`;
  // Groups have three digits; in India two, except for the last one. Anything else is not a group: 12.50 is not 1250.
  const whole = String.raw`\d{1,3}(?:${group}\d{2,3})*${group}\d{3}|\d+|`;
  const fraction = String.raw`(?:[${decimal}](\d+|[-–—]{1,2}))?`;
  return new RegExp(
    String.raw`^([-+−(]?)${BLANK}*${CURRENCY}${BLANK}*([-+−]?)(${whole})${fraction}([-−]?)${BLANK}*${CURRENCY}(\)?)$`,
    'iu',
  );
};

/**
 * The reader of cells with amounts: `1.299,50 €` to `1299.50`, by the decimal sign. Thousands are grouped by the other
 * sign, spaces or apostrophes; a currency is dropped; `5,00-` and `(5,00)` are negative; `5,00 H` may be either, so it is
 * no amount. A cell that is not an amount by this sign keeps its text, marked so that no later stage reads a number in it.
 */
export const amountReader = (decimal: '.' | ','): ((cell: string) => string) => {
  const expression = expressionOf(decimal);
  // Whether E-notation has lost digits is checked by later stages.
  const plain = decimal === ',' ? /^-?\d+(?:,\d+)?(?:E[+-]?\d+)?$/i : /^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i;
  return (cell) => {
    const text = cell.trim();
    if (plain.test(text)) return text.replace(',', '.');
    const match = expression.exec(text);
    const [, before = '', inner = '', whole = '', fraction = '', after = '', bracket = ''] = match ?? [];
    const cents = NO_CENTS.test(fraction) ? '' : fraction;
    const isAmount =
      match !== null && !BOOKING_SIDE.test(text) && whole + cents !== '' && (before === '(') === (bracket === ')');
    if (!isAmount) return /\d/.test(text) ? `${text} (no amount with the decimal sign ${decimal})` : text;
    const isNegative = before === '(' || [before, inner, after].some((sign) => sign === '-' || sign === '−');
    return `${isNegative ? '-' : ''}${whole === '' ? '0' : whole.replace(/\D/g, '')}${cents === '' ? '' : `.${cents}`}`;
  };
};
