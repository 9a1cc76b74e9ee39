// The parts of the page that come from counts: outcomes, event names, match keys, reasons, warnings, runs.
// Days and the course of the run are in time-sections.ts.

import {
  formatCount,
  formatDuration,
  formatInstant,
  formatMoney,
  formatNumbered,
  formatShare,
} from '../../lib/format.js';
import { HELPING_KEYS, MATCH_KEY_TITLES, STRONG_KEYS } from '../../model/match-keys.js';
import type { Report, ReportRun } from '../../model/report.js';
import { currenciesOf, deliveredOf, largestFirst, lduTitle, outcomesOf, valueByCurrency } from '../names.js';
import { exitTitle, knownText, reasonOf, repeatText } from '../summary/headline.js';
import { rejectRows, skipRows, type ReasonRow } from '../summary/summary-reasons.js';
import { barCell, type Tone } from './chart.js';
import { number, bars, codeOf, folded, html, nothing, table, type Markup } from './markup.js';

const TONES: Readonly<Partial<Record<string, Tone>>> = {
  sent: 'good',
  previewed: 'good',
  rejected: 'warn',
  unsent: 'bad',
};

/** A titled part of the page; `id` is unique on it. */
export const section = (id: string, title: string, content: readonly Markup[]): Markup =>
  html` <section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;

/** What happened to the events. */
export const outcomesSection = (report: Report): Markup => {
  const occurred = outcomesOf(report).filter(({ count }) => count > 0);
  const { malformed } = report.batches;
  if (occurred.length === 0 && malformed === 0) return nothing;
  const { read } = report.events;
  const most = Math.max(read, malformed);
  return section('outcomes', `${formatNumbered(read, 'event')} read`, [
    table(
      'Events by outcome',
      ['Outcome', bars('Events'), number('Share')],
      [
        ...occurred.map(({ key, title, count }) => [
          title,
          barCell(formatCount(count), count, most, TONES[key]),
          formatShare(count, read),
        ]),
        // Malformed records have an unknown number of events, so they are not part of the sum.
        ...(malformed === 0
          ? []
          : [['malformed', barCell(formatNumbered(malformed, 'record'), malformed, most, 'warn'), '']]),
      ],
    ),
  ]);
};

/** Events and value by Facebook's event name. */
export const namesSection = (report: Report): Markup => {
  const names = Object.entries(report.byEventName).sort(([, a], [, b]) => b.events - a.events);
  if (names.length === 0) return nothing;
  const values = Object.fromEntries(valueByCurrency(report));
  const currencies = currenciesOf(report);
  const rowOf = (name: string, events: number, value: Readonly<Record<string, number>>): string[] => [
    name,
    formatCount(events),
    ...currencies.map((code) => (value[code] === undefined ? '' : formatMoney(value[code], code))),
  ];
  const rows = names.map(([name, { events, value }]) => rowOf(name, events, value));
  return section('names', report.run.dryRun ? 'What Facebook would get' : 'What Facebook got', [
    table(
      'Events and value by event name',
      ['Event name', number('Events'), ...currencies.map((code) => number(`Value, ${code}`))],
      [...rows, rowOf('total', deliveredOf(report), values)],
    ),
  ]);
};

/** How many of the delivered events carry each match key. */
export const keysSection = (report: Report): Markup => {
  const whole = deliveredOf(report);
  if (whole === 0) return nothing;
  const strong = report.matchKeys.strong ?? 0;
  const rows = [...STRONG_KEYS, ...HELPING_KEYS].map((key) => {
    const [count, isStrong] = [report.matchKeys[key] ?? 0, STRONG_KEYS.includes(key)];
    return [
      MATCH_KEY_TITLES[key],
      isStrong ? 'identifies alone' : 'helps',
      barCell(formatCount(count), count, whole, isStrong ? 'good' : 'plain'),
      formatShare(count, whole),
    ];
  });
  return section('keys', 'Match-key coverage', [
    html`<p>
      ${formatShare(strong, whole)} of ${formatNumbered(whole, 'event')} with a key that identifies a person alone
      (e-mail, phone, advertising id, external id); ${formatShare(whole - strong, whole)} with weaker keys only.
    </p>`,
    table('Events with each match key', ['Match key', 'Kind', bars('Events'), number('Share')], rows),
  ]);
};

const hintOf = ({ hint, first, detail }: ReasonRow): Markup =>
  html`${hint} ${first === null ? nothing : html`First at ${codeOf(first)}`}${detail === null ? '' : `: ${detail}`}`;

const reasonTable = (caption: string, titles: readonly [string, string], rows: readonly ReasonRow[]): Markup =>
  table(
    caption,
    ['Reason', number(titles[0]), titles[1]],
    rows.map((row) => [codeOf(row.reason), formatCount(row.count), hintOf(row)]),
  );

/** Rejected events and records by reason: these need fixing. */
export const rejectedSection = (report: Report): Markup => {
  const rows = rejectRows(report);
  if (rows.length === 0) return nothing;
  const [known, repeats] = [knownText(report), repeatText(report)];
  return section('rejected', known === null ? 'Rejected' : `Rejected, ${known}`, [
    reasonTable('Events and records that should have been sent', ['Count', 'What to do'], rows),
    repeats === null ? nothing : html`<p class="soft">${repeats}</p>`,
  ]);
};

/** Skipped events by reason: nothing needs fixing. */
export const skippedSection = (report: Report): Markup => {
  const rows = skipRows(report);
  if (rows.length === 0) return nothing;
  return section('skipped', 'Skipped', [reasonTable('Events that are not forwarded', ['Events', 'Why'], rows)]);
};

/** How many events carry the Limited Data Use flag, and why others cannot. */
export const limitedDataUseSection = ({ limitedDataUse: use }: Report): Markup => {
  const missed = largestFirst(use.notSendable);
  if (use.flagged === 0 && missed.length === 0) return nothing;
  return section('ldu', 'Limited Data Use', [
    table(
      'Events of people whose data Facebook may use in a limited way',
      ['Flag', number('Events')],
      [
        ['sent', formatCount(use.flagged)],
        ...missed.map(([reason, count]) => [`could not be sent: ${lduTitle(reason)}`, formatCount(count)]),
      ],
    ),
  ]);
};

/** Warnings, with the place of the first one of each. */
export const warningsSection = ({ warnings }: Report): Markup =>
  warnings.length === 0
    ? nothing
    : section('warnings', 'Warnings', [
        table(
          'Worth a look, although nothing was rejected for it',
          ['Warning', number('Count'), 'What it means', 'First at'],
          warnings.map(({ code, count, message, origin = '' }) => [codeOf(code), formatCount(count), message, origin]),
        ),
      ]);

/** More runs than a month of nights are folded. */
const RUNS_SHOWN = 31;

const endOf = (run: ReportRun): string => {
  const reason = reasonOf(run);
  return exitTitle(run.exitCode) + (reason === null ? '' : `: ${reason}`);
};

/** One row for each of several runs: when it started, how it ended, and its counts. */
export const runsSection = ({ run, runs }: Report): Markup => {
  if (runs.length < 2) return nothing;
  const data = table(
    'Outcome of each run',
    [
      'Started',
      'Shard',
      number(run.dryRun ? 'Previewed' : 'Sent'),
      number('Rejected'),
      number('Malformed'),
      number('Unsent'),
      number('Took'),
      'Exit code',
    ],
    runs.map((one) => [
      formatInstant(one.startedAt),
      one.shard ?? 'all',
      ...[one.sent + one.previewed, one.rejected, one.malformed, one.unsent].map(formatCount),
      formatDuration(one.seconds),
      endOf(one),
    ]),
  );
  return section('runs', 'Run by run', [
    runs.length > RUNS_SHOWN ? folded(`All ${formatNumbered(runs.length, 'run')}`, data) : data,
  ]);
};
