// Chooses one column for each field, of all that may be it. Decides only; what columns may be is in candidates.ts.
import { assignTotals } from './choose-totals.js';
import { bySureness, type Candidate, type Table } from './table.js';
import {
  ACTION_BY_CELLS,
  AMOUNT,
  CANCELLED,
  CANCELLED_TIME,
  FIELD,
  KIND,
  NET_TOTAL,
  RECEIPT_TOTAL,
  STATUS,
} from './words.js';

/** What the action may be taken from, in order of preference. */
const ACTIONS: readonly string[] = [FIELD.action, STATUS, CANCELLED, ACTION_BY_CELLS, KIND];

/** Any number of columns may say that a sale was cancelled. */
const SAYS_CANCELLED: readonly string[] = [CANCELLED, CANCELLED_TIME];

/** Meanings that are not fields: they become one, or the column has no field. */
const NOT_FIELDS: readonly string[] = [
  ...[RECEIPT_TOTAL, NET_TOTAL, AMOUNT],
  ...[STATUS, CANCELLED, CANCELLED_TIME, ACTION_BY_CELLS, KIND],
];

/** The surest candidate for each meaning, of equally sure ones the first. */
const surestOf = (candidates: readonly Candidate[]): Map<string, Candidate> => {
  const chosen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = chosen.get(candidate.meaning);
    if (before === undefined || bySureness(candidate, before) < 0) chosen.set(candidate.meaning, candidate);
  }
  return chosen;
};

/** One column is the action; the status and the cancellations beside it only leave out rows. */
const assignAction = (chosen: Map<string, Candidate>, candidates: readonly Candidate[]): void => {
  const action = ACTIONS.flatMap((meaning) => chosen.get(meaning) ?? [])[0];
  if (action !== undefined) chosen.set(FIELD.action, { ...action, meaning: FIELD.action });
  const status = chosen.get(STATUS);
  if (status !== undefined && status !== action) chosen.set(FIELD.status, { ...status, meaning: FIELD.status });
  for (const other of candidates.filter((one) => SAYS_CANCELLED.includes(one.meaning) && one !== action)) {
    const meaning = chosen.has(FIELD.cancelled) ? `${FIELD.cancelled}_${other.index + 1}` : FIELD.cancelled;
    chosen.set(meaning, { ...other, meaning });
  }
};

/** The column of each field and of each part of the event time, by its meaning. */
export const chooseColumns = (table: Table, candidates: readonly Candidate[]): ReadonlyMap<string, Candidate> => {
  const chosen = surestOf(candidates);
  assignTotals(table, chosen);
  assignAction(chosen, candidates);
  for (const meaning of NOT_FIELDS) chosen.delete(meaning);
  return chosen;
};
