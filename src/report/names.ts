import { MATCH_KEY_NAMES, type LduNotSendable, type MatchKeyName } from '../model/conversion.js';
import type { Report } from '../model/report.js';
import type { Api } from '../model/settings.js';
import { formatCount } from './format.js';

const API_TITLES: Readonly<Record<Api, string>> = {
  'offline-conversions': 'Offline Conversions API',
  conversions: 'Conversions API',
};

const ID_NAMES: Readonly<Record<Api, string>> = { 'offline-conversions': 'offline event set', conversions: 'dataset' };

export const MATCH_KEY_TITLES: Readonly<Record<MatchKeyName, string>> = {
  email: 'e-mail',
  phone: 'phone',
  firstName: 'first name',
  lastName: 'last name',
  gender: 'gender',
  city: 'city',
  state: 'state',
  zip: 'zip',
  country: 'country',
  appleAdvertisingId: 'Apple ad id',
  googleAdvertisingId: 'Google ad id',
  externalId: 'external id',
};

/** Keys that tell one person apart without any other; the rest only helps. */
export const STRONG_KEYS: readonly MatchKeyName[] = [
  'email',
  'phone',
  'appleAdvertisingId',
  'googleAdvertisingId',
  'externalId',
];
export const HELPING_KEYS: readonly MatchKeyName[] = MATCH_KEY_NAMES.filter((name) => !STRONG_KEYS.includes(name));

const LDU_TITLES: Readonly<Record<LduNotSendable, string>> = {
  no_country: 'without a country',
  no_state: 'without a state',
  not_us: 'outside the US',
  state_not_listed: 'in a state that Meta does not list',
};

const isLduReason = (reason: string): reason is LduNotSendable => Object.hasOwn(LDU_TITLES, reason);

/** Why the Limited Data Use flag could not be sent, as the end of "12 could not be flagged: …". */
export const lduTitle = (reason: string): string => (isLduReason(reason) ? LDU_TITLES[reason] : reason);

/** Where Meta answers; any other host is worth naming. */
const FACEBOOK = 'https://graph.facebook.com';

/** `Conversions API v26.0, dataset 123`, and the host where it is not Meta's own. */
export const destinationName = ({ api, id, apiVersion, baseUrl }: Report['destination']): string => {
  const where = baseUrl.replace(/\/+$/, '') === FACEBOOK ? '' : ` at ${baseUrl}`;
  const named = id === null ? `no ${ID_NAMES[api]} id set` : `${ID_NAMES[api]} ${id}`;
  // Nobody chooses it for long: a preview without an id takes it by default, as mParticle's integration does.
  const closed =
    id === null && api === 'offline-conversions' ? ' (Meta closed it; --api conversions shows the other)' : '';
  return `${API_TITLES[api]} ${apiVersion}, ${named}${closed}${where}`;
};

/** What the run came to, and how glad one can be about it. */
export interface Verdict {
  readonly mood: 'good' | 'mixed' | 'bad';
  readonly text: string;
}

const STOPPED: Readonly<Record<number, string>> = {
  1: 'Failed: this is a bug of mp2fb, please report it',
  // What wrong settings end has no report: this run had started, and could not print, or not read on.
  2: 'Stopped before the end',
  4: 'Stopped before the end',
  5: 'Not started: another run holds the ledger',
  130: 'Stopped by Ctrl-C; what was in flight is settled',
  143: 'Stopped by SIGTERM; what was in flight is settled',
};

const finished = ({ run, events, batches, inputs }: Report): Verdict => {
  const rejects = events.rejected.total + batches.malformed;
  const [done, sent] = run.dryRun ? ['Dry run finished', '; nothing was sent'] : ['Finished', ''];
  if (run.exitCode === 6) return { mood: 'bad', text: `${done}, but an input could not be read${sent}` };
  if (rejects > 0) return { mood: 'mixed', text: `${done} with ${formatCount(rejects)} rejected${sent}` };
  if (run.dryRun) return { mood: 'good', text: `${done}${sent}` };
  if (events.sent > 0) return { mood: 'good', text: 'Everything sent' };
  const isKnown = events.alreadySent > 0 || inputs.some(({ status }) => status === 'unchanged');
  return { mood: 'good', text: isKnown ? 'Nothing new to send' : 'Nothing to send' };
};

/** The first line of every rendering. */
export const verdictOf = (report: Report): Verdict => {
  const stopped = STOPPED[report.run.exitCode];
  return stopped === undefined ? finished(report) : { mood: 'bad', text: stopped };
};

const SIGNALS: ReadonlySet<string | null> = new Set(['SIGINT', 'SIGTERM']);

/** Why a run stopped, where its verdict does not say that already; null: nothing to add. */
export const stopReasonOf = ({ run }: Report): string | null => (SIGNALS.has(run.stopReason) ? null : run.stopReason);

/** The five outcomes (six with a dry run's), in the order people ask for them. */
export const outcomesOf = ({ events }: Report) =>
  [
    { key: 'sent', title: 'sent', count: events.sent },
    { key: 'previewed', title: 'printed', count: events.previewed },
    { key: 'alreadySent', title: 'already sent', count: events.alreadySent },
    { key: 'skipped', title: 'skipped', count: events.skipped.total },
    { key: 'rejected', title: 'rejected', count: events.rejected.total },
    { key: 'unsent', title: 'unsent', count: events.unsent },
  ] as const;

/** Events that went out, or were printed: the base of every share of match keys. */
export const deliveredOf = ({ events }: Report): number => events.sent + events.previewed;

/** Sums are made in cents: fractions would drift. */
const CENTS = 100;

/** Value by currency, over all event names. */
export const valueByCurrency = (report: Report): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { value } of Object.values(report.byEventName))
    for (const [currency, amount] of Object.entries(value))
      sums.set(currency, (sums.get(currency) ?? 0) + Math.round(amount * CENTS));
  return new Map([...sums].map(([currency, cents]) => [currency, cents / CENTS]));
};

const byCountThenName = ([a, one]: [string, number], [b, other]: [string, number]): number =>
  other - one || (a < b ? -1 : 1);

/** Counts as pairs, the largest first. */
export const largestFirst = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(byCountThenName);
