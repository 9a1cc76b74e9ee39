// The facts from which a draft is made, and what the headers of its columns say beside their fields.
import type { Guesses } from './guess-columns.js';
import { meaningOf } from './guess-header.js';
import type { SampledTimes } from './sampled-times.js';
import { cellsOf, type FirstRows, type Sureness } from './table.js';
import { DATE_PART, FIELD, plainHeader, UTC, ZONE, ZONE_WORDS } from './words.js';

/** The facts from which a draft is made. */
export interface DraftFacts extends FirstRows {
  /** The file, as people see it, and as a shell needs it. */
  readonly shellPath: string;
  /** The output path of the draft, for a shell; null: stdout. */
  readonly shellOutput: string | null;
  readonly width: number;
  readonly guesses: Guesses;
  readonly times: SampledTimes;
  /** The zone for times without one, and its source. */
  readonly timeZone: { readonly name: string; readonly isGiven: boolean };
}

/** How certain a guess is, in words. */
export const SURE: Readonly<Record<Sureness, string>> = {
  sure: 'sure',
  likely: 'likely',
  guess: 'a guess: please check',
};

/** The header of a column, by its position. */
export const columnName = ({ table: { headers } }: Pick<DraftFacts, 'table'>, index: number): string =>
  headers?.[index]?.trim() ?? '';

/** The headers of the columns without a field that meet a condition, as a list for people. */
export const ignoredHeaders = (
  facts: DraftFacts,
  meets: (header: string, cells: readonly string[]) => boolean,
): string => {
  const { table, guesses, width } = facts;
  const used = new Set(guesses.columns.flatMap(({ indexes }) => indexes));
  return Array.from({ length: table.headers === null ? 0 : width }, (_, index) => index)
    .filter((index) => !used.has(index))
    .filter((index) => meets(columnName(facts, index), cellsOf(table, index)))
    .map((index) => JSON.stringify(columnName(facts, index)))
    .join(', ');
};

const timeHeadersLike = (facts: Pick<DraftFacts, 'table' | 'guesses'>, wanted: RegExp): readonly string[] =>
  facts.guesses.columns
    .filter(({ field }) => field === FIELD.time)
    .flatMap(({ indexes }) => indexes.map((index) => columnName(facts, index)))
    .filter((header) => wanted.test(header));

/** Whether the header of the times says that they are those of UTC. */
export const isInUtc = (facts: Pick<DraftFacts, 'table' | 'guesses'>): boolean =>
  timeHeadersLike(facts, UTC).length > 0;

/** The columns that may say which zone times are in. */
export const zoneHeaders = (facts: DraftFacts): string =>
  [
    ...timeHeadersLike(facts, ZONE).map((header) => JSON.stringify(header)),
    ignoredHeaders(facts, (header) => ZONE_WORDS.includes(plainHeader(header))),
  ]
    .filter((headers) => headers !== '')
    .join(', ');

/** The columns that are times by their header, and whose cells no format fits. */
export const timeHeaders = (facts: DraftFacts): string =>
  ignoredHeaders(facts, (header) => [FIELD.time, DATE_PART].includes(meaningOf(header)?.meaning ?? ''));
