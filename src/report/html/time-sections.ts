import type { Report } from '../../model/report.js';
import { formatCount, formatDuration, formatMoney, formatNumbered } from '../format.js';
import { largestFirst, valueByCurrency } from '../names.js';
import { barChart, timeChart } from './chart.js';
import { html, nothing, type Markup } from './markup.js';
import { section } from './sections.js';
import { folded, table } from './table.js';

/** As many currencies get a chart of their own; the table has all of them. */
const CURRENCIES_DRAWN = 3;
/** The latest days are drawn: a backfill of years has its table. */
const DAYS_DRAWN = 31;
/** Columns that can still be told apart. */
const STEPS_DRAWN = 120;

const moneyCells = (value: Readonly<Record<string, number>>, currencies: readonly string[]): string[] =>
  currencies.map((code) => (value[code] === undefined ? '' : formatMoney(value[code], code)));

const dayChart = (report: Report, code: string, at: number): Markup => {
  const days = Object.entries(report.byDay).sort(([a], [b]) => (a < b ? -1 : 1));
  const drawn = days.slice(-DAYS_DRAWN);
  const bars = drawn.map(([day, { value }]) => ({
    label: day,
    amount: value[code] ?? 0,
    text: formatMoney(value[code] ?? 0, code),
  }));
  const left = days.length - drawn.length;
  const note =
    left === 0
      ? nothing
      : html`<p class="soft">The latest ${DAYS_DRAWN} days; the table below has all ${formatCount(days.length)}.</p>`;
  const description = bars.map(({ label, text }) => `${label}: ${text}`).join('; ');
  return html`<h3>${code}</h3>
    ${note}${barChart({ id: `days-${at}`, title: `Value by day in ${code}`, description }, bars)}`;
};

/** Value by the day of the event, a chart for each of the main currencies and one table for all. */
export const daysSection = (report: Report): Markup => {
  const days = Object.entries(report.byDay).sort(([a], [b]) => (a < b ? -1 : 1));
  if (days.length === 0) return nothing;
  const currencies = largestFirst(Object.fromEntries(valueByCurrency(report))).map(([code]) => code);
  const data = table(
    'Events and value by day (UTC)',
    [
      { title: 'Day' },
      { title: 'Events', isNumber: true },
      ...currencies.map((code) => ({ title: `Value, ${code}`, isNumber: true })),
    ],
    days.map(([day, { events, value }]) => [day, formatCount(events), ...moneyCells(value, currencies)]),
  );
  return section('days', 'Value by day', [
    ...currencies.slice(0, CURRENCIES_DRAWN).map((code, at) => dayChart(report, code, at)),
    days.length > DAYS_DRAWN ? folded(`All ${formatCount(days.length)} days`, data) : data,
  ]);
};

interface Span {
  readonly at: number;
  readonly sent: number;
  readonly waitingSeconds: number;
}

/** The series in at most `STEPS_DRAWN` steps of equal length. */
const coarser = ({ series, seriesSeconds }: Report): { readonly seconds: number; readonly spans: Span[] } => {
  const each = Math.max(1, Math.ceil(series.length / STEPS_DRAWN));
  const spans = Array.from({ length: Math.ceil(series.length / each) }, (_, at) => {
    const own = series.slice(at * each, (at + 1) * each);
    return {
      at: at * each * seriesSeconds,
      sent: own.reduce((sum, { sent }) => sum + sent, 0),
      waitingSeconds: own.reduce((sum, { waitingSeconds }) => sum + waitingSeconds, 0),
    };
  });
  return { seconds: each * seriesSeconds, spans };
};

/** Events sent over the time of the run, with the waits. */
export const throughputSection = (report: Report): Markup => {
  const { seconds, spans } = coarser(report);
  const most = Math.max(0, ...spans.map(({ sent }) => sent));
  if (most === 0) return nothing;
  const waited = report.duration.throttledSeconds;
  const waits = waited > 0 ? `, ${formatDuration(waited)} of it spent waiting (hatched)` : ', without any wait';
  const description = `${formatNumbered(report.events.sent, 'event')} in ${formatDuration(report.duration.seconds)}${waits}; at most ${formatCount(most / seconds)} events a second.`;
  return section('throughput', 'Throughput', [
    html`<p>${description}</p>`,
    timeChart(
      { id: 'throughput-chart', title: 'Events sent a second over the run', description },
      spans.map(({ sent, waitingSeconds }) => ({ amount: sent, waiting: Math.min(1, waitingSeconds / seconds) })),
      {
        start: 'start',
        end: formatDuration(spans.length * seconds),
        most: `${formatCount(most / seconds)} events a second`,
      },
    ),
    folded(
      `The numbers, in steps of ${formatDuration(seconds)}`,
      table(
        'Events sent and seconds waited',
        [{ title: 'From' }, { title: 'Events sent', isNumber: true }, { title: 'Waiting', isNumber: true }],
        spans.map(({ at, sent, waitingSeconds }) => [
          formatDuration(at),
          formatCount(sent),
          waitingSeconds > 0 ? formatDuration(waitingSeconds) : '',
        ]),
      ),
    ),
  ]);
};
