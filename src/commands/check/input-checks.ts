// Checks of the inputs as a whole, from the sample. Values within events: quality-checks.ts.

import { sum } from '../../lib/sum.js';
import { formatCount, formatMoney, formatNumbered, formatShare } from '../../lib/format.js';
import { HELPING_KEYS, MATCH_KEY_TITLES, STRONG_KEYS } from '../../model/match-keys.js';
import { hintOf } from '../../model/reasons.js';
import { listed, ok, problem, warning, type Finding } from './finding.js';
import type { SampleFacts } from './sample.js';
import { largestFirst } from '../../report/names.js';
import { detailOf } from '../../report/summary/summary-reasons.js';

const INPUTS = { id: 'inputs', title: 'Inputs', area: 'input' } as const;
const EVENTS = { id: 'events', title: 'Events', area: 'input' } as const;
const SKIPS = { id: 'skips', title: 'Skipped events', area: 'input' } as const;
const REJECTS = { id: 'rejects', title: 'Rejected events', area: 'input' } as const;
const COVERAGE = { id: 'match_keys', title: 'Match keys', area: 'input' } as const;
const VALUES = { id: 'values', title: 'Value', area: 'input' } as const;
const AGES = { id: 'event_times', title: 'Event times', area: 'input' } as const;

/** Below this fraction of events with a key that identifies one person, few will be matched. */
const STRONG_SHARE = 0.5;

const firstAt = (reason: string, hint: string, { firsts, messages }: SampleFacts): string => {
  const origin = firsts.get(reason);
  const detail = detailOf(messages.get(reason) ?? '', hint);
  return origin === undefined ? '' : ` First at ${origin}${detail === null ? '' : `: ${detail}`}`;
};

/** The hint of the most frequent reasons, and the first place with its message, one line each. */
const hintsOf = (counts: Readonly<Record<string, number>>, facts: SampleFacts): string =>
  Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([reason]) => `${reason}: ${hintOf(reason) ?? ''}${firstAt(reason, hintOf(reason) ?? '', facts)}`)
    .join('\n');

/** `ndjson`, or for several formats `12 csv, 3 ndjson`. */
const formatsText = (formats: Readonly<Record<string, number>>): string => {
  const names = largestFirst(formats);
  return names.length === 1
    ? (names[0]?.[0] ?? '')
    : names.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ');
};

const inputFindings = ({ inputs }: SampleFacts): readonly Finding[] => {
  const formats: Record<string, number> = {};
  const findings: Finding[] = [];
  for (const { path, format, records, failure, advice } of inputs) {
    formats[format] = (formats[format] ?? 0) + 1;
    if (failure !== null) findings.push(problem(INPUTS, failure, advice ?? 'Copy, download or export it again.'));
    else if (records === 0) findings.push(warning(INPUTS, `${path} has no records`));
  }
  return [ok(INPUTS, `${formatNumbered(inputs.length, 'input')} (${formatsText(formats)})`), ...findings];
};

/** How much was read: of a large input, only its first records. */
const readText = ({ batches, inputs }: SampleFacts): string => {
  const records = formatNumbered(batches, 'record');
  if (inputs.every(({ status }) => status !== 'stopped')) return `${records} read`;
  return inputs.length === 1 ? `the first ${records} read` : `${records} read, of large inputs only the first`;
};

const sendableFinding = (facts: SampleFacts): Finding => {
  const { events, sendable, skipped } = facts;
  const looked = `${formatNumbered(sendable, 'event')} of ${formatCount(events)} can be sent, if the ledger does not know them (${readText(facts)})`;
  return sendable === 0 ? warning(EVENTS, looked, hintsOf(skipped, facts) || null) : ok(EVENTS, looked);
};

const skipFinding = ({ skipped, events }: SampleFacts): Finding => {
  const number = sum(Object.values(skipped));
  return ok(SKIPS, number === 0 ? 'none' : `${formatShare(number, events)}: ${listed(skipped)}`);
};

const rejectFindings = (facts: SampleFacts): readonly Finding[] => {
  const { rejected, events, malformed, batches, malformedReasons } = facts;
  const number = sum(Object.values(rejected));
  const ofEvents =
    number === 0
      ? []
      : [warning(REJECTS, `${formatShare(number, events)}: ${listed(rejected)}`, hintsOf(rejected, facts))];
  const names = malformedReasons.join(', ');
  const ofRecords =
    malformed === 0
      ? []
      : [
          warning(
            REJECTS,
            `${formatNumbered(malformed, 'record')} of ${formatCount(batches)} ${malformed === 1 ? 'is' : 'are'} malformed: ${names}`,
            hintsOf(Object.fromEntries(malformedReasons.map((reason) => [reason, 1])), facts),
          ),
        ];
  return ofEvents.length + ofRecords.length === 0 ? [ok(REJECTS, 'none')] : [...ofEvents, ...ofRecords];
};

const coverageFinding = ({ matchKeys, sendable }: SampleFacts): Finding => {
  const keys = [...STRONG_KEYS, ...HELPING_KEYS].filter((name) => (matchKeys[name] ?? 0) > 0);
  const text = keys
    .map((name) => `${MATCH_KEY_TITLES[name]} ${formatShare(matchKeys[name] ?? 0, sendable)}`)
    .join(', ');
  const strong = matchKeys.strong ?? 0;
  if (strong >= STRONG_SHARE * sendable) return ok(COVERAGE, text);
  return warning(
    COVERAGE,
    `only ${formatShare(strong, sendable)} have a match key that identifies one person (${text})`,
    'Send e-mail, phone or customer id with the sales; extendedMatchKeys sends phone, state, zip and customer id too.',
  );
};

const valueFinding = ({ valueByCurrency, withValue, sendable }: SampleFacts): Finding => {
  const sums = largestFirst(valueByCurrency).map(([currency, sum]) => formatMoney(sum, currency));
  if (sums.length === 0) return warning(VALUES, 'no event has a value', 'Look for total_amount and product prices.');
  return ok(VALUES, `${sums.join(', ')}, on ${formatShare(withValue, sendable)} of the events`);
};

/** Ages that Meta's pages advise against. */
const OLD_EVENTS = [
  ['olderThan62Days', '62 days', 'Meta asks for store events within 62 days; it may refuse or ignore older ones.'],
  [
    'olderThan48Hours',
    '48 hours',
    'For all but a backfill, upload at least daily: Facebook optimises with fresh events.',
  ],
] as const;

const ageFindings = (facts: SampleFacts, maxAgeDays: number | null): readonly Finding[] => {
  const { oldest, newest, timed } = facts;
  if (oldest === null || newest === null) return [];
  const limit = maxAgeDays === null ? 'no age limit' : `age limit ${maxAgeDays} days`;
  const old = OLD_EVENTS.filter(([count]) => facts[count] > 0).map(([count, age, advice]) =>
    warning(AGES, `${formatShare(facts[count], timed)} are more than ${age} old`, advice),
  );
  return [ok(AGES, `${oldest} to ${newest} (${limit})`), ...old];
};

/** Inputs that cannot be found. */
export const unreadableInputs = (message: string): Finding => problem(INPUTS, message);

/** What the first records of the inputs say about all of them. */
export const inputFindingsOf = (facts: SampleFacts, maxAgeDays: number | null): readonly Finding[] => [
  ...inputFindings(facts),
  ...(facts.batches === 0 ? [] : [sendableFinding(facts), skipFinding(facts), ...rejectFindings(facts)]),
  ...ageFindings(facts, maxAgeDays),
  ...(facts.sendable === 0 ? [] : [coverageFinding(facts), valueFinding(facts)]),
];
