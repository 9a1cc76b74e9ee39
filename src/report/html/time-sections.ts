// The sections of the page about days and speed. Charts: chart.ts.

import { sumOf } from '../../lib/sum.js';
import { formatCount, formatDuration, formatMoney, formatNumbered, formatRate } from '../../lib/format.js';
import type { Report, ReportSeriesEntry } from '../../model/report.js';
import { currenciesOf } from '../names.js';
import { barCell, timeChart } from './chart.js';
import { bars, number, folded, html, nothing, table, type Cell, type Markup } from './markup.js';
import { section } from './sections.js';

/** More days than this are folded, because a backfill of years has a row for each. */
const DAYS_SHOWN = 31;
/** Maximum number of readable columns. */
const STEPS_DRAWN = 120;

type Days = readonly (readonly [string, Report['byDay'][string]])[];

/** With bars or, for many days, only numbers. */
const daysTable = (caption: string, days: Days, currencies: readonly string[], isBar: boolean): Markup => {
  const largest = (code: string): number => Math.max(0, ...days.map(([, { value }]) => value[code] ?? 0));
  const scales = currencies.map((code) => ({ code, most: largest(code) }));
  const cellOf = (text: string, value: number, most: number): Cell => (isBar ? barCell(text, value, most) : text);
  return table(
    caption,
    ['Day', number('Events'), ...currencies.map((code) => (isBar ? bars : number)(`Value, ${code}`))],
    days.map(([day, { events, value }]) => [
      html`<span class="day">${day}</span>`,
      formatCount(events),
      ...scales.map(({ code, most: whole }) =>
        value[code] === undefined ? '' : cellOf(formatMoney(value[code], code), value[code], whole),
      ),
    ]),
  );
};

/** Value by the day of the event; for many days, the latest ones, with all of them folded below. */
export const daysSection = (report: Report): Markup => {
  const days = Object.entries(report.byDay).sort(([a], [b]) => (a < b ? -1 : 1));
  if (days.length === 0) return nothing;
  const currencies = currenciesOf(report);
  if (days.length <= DAYS_SHOWN)
    return section('days', 'Value by day', [daysTable('Events and value by day (UTC)', days, currencies, true)]);
  const all = formatCount(days.length);
  return section('days', 'Value by day', [
    daysTable(`The latest ${DAYS_SHOWN} days (UTC)`, days.slice(-DAYS_SHOWN), currencies, true),
    folded(`All ${all} days`, daysTable('Events and value by day (UTC)', days, currencies, false)),
  ]);
};

type Span = Required<ReportSeriesEntry>;

/** A span shorter than this fraction of a step is added to the one before: its rate would be noise. */
const MIN_OF_STEP = 0.1;

const together = (spans: readonly Span[]): Span => ({
  at: spans[0]?.at ?? 0,
  seconds: sumOf(spans, (span) => span.seconds),
  sent: sumOf(spans, (span) => span.sent),
  waitingSeconds: sumOf(spans, (span) => span.waitingSeconds),
});

/** The entries of the series with the time that each covers. */
const covered = ({ series, seriesSeconds, duration }: Report): Span[] =>
  series.map((entry) => {
    const seconds = entry.seconds ?? Math.min(seriesSeconds, duration.seconds - entry.at);
    return { ...entry, seconds: seconds > 0 ? seconds : seriesSeconds };
  });

/** The series in at most `STEPS_DRAWN` steps of equal length, except where a run ended. */
const coarser = (report: Report): { readonly seconds: number; readonly spans: Span[] } => {
  const each = Math.max(1, Math.ceil(report.series.length / STEPS_DRAWN));
  const seconds = each * report.seriesSeconds;
  const spans: Span[] = [];
  const entries = covered(report);
  for (let at = 0; at < entries.length; at += each) {
    const span = together(entries.slice(at, at + each));
    const last = spans.at(-1);
    if (last !== undefined && span.seconds < MIN_OF_STEP * seconds) spans[spans.length - 1] = together([last, span]);
    else spans.push(span);
  }
  return { seconds, spans };
};

const rateOf = ({ sent, seconds }: Span): number => sent / seconds;

const numbersTable = (spans: readonly Span[], seconds: number): Markup =>
  folded(
    `The numbers, in steps of ${formatDuration(seconds)}`,
    table(
      'Events sent and seconds waited',
      ['From', number('Events sent'), number('A second'), number('Waiting')],
      spans.map((span) => [
        formatDuration(span.at),
        formatCount(span.sent),
        formatRate(rateOf(span)),
        span.waitingSeconds > 0 ? formatDuration(span.waitingSeconds) : '',
      ]),
    ),
  );

/** Events sent over the time of the run, with the waits. */
export const throughputSection = (report: Report): Markup => {
  const { seconds, spans } = coarser(report);
  const most = Math.max(0, ...spans.map(rateOf));
  if (most === 0) return nothing;
  const atMost = `${formatNumbered(Math.max(1, Math.round(most)), 'event')} a second`;
  const waited = report.duration.throttledSeconds;
  const waits = waited > 0 ? `, ${formatDuration(waited)} of it spent waiting (hatched)` : ', without any wait';
  const description = `${formatNumbered(report.events.sent, 'event')} in ${formatDuration(report.duration.seconds)}${waits}; at most ${atMost}.`;
  return section('throughput', 'Throughput', [
    html`<p>${description}</p>`,
    timeChart(
      { title: 'Events sent a second over the run', description },
      spans.map((span) => ({ amount: rateOf(span), waiting: Math.min(1, span.waitingSeconds / span.seconds) })),
      {
        start: 'start',
        end: formatDuration(together(spans).seconds),
        most: atMost,
      },
    ),
    numbersTable(spans, seconds),
  ]);
};
