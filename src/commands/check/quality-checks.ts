// Checks of the values in the sample: times, amounts, match keys. Counting them is in sample.ts.

import { formatCount, formatShare } from '../../lib/format.js';
import { MATCH_KEY_TITLES } from '../../model/match-keys.js';
import { warningText, type WarningCode } from '../../model/warnings.js';
import { ok, problem, warning, type Finding } from './finding.js';
import type { SampleFacts } from './sample.js';

const TIMES = { id: 'same_time', title: 'Data: times', area: 'input' } as const;
const VALUES = { id: 'same_value', title: 'Data: values', area: 'input' } as const;
const SHARED = { id: 'shared_match_key', title: 'Data: match keys', area: 'input' } as const;
const E_MAIL = { id: 'email_not_hashed', title: 'Data: e-mail', area: 'input' } as const;
const CURRENCY = { id: 'currency', title: 'Data: currency', area: 'settings' } as const;
const OTHER = { id: 'data', title: 'Data', area: 'input' } as const;

/** With fewer events, equal values may be a coincidence. */
const ENOUGH_EVENTS = 20;
const SAME_TIME_SHARE = 0.2;
const SAME_TIME_OF_DAY_SHARE = 0.5;
/** If this share of times is midnight to the second, the time of day is missing. */
const MIDNIGHT_SHARE = 0.9;
/** No customer buys this often: a value on a tenth of the sales is the shop's own, or a placeholder. */
const SHARED_KEY_SHARE = 0.1;
/** A few events of one person do not show that. */
const SHARED_KEY_EVENTS = 5;
const DETAILS_NAMED = 5;

const midnightFinding = ({ rowTimes, midnights, timeZone = 'UTC' }: SampleFacts): Finding =>
  warning(
    TIMES,
    `${midnights === rowTimes ? 'the time of every row is' : `${formatShare(midnights, rowTimes)} of the row times are`} midnight in ${timeZone}`,
    'Is the time of day in a column of its own? Join both in the manifest: "column": ["DATE", "TIME"]. Facebook matches by the time of the sale.',
  );

const timeFindings = (facts: SampleFacts): readonly Finding[] => {
  const { sendable, sameTime, sameTimeOfDay, rowTimes, midnights } = facts;
  if (rowTimes > 0 && midnights >= MIDNIGHT_SHARE * rowTimes) return [midnightFinding(facts)];
  if (sendable < ENOUGH_EVENTS) return [];
  if (sameTime > SAME_TIME_SHARE * sendable)
    return [
      warning(
        TIMES,
        `${formatShare(sameTime, sendable)} of the events have the same time`,
        'Is this the time of the export? Facebook matches by the time of the sale, and treats sales by one person at the same time as duplicates.',
      ),
    ];
  if (sameTimeOfDay > SAME_TIME_OF_DAY_SHARE * sendable)
    return [
      warning(
        TIMES,
        `${formatShare(sameTimeOfDay, sendable)} of the events have the same time of day`,
        'These look like dates without a time. Export the time of the sale as well.',
      ),
    ];
  return [];
};

const valueFindings = ({ withValue, distinctValues }: SampleFacts): readonly Finding[] =>
  withValue >= ENOUGH_EVENTS && distinctValues === 1
    ? [
        warning(
          VALUES,
          `all ${formatCount(withValue)} values are equal`,
          'Is the amount of each sale exported, or a constant?',
        ),
      ]
    : [];

const sharedKeyFindings = ({ sendable, sharedKeys }: SampleFacts): readonly Finding[] =>
  sharedKeys
    .filter(({ most }) => sendable >= ENOUGH_EVENTS && most >= SHARED_KEY_EVENTS && most >= SHARED_KEY_SHARE * sendable)
    .map(({ key, most }) =>
      warning(
        SHARED,
        `one value of ${MATCH_KEY_TITLES[key]} is on ${formatShare(most, sendable)} of the events`,
        "Is it the shop's own, or what the till writes for unknown customers? Leave it out: Facebook would attribute these sales to one person.",
      ),
    );

const ADVICE: Partial<Readonly<Record<WarningCode, string>>> = {
  currency_defaulted: 'Set defaultCurrency if that is not their currency, or export currency_code.',
  unusable_match_key: 'mp2fb explain shows the value and the rule: give it the place.',
  encoding_wrong: 'Remove encoding from the manifest: files are UTF-8 without it.',
  path_absent: 'Correct the column in the manifest; mp2fb manifest FILE lists the paths of a file.',
  blocked_data: 'Upload exports of what mParticle forwards, not quarantined data.',
  pii_in_custom_data: 'Set piiGuard to drop, or name them in customDataExclude.',
};

const WITHOUT_CURRENCY =
  'Set defaultCurrency to their currency (USD as well, if that is it), or name the column of the currency in a manifest.';

/** A table without any currency is rarely in dollars, and Facebook adds up whatever it receives. */
const currencyFinding = (says: string, number: number, { inputs, sendable }: SampleFacts, isSet: boolean): Finding => {
  if (isSet) return ok(CURRENCY, `${says}, as you set it`);
  return number >= sendable && inputs.some(({ format }) => format === 'csv')
    ? problem(CURRENCY, says, WITHOUT_CURRENCY)
    : warning(OTHER, says, ADVICE.currency_defaulted ?? null);
};

const countedFinding = (
  { code, count: number, details, origin }: SampleFacts['warnings'][number],
  facts: SampleFacts,
  isCurrencySet: boolean,
): Finding => {
  const text = warningText(code, number, details.slice(0, DETAILS_NAMED));
  const says = `${formatCount(number)} ${text}${origin === undefined ? '' : `. First at ${origin}`}`;
  if (code === 'currency_defaulted') return currencyFinding(says, number, facts, isCurrencySet);
  if (code === 'email_type_not_sha256')
    return warning(
      E_MAIL,
      says,
      'These may be plain e-mail addresses or ids that would be sent to Facebook: choose an emailType that contains SHA-256 hashes, or email, which mp2fb hashes.',
    );
  return warning(OTHER, says, ADVICE[code] ?? null);
};

/**
 * What looks odd about data that can be sent: the warnings that Meta's own uploader gave, and this program's own.
 * `isCurrencySet`: the user chose defaultCurrency.
 */
export const qualityFindings = (facts: SampleFacts, isCurrencySet: boolean): readonly Finding[] => [
  ...timeFindings(facts),
  ...valueFindings(facts),
  ...sharedKeyFindings(facts),
  ...facts.warnings.map((counted) => countedFinding(counted, facts, isCurrencySet)),
];
