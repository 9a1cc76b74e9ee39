// The meaning of the words in the action column, by a known system or by the lists in cell-words.ts, and of the letters
// in the gender column.
import { ACTION_WORDS, OTHER_KINDS, PRODUCT_KINDS, YES_AND_NO } from './cell-words.js';
import { filled } from './table.js';
import type { KnownSystem } from './systems.js';
import { isNothing } from '../../read/csv/blank-cells.js';
import { actionMeaning } from '../../transform/map/action.js';
import { plainHeader } from './words.js';

/** Ids and event names of mParticle, and its own words: they need no map. */
const isUnderstood = (word: string): boolean => /^\d+$/.test(word) || actionMeaning(word) !== 'unknown';

/** The guesses about the words of the action column. */
export interface ActionGuess {
  /** From cell to action; contains only words of our own lists, in the spelling of the cells. */
  readonly actions: Readonly<Record<string, string | null>> | null;
  /** How many words of the action column are not in our lists. */
  readonly unknownActions: number;
}

const wordsIn = (cells: readonly string[]): string[] => [
  ...new Set(cells.map((cell) => cell.trim()).filter((cell) => cell !== '')),
];

/** All words of a known system, and its words in the spelling of these cells. */
const actionsOfSystem = ({ actions }: KnownSystem, cells: readonly string[]): ActionGuess => {
  if (actions === undefined) return { actions: null, unknownActions: 0 };
  const byLowerCase = new Map(Object.entries(actions).map(([word, action]) => [word.toLowerCase(), action]));
  const words = wordsIn(cells);
  const spelled = words.flatMap((word) => {
    const action = byLowerCase.get(word.toLowerCase());
    return action === undefined || word in actions ? [] : [[word, action] as const];
  });
  const unknown = words.filter((word) => !byLowerCase.has(word.toLowerCase())).length;
  return { actions: { ...actions, ...Object.fromEntries(spelled) }, unknownActions: '*' in actions ? 0 : unknown };
};

/** Whether at least one cell names an action. Digits do not: the codes of a till are not mParticle's. */
export const haveActions = (cells: readonly string[]): boolean =>
  wordsIn(cells).some((word) => ACTION_WORDS.has(plainHeader(word)) || (isUnderstood(word) && !/^\d+$/.test(word)));

/** Longer cells are remarks. */
const MAX_WORDS_OF_KIND = 3;

/** Whether a cell says that something came back, as one word or beside others: `Retoure`, `Card refund`. */
export const nameRefunds = (cells: readonly string[]): boolean =>
  wordsIn(cells).some((cell) => {
    const words = cell.split(/[^\p{L}]+/u).filter((word) => word !== '');
    const isRefund = (word: string): boolean => ACTION_WORDS.get(plainHeader(word)) === 'refund';
    return words.length <= MAX_WORDS_OF_KIND && (isRefund(cell) || words.some(isRefund));
  });

/** Whether cells are the status of an order: each is a word, and at least one is in our own lists. */
export const areStatuses = (cells: readonly string[]): boolean =>
  wordsIn(cells).some((word) => ACTION_WORDS.has(plainHeader(word))) &&
  wordsIn(cells).every((word) => /\p{L}/u.test(word));

/** Whether every cell is a word of our own lists: then they are actions, whatever the header is. */
export const areActions = (cells: readonly string[]): boolean =>
  cells.length > 0 && cells.every((cell) => ACTION_WORDS.has(plainHeader(cell)));

/** Whether cells say yes or no; blank is no. */
export const areFlags = (cells: readonly string[]): boolean => {
  const words = filled(cells);
  return words.length > 0 && words.every((word) => YES_AND_NO.has(plainHeader(word)));
};

/** The same without a header that says so: nothing but 0 may be an amount. */
export const areYesAndNo = (cells: readonly string[]): boolean =>
  areFlags(cells) && filled(cells).some((word) => word !== '0');

/** The meaning of yes and no in a column that says whether a receipt was cancelled. */
const actionsByYesAndNo = (cells: readonly string[]): ActionGuess => {
  const words = new Set(cells.map((cell) => cell.trim()));
  return {
    actions: Object.fromEntries([...words].map((word) => [word, YES_AND_NO.get(plainHeader(word)) ?? 'purchase'])),
    unknownActions: 0,
  };
};

/** The words of our own lists, in the spelling of these cells. */
const actionsByWords = (cells: readonly string[]): ActionGuess => {
  const words = wordsIn(cells);
  const meant = words.flatMap((word) => {
    const action = ACTION_WORDS.get(plainHeader(word));
    return action === undefined ? [] : [[word, action] as const];
  });
  const known = new Set(meant.map(([word]) => word));
  return {
    actions: meant.some(([word, action]) => word !== action) ? Object.fromEntries(meant) : null,
    unknownActions: words.filter((word) => !known.has(word) && !isUnderstood(word)).length,
  };
};

/** The meaning of the cells of the action column. */
export const actionsOf = (system: KnownSystem | null, cells: readonly string[]): ActionGuess => {
  if (system !== null) return actionsOfSystem(system, cells);
  return areFlags(cells) ? actionsByYesAndNo(cells) : actionsByWords(cells);
};

/** The map that leaves out rows that are not sales, beside an action column: words of sales, and NULL, become blank. */
export const salesOnly = (cells: readonly string[]): Readonly<Record<string, '' | null>> => {
  const meanings = areFlags(cells) ? YES_AND_NO : ACTION_WORDS;
  const sold = wordsIn(cells).filter((word) => isNothing(word) || meanings.get(plainHeader(word)) === 'purchase');
  return { ...Object.fromEntries(sold.map((word) => [word, ''] as const)), '*': null };
};

/** Rows of taxes and payments among those of products. */
export interface ProductsOnly {
  /** What leaves them out. */
  readonly map: Readonly<Record<string, '' | null>>;
  readonly isSure: boolean;
}

/** What leaves out rows of taxes and payments among those of products; null: the cells name none, or nothing else. */
export const productsOnly = (cells: readonly string[]): ProductsOnly | null => {
  const words = wordsIn(cells);
  const others = words.filter((word) => OTHER_KINDS.has(plainHeader(word)));
  if (others.length === 0 || others.length === words.length) return null;
  return {
    map: { ...Object.fromEntries(others.map((word) => [word, null] as const)), '*': '' },
    isSure: words.some((word) => PRODUCT_KINDS.has(plainHeader(word))),
  };
};

/** Letters for men and women other than M and F: beside H, M is a woman in Spanish. */
const GENDER_LETTERS: readonly Readonly<Record<string, 'm' | 'f'>>[] = [
  { H: 'm', M: 'f' },
  { H: 'm', F: 'f' },
  { M: 'm', K: 'f' },
  { M: 'm', V: 'f' },
  { E: 'm', K: 'f' },
  { L: 'm', P: 'f' },
  { 1: 'm', 2: 'f' },
];

/** The meaning of the cells of a gender column with other letters; null: they are words, or M and F. */
export const guessGenders = (cells: readonly string[]): Readonly<Record<string, 'm' | 'f'>> | null => {
  const words = wordsIn(filled(cells).map((cell) => cell.toUpperCase()));
  const found = GENDER_LETTERS.find((letters) => Object.keys(letters).every((letter) => words.includes(letter)));
  return found !== undefined && words.length === Object.keys(found).length ? found : null;
};
