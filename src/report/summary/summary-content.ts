// The summary's sections about what Facebook got: names, amounts, match keys, Limited Data Use.

import { sumOf } from '../../lib/sum.js';
import type { MatchKeyName } from '../../model/conversion.js';
import { HELPING_KEYS, MATCH_KEY_TITLES, STRONG_KEYS } from '../../model/match-keys.js';
import type { Report } from '../../model/report.js';
import { formatCount, formatMoney, formatNumbered, formatShare } from '../../lib/format.js';
import { deliveredOf, largestFirst, lduTitle, valueByCurrency } from '../names.js';
import { bar, BAR_CELLS, columns, indented, titled, type Page, type Section } from './summary-layout.js';
import { printable } from '../../lib/printable.js';
import { cutTo, padEnd, padStart, widthOf } from './text.js';

const CURRENCIES_NAMED = 4;
const NAMES_NAMED = 8;
const COLUMN_GAP = 4;
const INDENT = 4;
const SHARE_CELLS = '>99.9%'.length;

type Sum = { readonly events: number; readonly value: Readonly<Record<string, number>> };

const named = (value: Readonly<Record<string, number>>, count: number): { texts: string[]; more: number } => {
  const largest = largestFirst(value);
  const texts = largest.slice(0, count).map(([currency, amount]) => formatMoney(amount, printable(currency)));
  return { texts, more: Math.max(0, largest.length - count) };
};

/** A row for one event name: its value in the largest currency, and how many others there are. */
const nameRow = (name: string, { events, value }: Sum): string[] => {
  const { texts, more } = named(value, 1);
  return [printable(name), formatCount(events), texts[0] ?? '', more > 0 ? `+ ${more} more` : ''];
};

/** The rows for all names together, one for each of the largest currencies. */
const totalRows = ({ events, value }: Sum): string[][] => {
  const { texts, more } = named(value, CURRENCIES_NAMED);
  const [first, ...others] = more > 0 ? [...texts, `+ ${formatNumbered(more, 'currency', 'currencies')}`] : texts;
  return [['total', formatCount(events), first ?? '', ''], ...others.map((text) => ['', '', text, ''])];
};

/** Events and value by name and currency. */
export const contents = (report: Report, { paint, width }: Page): Section => {
  const names = Object.entries(report.byEventName).sort(([, a], [, b]) => b.events - a.events);
  if (names.length === 0) return [];
  const total = { events: deliveredOf(report), value: Object.fromEntries(valueByCurrency(report)) };
  const rows = [
    ...names.slice(0, NAMES_NAMED).map(([name, sum]) => nameRow(name, sum)),
    ...(names.length > NAMES_NAMED
      ? [[`and ${formatNumbered(names.length - NAMES_NAMED, 'more name')}`, '', '', '']]
      : []),
    ...(names.length > 1 || Object.keys(total.value).length > 1 ? totalRows(total) : []),
  ];
  const title = report.run.dryRun ? 'What Facebook would get' : 'What Facebook got';
  const lines = columns(rows, new Set([1, 2]));
  // A narrow page has no space for the second indentation, and may have none for the last column.
  const indent = lines.every((line) => widthOf(line) <= width - INDENT) ? INDENT : INDENT / 2;
  return [indented(paint('bold', title)), ...lines.map((line) => indented(cutTo(line, width - indent), indent))];
};

const keyCell = (key: MatchKeyName, titleCells: number, report: Report, { paint }: Page): string => {
  const [count, whole] = [report.matchKeys[key] ?? 0, deliveredOf(report)];
  const share = padStart(formatShare(count, whole), SHARE_CELLS);
  return `${padEnd(MATCH_KEY_TITLES[key], titleCells)}  ${bar(count / whole, paint)}  ${share}`;
};

/** Cells in columns, each column filled before the next, as many as the page is wide. */
const inColumns = (cells: readonly string[], cellWidth: number, width: number): string[] => {
  const across = Math.max(1, Math.floor((width - 4 + COLUMN_GAP) / (cellWidth + COLUMN_GAP)));
  const down = Math.ceil(cells.length / across);
  return Array.from({ length: down }, (_, row) =>
    cells.filter((_cell, at) => at % down === row).join(' '.repeat(COLUMN_GAP)),
  );
};

/** Match-key coverage: first the keys that identify a person, then those that only help. */
export const matchKeys = (report: Report, page: Page): Section => {
  const whole = deliveredOf(report);
  if (whole === 0) return [];
  // Most matches come from e-mail, so its absence must be visible.
  const keys = [...STRONG_KEYS, ...HELPING_KEYS].filter((key) => key === 'email' || (report.matchKeys[key] ?? 0) > 0);
  const titleCells = Math.max(...keys.map((key) => widthOf(MATCH_KEY_TITLES[key])));
  const cells = keys.map((key) => keyCell(key, titleCells, report, page));
  const withStrong = report.matchKeys.strong ?? 0;
  const text = `${formatShare(withStrong, whole)} with a strong key such as e-mail or phone, ${formatShare(whole - withStrong, whole)} without`;
  return [
    ...titled('Match keys', text, page),
    ...inColumns(cells, titleCells + 2 + BAR_CELLS + 2 + SHARE_CELLS, page.width).map((line) => indented(line, 4)),
  ];
};

/** Limited Data Use, if the settings ask for it. */
export const limitedDataUse = ({ limitedDataUse: use }: Report, page: Page): Section => {
  const missed = largestFirst(use.notSendable);
  if (use.flagged === 0 && missed.length === 0) return [];
  const total = sumOf(missed, ([, count]) => count);
  const why = missed.map(([reason, count]) => `${formatCount(count)} ${printable(lduTitle(reason))}`).join(', ');
  const notSendable = total === 0 ? '' : `, ${formatCount(total)} could not be (${why})`;
  return titled('Limited Data Use', `${formatCount(use.flagged)} flagged${notSendable}`, page);
};
