// Whether the cells of a column fit the meaning of its header. Decides only; the form of cells is in guess-cells.ts.
import { areFlags, areStatuses, areYesAndNo, haveActions, productsOnly } from './guess-actions.js';
import { areAmounts, areCodes, areEmails, areGenders, areHashes, areWords } from './guess-cells.js';
import { guessDates, isClock, isClockInDigits } from './guess-dates.js';
import { filled } from './table.js';
import type { HeaderMeaning } from './guess-header.js';
import { isOnlyClock } from './guess-time.js';
import {
  AMOUNT,
  CANCELLED,
  CANCELLED_FLAG,
  CANCELLED_TIME,
  CLOCK_PART,
  DATE_PART,
  FIELD,
  KIND,
  NET_TOTAL,
  RECEIPT_TOTAL,
  STATUS,
} from './words.js';

/** Amounts, and not whether something was paid. */
const areTotals = (cells: readonly string[]): boolean => areAmounts(cells) && !areYesAndNo(cells);

/** The check of a meaning's cells; absent: any cells fit. */
const FIELD_CHECKS: Readonly<Record<string, (cells: readonly string[]) => boolean>> = {
  [FIELD.email]: (cells) => areEmails(cells) || areHashes(cells),
  [FIELD.total]: areTotals,
  [AMOUNT]: areTotals,
  [RECEIPT_TOTAL]: areTotals,
  [NET_TOTAL]: areTotals,
  [FIELD.lineTotal]: areAmounts,
  [FIELD.price]: areAmounts,
  [FIELD.quantity]: areAmounts,
  [FIELD.time]: (cells) => guessDates(cells, false) !== null,
  [DATE_PART]: (cells) => guessDates(cells, false) !== null,
  [CLOCK_PART]: (cells) => isClock(cells) || isClockInDigits(cells),
  [FIELD.firstName]: areWords,
  [FIELD.lastName]: areWords,
  [FIELD.city]: areWords,
  [KIND]: areWords,
  [STATUS]: areStatuses,
  [CANCELLED]: areFlags,
  [CANCELLED_TIME]: (cells) => guessDates(cells, false) !== null && filled(cells).length * 2 < cells.length,
};

/** Each row with a blank cell would be rejected. */
const NEVER_BLANK: readonly string[] = [FIELD.action, STATUS, CANCELLED, FIELD.time, DATE_PART, CLOCK_PART];

/** Whether cells fit a field; columns without any cell fit nearly every field. */
export const cellsFit = (meaning: string, cells: readonly string[]): boolean =>
  filled(cells).length === 0
    ? cells.length === 0 || !NEVER_BLANK.includes(meaning)
    : (FIELD_CHECKS[meaning]?.(cells) ?? true);

/**
 * A product column whose cells are codes (LMP-1, 4711) is its id, not its name; `Title` may be that of a person, `Estado`
 * a state or a status, `TransactionTime` only a time of day, and `Payment type` what has nothing to do with actions (null).
 */
export const byItsCells = ({ meaning, isWhole }: HeaderMeaning, cells: readonly string[]): string | null => {
  if (meaning === FIELD.action && cells.length > 0 && !haveActions(cells))
    return isWhole && productsOnly(cells) === null ? KIND : null;
  if (meaning === FIELD.productName && areCodes(cells)) return FIELD.productId;
  if (meaning === FIELD.productName && areGenders(cells)) return FIELD.gender;
  if (meaning === FIELD.time && isOnlyClock(cells)) return CLOCK_PART;
  if (meaning === CANCELLED && !areYesAndNo(cells)) return null;
  if (meaning === CANCELLED_FLAG) return CANCELLED;
  return meaning === FIELD.state && areStatuses(cells) ? STATUS : meaning;
};
