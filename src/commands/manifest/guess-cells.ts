// The form of a column's cells: e-mail addresses, words, codes, products. Decides only; no cell leaves this file. Not
// here: the format of dates (guess-dates.ts) and the signs of amounts (guess-amounts.ts).
import { normaliseGender } from '../../transform/map/gender.js';
import { guessDates } from './guess-dates.js';
import { filled, nearlyAll } from './table.js';

const mostly = (cells: readonly string[], form: RegExp): boolean => {
  const texts = filled(cells);
  return texts.length > 0 && texts.filter((text) => form.test(text)).length * 2 > texts.length;
};

/** No JSON with an address in it. */
const EMAIL = /^[^\s@{"]+@[^\s@]+\.[^\s@}"]+$/;
const AMOUNT = /^[^\d]{0,4}\d[\d.,'’\s]*(?:E[+-]?\d+|[^\d]{0,4})$/i;

/** Most cells are e-mail addresses. */
export const areEmails = (cells: readonly string[]): boolean => mostly(cells, EMAIL);

/** Most cells are SHA-256 hashes: of e-mail addresses, if the header says so. */
export const areHashes = (cells: readonly string[]): boolean => mostly(cells, /^[\da-f]{64}$/i);

/** Nearly all cells are words of a gender, such as Mr and Ms. */
export const areGenders = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return texts.length > 0 && nearlyAll(texts, (text) => normaliseGender(text) !== null);
};

/** Most cells are of several words, as first and last name together are. */
export const areSeveralWords = (cells: readonly string[]): boolean => mostly(cells, /\p{L}\S*\s+\p{L}/u);

/** All cells are codes of letters and digits, without spaces. */
export const areCodes = (cells: readonly string[]): boolean => {
  const texts = filled(cells);
  return texts.length > 0 && texts.every((text) => /^[\p{L}\d._/-]*\d[\p{L}\d._/-]*$/u.test(text));
};

/** Most cells, apart from empty lists, are JSON lists of objects with a price, a quantity or an id. */
export const areProducts = (cells: readonly string[]): boolean =>
  mostly(
    cells.filter((cell) => !/^\s*\[\s*\]\s*$/.test(cell)),
    /^\s*\[\s*\{.*"[^"]*(?:sku|id|price|quantity|qty|name|title)"\s*:/is,
  );

/** Most cells have letters. */
export const areWords = (cells: readonly string[]): boolean => mostly(cells, /\p{L}/u);

/** Most cells are numbers, with or without a currency. */
export const areAmounts = (cells: readonly string[]): boolean => mostly(cells, AMOUNT);

/** Whether a row looks like data: then the file has no header row, and none of the row may be shown. */
export const looksLikeData = (row: readonly string[]): boolean =>
  row.some((cell) => {
    const text = cell.trim();
    return EMAIL.test(text) || /^[+-]?\d+(?:[.,:/ -]\d+)*$/.test(text) || guessDates([text], false) !== null;
  });
