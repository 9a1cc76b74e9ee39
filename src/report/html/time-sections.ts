import type { Report } from '../../model/report.js';
import { formatCount, formatDuration, formatMoney, formatNumbered, formatRate } from '../../lib/format.js';
import { currenciesOf } from '../names.js';
import { barChart, timeChart } from './chart.js';
import { html, nothing, type Markup } from './markup.js';
import { section } from './sections.js';
import { folded, table } from './table.js';

/** As many currencies get a chart of their own; the table has all of them. */
const CURRENCIES_DRAWN = 3;
/** The latest days are drawn: a backfill of years has its table. */
const DAYS_DRAWN = 31;
/** Maximum number of readable columns. */
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
  const currencies = currenciesOf(report);
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
    currencies.length > CURRENCIES_DRAWN
      ? html`<p class="soft">
          The ${CURRENCIES_DRAWN} largest of ${currencies.length} currencies are drawn; the table has all.
        </p>`
      : nothing,
    ...currencies.slice(0, CURRENCIES_DRAWN).map((code, at) => dayChart(report, code, at)),
    days.length > DAYS_DRAWN ? folded(`All ${formatCount(days.length)} days`, data) : data,
  ]);
};

interface Span {
  readonly at: number;
  /** Duration; the last step of each run may be shorter. */
  readonly seconds: number;
  readonly sent: number;
  readonly waitingSeconds: number;
}

/** A span shorter than this fraction of a step is added to the one before: its rate would be noise. */
const LEAST_OF_STEP = 0.1;

const together = (spans: readonly Span[]): Span => ({
  at: spans[0]?.at ?? 0,
  seconds: spans.reduce((sum, { seconds }) => sum + seconds, 0),
  sent: spans.reduce((sum, { sent }) => sum + sent, 0),
  waitingSeconds: spans.reduce((sum, { waitingSeconds }) => sum + waitingSeconds, 0),
});

/** The entries of the series with the time that each covers. */
const covered = ({ series, seriesSeconds, duration }: Report): Span[] =>
  series.map((entry) => {
    const seconds = entry.seconds ?? Math.min(seriesSeconds, duration.seconds - entry.at);
    return { ...entry, seconds: seconds > 0 ? seconds : seriesSeconds };
  });

/** The series in at most `STEPS_DRAWN` steps of equal length, but for those where a run ended. */
const coarser = (report: Report): { readonly seconds: number; readonly spans: Span[] } => {
  const each = Math.max(1, Math.ceil(report.series.length / STEPS_DRAWN));
  const seconds = each * report.seriesSeconds;
  const spans: Span[] = [];
  const entries = covered(report);
  for (let at = 0; at < entries.length; at += each) {
    const span = together(entries.slice(at, at + each));
    const last = spans.at(-1);
    if (last !== undefined && span.seconds < LEAST_OF_STEP * seconds) spans[spans.length - 1] = together([last, span]);
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
      [
        { title: 'From' },
        { title: 'Events sent', isNumber: true },
        { title: 'A second', isNumber: true },
        { title: 'Waiting', isNumber: true },
      ],
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
  const waited = report.duration.throttledSeconds;
  const waits = waited > 0 ? `, ${formatDuration(waited)} of it spent waiting (hatched)` : ', without any wait';
  const description = `${formatNumbered(report.events.sent, 'event')} in ${formatDuration(report.duration.seconds)}${waits}; at most ${formatCount(most)} events a second.`;
  return section('throughput', 'Throughput', [
    html`<p>${description}</p>`,
    timeChart(
      { id: 'throughput-chart', title: 'Events sent a second over the run', description },
      spans.map((span) => ({ amount: rateOf(span), waiting: Math.min(1, span.waitingSeconds / span.seconds) })),
      {
        start: 'start',
        end: formatDuration(together(spans).seconds),
        most: `${formatCount(most)} events a second`,
      },
    ),
    numbersTable(spans, seconds),
  ]);
};
