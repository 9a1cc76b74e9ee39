// Which columns make the event time. Decides only; the formats of times are in guess-dates.ts.
import { guessDates, isClock } from './guess-dates.js';
import { cellsOf, joinedCells, repeatedOf, type Candidate, type ColumnGuess, type Table } from './table.js';
import { CLOCK_PART, DATE_PART, FIELD } from './words.js';

/** Cells that are times of day and no dates: `21.11.26` may be either. */
export const isOnlyClock = (cells: readonly string[]): boolean =>
  isClock(cells) && !(cells.some((cell) => /^\d+\.\d+\.\d+$/.test(cell.trim())) && guessDates(cells, false) !== null);

/** Whether the cells of a column are dates without a time of day. */
const isDateOnly = (table: Table, { index }: Candidate): boolean =>
  guessDates(cellsOf(table, index), false)?.isDateOnly === true;

const besides = ({ index }: Candidate): readonly number[] => [index + 1, index - 1];

/** Whether the cells of a column are dates without a time of day, in that column or beside it. */
export const isWithoutClock = (table: Table, date: Candidate): boolean =>
  isDateOnly(table, date) && !besides(date).some((at) => isOnlyClock(cellsOf(table, at)));

/** A column of times of day, recognised by its cells, beside a date without one. */
const clockBeside = (table: Table, date: Candidate, found: ReadonlyMap<string, Candidate>): Candidate | undefined => {
  if (table.headers === null || !isDateOnly(table, date)) return undefined;
  const taken = new Set([...[...found.values()].map(({ index }) => index), ...repeatedOf(table.headers)]);
  const index = besides(date).find((at) => !taken.has(at) && isOnlyClock(cellsOf(table, at)));
  return index === undefined ? undefined : { index, meaning: CLOCK_PART, sureness: 'guess' };
};

/** A date and a time of day make one event time; a date with both, or alone, is one by itself. */
export const withTime = (table: Table, found: ReadonlyMap<string, Candidate>): ColumnGuess[] => {
  const [named, date, ofHeader] = [found.get(FIELD.time), found.get(DATE_PART), found.get(CLOCK_PART)];
  // A time that is recognised only by its cells may be that of a payout.
  const isGuess = named?.sureness === 'guess' && date !== undefined;
  const isOther = isGuess && (ofHeader !== undefined || !isDateOnly(table, date) || isDateOnly(table, named));
  const time = isOther ? undefined : named;
  const columns = [...found.values()]
    .filter(({ meaning }) => ![FIELD.time, DATE_PART, CLOCK_PART].includes(meaning))
    .map(({ index, meaning, sureness }): ColumnGuess => ({ indexes: [index], field: meaning, sureness }));
  const first = time ?? date;
  if (first === undefined) return columns;
  const clock = ofHeader ?? clockBeside(table, first, found);
  const sureness = ofHeader === clock ? first.sureness : 'guess';
  const both = clock === undefined ? [first.index] : [first.index, clock.index];
  // A column that has the time of day already makes no time together with another one.
  const isJoined = time === undefined || guessDates(joinedCells(table, both), false) !== null;
  return [{ indexes: isJoined ? both : [first.index], field: FIELD.time, sureness }, ...columns];
};
