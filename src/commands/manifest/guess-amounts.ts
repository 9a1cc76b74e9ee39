// The decimal sign and the currency of cells with amounts. Decides only; no cell leaves this file.

import { isCurrency } from '../../model/money.js';
import { currenciesMeantBy } from '../../read/csv/amount-currency.js';
import { filled, nearlyAll, type Sureness } from './table.js';
import { HEADER_CURRENCIES } from './words.js';

/** What cells with amounts show about their signs. */
export interface DecimalGuess {
  readonly sign: ',' | '.';
  readonly sureness: Sureness;
}

/** The currency of amounts, and all that its sign may mean. */
export interface CurrencyGuess {
  readonly code: string;
  readonly codes: readonly string[];
  readonly sureness: Sureness;
  /** Whether other amounts have the sign of another currency. */
  readonly areMixed: boolean;
}

/** The text before and after the digits of an amount, and spaces between them. */
const CURRENCY_SIGNS = /^[\p{Sc}\p{L}.\s]{1,5}|[\p{Sc}\p{L}.\s]{1,5}$|\s/gu;
/** A decimal comma: after groups, or before other than three digits. `POINT`: the same with a point. */
const COMMA = /^[+-]?\d{1,3}(?:[.'’]\d{3})+,\d+$|^[+-]?\d+,\d{1,2}$|^[+-]?\d+,\d{4,}$/;
const POINT = /^[+-]?\d{1,3}(?:[,'’]\d{2,3})*[,'’]\d{3}\.\d+$|^[+-]?\d+\.\d{1,2}$|^[+-]?\d+\.\d{4,}$/;
const PLAIN = /^[+-]?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i;

/** Only digits in groups of three: 1.234 may be a decimal number, 1.234.567 is not. */
const GROUPED = /^[+-]?[1-9]\d{0,2}([.,])\d{3}((?:\1\d{3})*)$/;
const BELOW_THOUSAND = /^[+-]?\d{1,3}$/;

/** The decimal sign of whole amounts of which some are written in groups; null: they are not. */
const decimalOfGroups = (bare: readonly string[]): DecimalGuess | null => {
  const found = bare.map((text) => GROUPED.exec(text));
  const others = bare.filter((_, at) => found[at] === null);
  const signs = new Set(found.flatMap((match) => match?.[1] ?? []));
  if (signs.size !== 1 || !others.every((text) => BELOW_THOUSAND.test(text))) return null;
  if (signs.has(',')) return { sign: '.', sureness: 'guess' };
  const areGroups = others.length > 0 || found.some((match) => match?.[2] !== '');
  return { sign: areGroups ? ',' : '.', sureness: 'guess' };
};

/** The decimal sign of amounts; null: they can be read as they are. */
export const guessDecimal = (cells: readonly string[]): DecimalGuess | null => {
  const texts = filled(cells);
  const bare = texts.map((text) => text.replace(CURRENCY_SIGNS, ''));
  const [commas, points] = [COMMA, POINT].map((form) => bare.filter((text) => form.test(text)).length);
  if ((commas ?? 0) > (points ?? 0)) return { sign: ',', sureness: (points ?? 0) === 0 ? 'sure' : 'guess' };
  const ofGroups = (commas ?? 0) + (points ?? 0) === 0 ? decimalOfGroups(bare) : null;
  if (ofGroups !== null) return ofGroups;
  if (nearlyAll(texts, (text) => PLAIN.test(text))) return null;
  if ((points ?? 0) > 0) return { sign: '.', sureness: (commas ?? 0) === 0 ? 'sure' : 'guess' };
  // Whole amounts beside a currency can only be read with a decimal sign.
  return bare.length > 0 && bare.every((text) => /^[+-]?\d+$/.test(text)) ? { sign: '.', sureness: 'guess' } : null;
};

/** Currency signs, and words that may be codes or abbreviations of currencies. */
const MARKS = /\p{L}{0,2}\$|\p{Sc}|\p{L}+/gu;
/** Codes that are words in headers. */
const HEADER_WORDS: readonly string[] = ['ALL', 'TOP', 'CUP'];

/** The currencies that a mark may mean; a code counts only in capitals, because `all` and `try` are words. */
const currenciesOf = (mark: string): readonly string[] => {
  const code = mark.toUpperCase();
  return isCurrency(code) && (mark !== code || HEADER_WORDS.includes(code)) ? [] : (currenciesMeantBy(mark) ?? []);
};

/** Whether cells are currency codes in capitals, and not all of them words that occur in other columns, too. */
export const areCurrencies = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return texts.some((text) => !HEADER_WORDS.includes(text)) && texts.every(isCurrency);
};

/** The codes of currencies that cells name by a sign or a word of one currency alone: `€`, `Euro`. */
export const codesOf = (cells: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...new Set(filled(cells))].flatMap((word) => {
      const [code, ...others] = isCurrency(word.toUpperCase()) ? [] : (currenciesMeantBy(word) ?? []);
      return code === undefined || others.length > 0 ? [] : [[word, code] as const];
    }),
  );

/** A code at the end of a header in small letters, or after them: `total_eur`, `totalEUR`. */
const CODE_AT_END = new RegExp(`(?:_|(?<=[a-z])(?=[A-Z]))(${HEADER_CURRENCIES.replaceAll(' ', '|')})$`, 'i');

/** A header of amounts with the code as the currency beside an amount is written. */
const withCode = (header: string): string =>
  header.trim().replace(CODE_AT_END, (code) => ` ${code.replace('_', '').toUpperCase()}`);

/** The currency beside the amounts or in their header, by the first mark that only one currency has; null: none. */
export const guessCurrency = (texts: readonly string[]): CurrencyGuess | null => {
  const found = texts.flatMap((text) => text.match(MARKS) ?? []).map(currenciesOf);
  const certain = found.find(({ length }) => length === 1);
  const codes = certain ?? found.find(({ length }) => length > 0) ?? [];
  const [code] = codes;
  const areMixed = found.some((others) => others.length > 0 && !others.some((other) => codes.includes(other)));
  return code === undefined ? null : { code, codes, sureness: certain === undefined ? 'guess' : 'sure', areMixed };
};

/** The currency of amounts by their cells and headers; `codes`: of the column of currencies, if there is one. */
export const currencyOf = (
  amounts: readonly string[],
  headers: readonly string[],
  codes: readonly string[] | null,
): CurrencyGuess | null => {
  const ofHeaders = guessCurrency(headers.map(withCode));
  if (codes === null) return guessCurrency([...amounts, ...headers.map(withCode)]);
  const isOther = ofHeaders?.sureness === 'sure' && filled(codes).some((code) => code.toUpperCase() !== ofHeaders.code);
  return isOther ? { ...ofHeaders, sureness: 'likely' } : null;
};
