// Which columns make the event time. Decides only; the formats of times are in guess-cells.ts.
import { guessDates } from './guess-cells.js';
import { cellsOf, joinedCells, type Candidate, type ColumnGuess, type Table } from './table.js';
import { CLOCK_PART, DATE_PART, FIELD } from './words.js';

/** Whether the cells of a column are dates without a time of day. */
export const isDateAlone = (table: Table, { index }: Candidate): boolean =>
  guessDates(cellsOf(table, index), false)?.isDateAlone === true;

/** A date and a time of day make one event time; a date with both, or alone, is one by itself. */
export const withTime = (table: Table, found: ReadonlyMap<string, Candidate>): ColumnGuess[] => {
  const [named, date, clock] = [found.get(FIELD.time), found.get(DATE_PART), found.get(CLOCK_PART)];
  // A time that is known by its look alone may be that of a payout.
  const isOther = date !== undefined && (clock !== undefined || !isDateAlone(table, date));
  const time = named?.sureness === 'guess' && isOther ? undefined : named;
  const columns = [...found.values()]
    .filter(({ meaning }) => ![FIELD.time, DATE_PART, CLOCK_PART].includes(meaning))
    .map(({ index, meaning, sureness }): ColumnGuess => ({ indexes: [index], field: meaning, sureness }));
  const sureness = (time ?? date)?.sureness ?? 'guess';
  const first = time ?? date;
  if (first === undefined) return columns;
  const both = clock === undefined ? [first.index] : [first.index, clock.index];
  // A column that has the time of day already makes no time together with another one.
  const isJoined = time === undefined || guessDates(joinedCells(table, both), false) !== null;
  return [{ indexes: isJoined ? both : [first.index], field: FIELD.time, sureness }, ...columns];
};
