import { HELPING_KEYS, MATCH_KEY_TITLES, STRONG_KEYS } from '../../model/match-keys.js';
import type { Report } from '../../model/report.js';
import { formatCount, formatMoney, formatNumbered, formatShare } from '../../lib/format.js';
import { currenciesOf, deliveredOf, largestFirst, lduTitle, outcomesOf, valueByCurrency } from '../names.js';
import { rejectRows, skipRows, type ReasonRow } from '../summary/summary-reasons.js';
import { barChart, type Bar } from './chart.js';
import { html, nothing, type Markup } from './markup.js';
import { table } from './table.js';

const TONES: Readonly<Partial<Record<string, Bar['tone']>>> = {
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

const sentence = (pairs: readonly (readonly [string, string])[]): string =>
  `${pairs.map(([name, text]) => `${name} ${text}`).join(', ')}.`;

export const outcomesSection = (report: Report): Markup => {
  const occurred = outcomesOf(report).filter(({ count }) => count > 0);
  const { malformed } = report.batches;
  if (occurred.length === 0 && malformed === 0) return nothing;
  const read = report.events.read;
  const ofEvents = occurred.map(({ key, title, count }): Bar => {
    const tone = TONES[key];
    const text = `${formatCount(count)} (${formatShare(count, read)})`;
    return { label: title, amount: count, text, ...(tone === undefined ? {} : { tone }) };
  });
  // Malformed records have an unknown number of events: not part of the sum.
  const records = malformed === 0 ? [] : [formatNumbered(malformed, 'record')];
  const bars = [
    ...ofEvents,
    ...records.map((text): Bar => ({ label: 'malformed', amount: malformed, text, tone: 'warn' })),
  ];
  const description = sentence(bars.map(({ label, text }) => [label, text]));
  return section('outcomes', `${formatNumbered(read, 'event')} read`, [
    barChart({ id: 'outcomes-chart', title: 'Events by outcome', description }, bars, Math.max(read, malformed)),
    table(
      'Events by outcome',
      [{ title: 'Outcome' }, { title: 'Events', isNumber: true }, { title: 'Share', isNumber: true }],
      [
        ...occurred.map(({ title, count }) => [title, formatCount(count), formatShare(count, read)]),
        ...records.map((text) => ['malformed', text, '']),
      ],
    ),
  ]);
};

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
      [
        { title: 'Event name' },
        { title: 'Events', isNumber: true },
        ...currencies.map((code) => ({ title: `Value, ${code}`, isNumber: true })),
      ],
      [...rows, rowOf('in all', deliveredOf(report), values)],
    ),
  ]);
};

export const keysSection = (report: Report): Markup => {
  const whole = deliveredOf(report);
  if (whole === 0) return nothing;
  const strong = report.matchKeys.strong ?? 0;
  const rows = [...STRONG_KEYS, ...HELPING_KEYS].map((key) => ({ key, count: report.matchKeys[key] ?? 0 }));
  const bars = rows.map(({ key, count }): Bar => ({
    label: MATCH_KEY_TITLES[key],
    amount: count,
    text: formatShare(count, whole),
    tone: STRONG_KEYS.includes(key) ? 'good' : 'plain',
  }));
  const description = sentence(bars.map(({ label, text }) => [label, text]));
  return section('keys', 'Match-key coverage', [
    html`<p>
      ${formatShare(strong, whole)} of ${formatNumbered(whole, 'event')} carry a key that identifies a person alone
      (e-mail, phone, advertising id, external id); ${formatShare(whole - strong, whole)} carry only keys that help.
    </p>`,
    barChart({ id: 'keys-chart', title: 'Share of events with each match key', description }, bars, whole),
    table(
      'Events with each match key',
      [
        { title: 'Match key' },
        { title: 'Kind' },
        { title: 'Events', isNumber: true },
        { title: 'Share', isNumber: true },
      ],
      rows.map(({ key, count }) => [
        MATCH_KEY_TITLES[key],
        STRONG_KEYS.includes(key) ? 'identifies alone' : 'helps',
        formatCount(count),
        formatShare(count, whole),
      ]),
    ),
  ]);
};

export const reasonsSection = (report: Report): Markup => {
  const [rejected, skipped] = [rejectRows(report), skipRows(report)];
  if (rejected.length + skipped.length === 0) return nothing;
  const origin = (of: string | null): Markup => (of === null ? nothing : html`<code>${of}</code>`);
  const detailed = (row: ReasonRow): Markup =>
    row.detail === null ? origin(row.first) : html`${origin(row.first)} ${row.detail}`;
  const rejects = table(
    'Rejected: should have gone out, but could not',
    [{ title: 'Reason' }, { title: 'Count', isNumber: true }, { title: 'What to do' }, { title: 'First at' }],
    rejected.map((row) => [html`<code>${row.reason}</code>`, formatCount(row.count), row.hint, detailed(row)]),
  );
  const skips = table(
    'Skipped: never forwarded',
    [{ title: 'Reason' }, { title: 'Events', isNumber: true }, { title: 'Why' }, { title: 'First at' }],
    skipped.map((row) => [html`<code>${row.reason}</code>`, formatCount(row.count), row.hint, origin(row.first)]),
  );
  return section('reasons', 'Rejected and skipped', [
    rejected.length === 0 ? nothing : rejects,
    skipped.length === 0 ? nothing : skips,
  ]);
};

export const limitedDataUseSection = ({ limitedDataUse: use }: Report): Markup => {
  const missed = largestFirst(use.notSendable);
  if (use.flagged === 0 && missed.length === 0) return nothing;
  return section('ldu', 'Limited Data Use', [
    table(
      'Events of people whose data Facebook may use in a limited way',
      [{ title: 'Flag' }, { title: 'Events', isNumber: true }],
      [
        ['sent', formatCount(use.flagged)],
        ...missed.map(([reason, count]) => [`could not be sent: ${lduTitle(reason)}`, formatCount(count)]),
      ],
    ),
  ]);
};

export const warningsSection = ({ warnings }: Report): Markup =>
  warnings.length === 0
    ? nothing
    : section('warnings', 'Warnings', [
        table(
          'Worth a look, although nothing was rejected for it',
          [{ title: 'Warning' }, { title: 'Count', isNumber: true }, { title: 'What it means' }],
          warnings.map(({ code, count, message }) => [html`<code>${code}</code>`, formatCount(count), message]),
        ),
      ]);
