import type { Cost } from './measure.js';

/** What a figure should be. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** One thing measured, as a ratio to another of the same run unless its unit says otherwise. */
export interface Figure {
  readonly what: string;
  readonly comparedWith: string;
  /** null: it could not be measured, and the note says why. */
  readonly value: number | null;
  /** What it is counted in; a ratio without. */
  readonly unit?: 'MB' | 'bytes' | 's of CPU';
  readonly goal?: Goal;
  /** Peak memory of what was measured, and what of that is the program's own. */
  readonly memoryMb?: number;
  readonly ownMb?: number | null;
  readonly note: string;
}

/** A group of measurements says each figure as soon as it has it. */
export type Say = (figure: Figure) => void;

/** Whether a figure reached its goal; null: it has none, or could not be measured. */
export const isMet = ({ value, goal }: Figure): boolean | null => {
  if (value === null || goal === undefined) return null;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
};

/** The memory that something took, as members of its figure. */
export const memoryOf = ({ memoryMb, ownMb }: Cost): Pick<Figure, 'memoryMb' | 'ownMb'> => ({ memoryMb, ownMb });

const perSecond = (records: number, { seconds }: Cost): string => `${count(Math.round(records / seconds))}/s`;

const cpuOf = (records: number, { cpuSeconds }: Cost): string => ((cpuSeconds / records) * 1e6).toFixed(1);

/** The rates of two that did the same, and their CPU time of all cores per record, which says more on a busy machine. */
export const rates = (records: number, own: Cost, other: Cost): string =>
  `${perSecond(records, own)} against ${perSecond(records, other)}; CPU ${cpuOf(records, own)} µs against ${cpuOf(records, other)} µs each`;

export const count = (value: number): string => value.toLocaleString('en');
