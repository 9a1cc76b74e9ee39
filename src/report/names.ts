// The names of reasons, keys, inputs and codes as people read them, for summary and page.

import { sumOf } from '../lib/sum.js';
import { Amounts } from '../model/money.js';
import { LDU_TITLES, type LduNotSendable } from '../model/conversion.js';
import { formatBytes, formatCount, formatNumbered } from '../lib/format.js';
import type { Report } from '../model/report.js';
import type { Api } from '../model/settings.js';

const API_TITLES: Readonly<Record<Api, string>> = {
  'offline-conversions': 'Offline Conversions API',
  conversions: 'Conversions API',
};

const ID_NAMES: Readonly<Record<Api, string>> = { 'offline-conversions': 'offline event set', conversions: 'dataset' };

const isLduReason = (reason: string): reason is LduNotSendable => Object.hasOwn(LDU_TITLES, reason);

/** Why the Limited Data Use flag could not be sent, as the end of "12 could not be flagged: …". */
export const lduTitle = (reason: string): string => (isLduReason(reason) ? LDU_TITLES[reason] : reason);

/** Meta's own host; any other host is shown. */
const FACEBOOK = 'https://graph.facebook.com';

/** ` at http://127.0.0.1:8787`; empty for Meta's own host. */
export const otherHost = ({ baseUrl }: Report['destination']): string =>
  baseUrl.replace(/\/+$/, '') === FACEBOOK ? '' : ` at ${baseUrl}`;

/** `Conversions API v26.0, dataset 123`, with the host if it is not Meta's own. */
export const destinationName = (destination: Report['destination']): string => {
  const { api, id, apiVersion } = destination;
  const named = id === null ? `no ${ID_NAMES[api]} id set` : `${ID_NAMES[api]} ${id}`;
  return `${API_TITLES[api]} ${apiVersion}, ${named}${otherHost(destination)}`;
};

const unchangedText = ({ inputs }: Report): string => {
  const unchanged = inputs.filter(({ status }) => status === 'unchanged').length;
  if (unchanged === 0) return '';
  return `, ${unchanged === inputs.length ? 'all' : formatCount(unchanged)} unchanged since an earlier run`;
};

/** What was read: `3 inputs (1.2 GB), 2 unchanged since an earlier run: 12 batches (1 malformed), 14 events`. */
export const readText = (report: Report): string => {
  const { inputs, batches, events } = report;
  const bytes = sumOf(inputs, (input) => input.bytes ?? 0);
  const size = bytes === 0 ? '' : ` (${formatBytes(bytes)})`;
  const found = `${formatNumbered(inputs.length, 'input')}${size}${unchangedText(report)}`;
  if (batches.read === 0) return found;
  const malformed = batches.malformed === 0 ? '' : ` (${formatCount(batches.malformed)} malformed)`;
  return `${found}: ${formatNumbered(batches.read, 'batch', 'batches')}${malformed}, ${formatNumbered(events.read, 'event')}`;
};

/** Why an input could not be read, without its path. */
export const withoutPath = (failure: string, path: string): string =>
  failure.startsWith(`${path} `) || failure.startsWith(`${path}: `)
    ? failure.slice(path.length).replace(/^:? /, '')
    : failure;

/** The five outcomes (six with that of dry runs), in the order of interest. */
export const outcomesOf = ({ events }: Report) =>
  [
    { key: 'sent', title: 'sent', count: events.sent },
    { key: 'previewed', title: 'previewed', count: events.previewed },
    { key: 'alreadySent', title: 'already sent', count: events.alreadySent },
    { key: 'skipped', title: 'skipped', count: events.skipped.total },
    { key: 'rejected', title: 'rejected', count: events.rejected.total },
    { key: 'unsent', title: 'unsent', count: events.unsent },
  ] as const;

/** Rejected events and malformed records. */
export const allRejects = ({ events, batches }: Pick<Report, 'events' | 'batches'>): number =>
  events.rejected.total + batches.malformed;

/** Those of them that an earlier run met already. */
export const knownRejects = ({ events, batches }: Pick<Report, 'events' | 'batches'>): number =>
  events.rejected.known + batches.known;

/** Events that were sent or printed: the base of the match-key percentages. */
export const deliveredOf = ({ events }: Report): number => events.sent + events.previewed;

/** Value by currency, over all event names. */
export const valueByCurrency = (report: Pick<Report, 'byEventName'>): ReadonlyMap<string, number> => {
  const sums = new Amounts();
  for (const { value } of Object.values(report.byEventName))
    for (const [currency, amount] of Object.entries(value)) sums.add(amount, currency);
  return new Map(sums.entries());
};

const byCountThenName = ([a, one]: [string, number], [b, other]: [string, number]): number =>
  other - one || (a < b ? -1 : 1);

/** Every currency, the one with the largest amount first: the order of all tables. */
export const currenciesOf = (report: Report): readonly string[] =>
  [...valueByCurrency(report)].sort(byCountThenName).map(([code]) => code);

/** Counts as pairs, the largest first. */
export const largestFirst = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(byCountThenName);
