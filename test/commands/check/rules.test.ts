import { describe, expect, test } from 'vitest';
import { EMPTY } from '../../report/a-report.js';
import type { GraphReply } from '../../../src/facebook/graph-reader.js';
import { destinationFindings, versionFinding } from '../../../src/commands/check/destination-checks.js';
import {
  exitCodeOf,
  printFindings,
  type CheckArea,
  type CheckStatus,
  type Finding,
} from '../../../src/commands/check/finding.js';
import { inputFindingsOf } from '../../../src/commands/check/input-checks.js';
import { clockFinding, diskFinding, ledgerFinding } from '../../../src/commands/check/machine-checks.js';
import { qualityFindings } from '../../../src/commands/check/quality-checks.js';
import type { SampleFacts } from '../../../src/commands/check/sample.js';
import { sendTestFindings } from '../../../src/commands/check/send-test.js';
import { settingsFindings } from '../../../src/commands/check/settings-checks.js';
import { tokenShapeFinding, tokenStateFindings } from '../../../src/commands/check/token-checks.js';
import { NOW_MS } from '../../support/batches.js';

const NOW = NOW_MS / 1_000;
const DAY = 86_400;
const META_TOKEN = `EAA${'a'.repeat(100)}`;

const brief = ({ id, status }: Finding): string => `${id} ${status}`;
const answer = (body: Record<string, unknown>): GraphReply => ({ kind: 'answer', body });
const refused = (code: number | null, subcode: number | null = null, words = 'words'): GraphReply => ({
  kind: 'refused',
  ...{ code, subcode, words, advice: null },
});
const UNREACHABLE: GraphReply = { kind: 'unreachable', code: 'ENOTFOUND' };

test('findings are wrapped to the terminal, below their own text', () => {
  const about = { id: 'clock', title: 'Clock', area: 'facebook', status: 'problem' } as const;
  const one = {
    ...about,
    message: 'it is two hours ahead of the server',
    advice: 'Set the clock: it decides how old events are.',
  };
  const text = printFindings([one], (_, word) => word, 46);
  expect(text.split('\n').slice(0, 4)).toEqual([
    'problem  Clock  it is two hours ahead of the',
    '                server',
    '                Set the clock: it decides how',
    '                old events are.',
  ]);
  expect(printFindings([one], (_, word) => word, Infinity).split('\n')).toHaveLength(4);
});

describe('exit code', () => {
  const finding = (status: CheckStatus, area: CheckArea): Finding => ({
    ...{ id: 'x', title: 'X', status, area, message: '', advice: null },
  });
  test.each<[number, Finding[]]>([
    [0, []],
    [0, [finding('warning', 'settings'), finding('ok', 'input')]],
    [2, [finding('problem', 'input'), finding('problem', 'facebook'), finding('problem', 'settings')]],
    [4, [finding('problem', 'input'), finding('problem', 'facebook')]],
    [4, [finding('problem', 'ledger')]],
    [5, [finding('problem', 'held')]],
    [6, [finding('problem', 'input'), finding('warning', 'facebook')]],
  ])('%i', (code, findings) => expect(exitCodeOf(findings)).toBe(code));
});

describe('token shape', () => {
  test.each([
    ['as Meta makes them', META_TOKEN, true, 'ok'],
    ['cut off', META_TOKEN.slice(0, 30), true, 'warning'],
    ['another start', `XYZ${'a'.repeat(100)}`, true, 'warning'],
    ['of an app', `123|${'a'.repeat(30)}`, true, 'warning'],
    ['quoted', `"${META_TOKEN}"`, true, 'problem'],
    ['a placeholder', '<token>', true, 'problem'],
    ['anything, elsewhere than at Meta', 'SANDBOX_TOKEN', false, 'ok'],
    ['quoted, elsewhere than at Meta', "'x'", false, 'problem'],
  ])('%s', (_, token, isMeta, status) => {
    const finding = tokenShapeFinding(token, isMeta);
    expect(finding.status).toBe(status);
    expect(`${finding.message} ${finding.advice ?? ''}`).not.toContain(token);
  });
});

describe('token state', () => {
  const data = (more: Record<string, unknown>): GraphReply =>
    answer({ data: { is_valid: true, expires_at: 0, scopes: ['ads_management'], ...more } });
  test.each<[string, GraphReply, boolean, string]>([
    ['all well', data({}), true, 'token_valid ok, token_expiry ok, token_permissions ok'],
    ['not valid', data({ is_valid: false }), true, 'token_valid problem'],
    ['no data', answer({}), true, 'token_valid problem'],
    ['expired', data({ expires_at: NOW - 1 }), true, 'token_valid ok, token_expiry problem, token_permissions ok'],
    [
      '13 days',
      data({ expires_at: NOW + 13 * DAY }),
      true,
      'token_valid ok, token_expiry warning, token_permissions ok',
    ],
    ['15 days', data({ expires_at: NOW + 15 * DAY }), true, 'token_valid ok, token_expiry ok, token_permissions ok'],
    ['no time', data({ expires_at: 1e20 }), true, 'token_valid ok, token_expiry warning, token_permissions ok'],
    ['no expiry given', data({ expires_at: null }), true, 'token_valid ok, token_expiry warning, token_permissions ok'],
    [
      'no scope, destination read',
      data({ scopes: [] }),
      true,
      'token_valid ok, token_expiry ok, token_permissions warning',
    ],
    ['no scope at all', data({ scopes: null }), false, 'token_valid ok, token_expiry ok, token_permissions problem'],
    ['no details of the token', refused(100), true, 'token_valid warning'],
    ['a gateway answers', refused(null), true, 'token_valid warning'],
    ['refused', refused(190, 463), true, 'token_valid problem'],
    ['blocked for a policy', refused(368), false, 'token_valid problem'],
    ['without proof', refused(100, null, 'Invalid appsecret_proof provided'), false, 'token_valid problem'],
    ['Facebook is unreachable', UNREACHABLE, true, ''],
  ])('%s', (_, reply, canRead, expected) => {
    expect(tokenStateFindings(reply, NOW_MS, canRead).map(brief).join(', ')).toBe(expected);
  });
});

describe('destination', () => {
  const node = (more: Record<string, unknown>): GraphReply =>
    answer({ id: '1', name: 'Stores', is_consolidated_container: true, is_unavailable: false, ...more });
  test.each<[string, GraphReply, string]>([
    ['all well', node({}), 'facebook_reached ok, destination ok, destination_offline ok'],
    [
      'no container',
      node({ is_consolidated_container: false }),
      'facebook_reached ok, destination ok, destination_offline problem',
    ],
    [
      'whether it is a container is unknown',
      node({ is_consolidated_container: undefined }),
      'facebook_reached ok, destination ok, destination_offline warning',
    ],
    ['unavailable', node({ is_unavailable: true }), 'facebook_reached ok, destination problem'],
    ['missing', refused(100, 33), 'facebook_reached ok, destination problem'],
    ['token refused', refused(190), 'facebook_reached ok, destination problem'],
    ['blocked for a policy', refused(368), 'facebook_reached ok, destination problem'],
    [
      'without proof',
      refused(100, null, 'API calls from the server require an appsecret_proof argument'),
      'facebook_reached ok, destination problem',
    ],
    ['fields not readable', refused(100), 'facebook_reached ok, destination warning'],
    ['no permission to read', refused(200), 'facebook_reached ok, destination warning'],
    ['Facebook is unreachable', UNREACHABLE, 'facebook_reached problem'],
  ])('%s', (_, reply, expected) => {
    expect(destinationFindings(reply, 'conversions', 'graph.example.com').map(brief).join(', ')).toBe(expected);
  });

  test('an offline event set need not be a container', () => {
    const found = destinationFindings(node({ is_consolidated_container: false }), 'offline-conversions', 'host');
    expect(found.map(brief)).toContain('destination_offline warning');
  });
});

describe('API version', () => {
  test.each([
    ['conversions', 'v26.0', true, '2026-11-21', 'ok', /no end announced/],
    ['conversions', 'v25.0', true, '2026-11-21', 'ok', /2027-02-23/],
    ['conversions', 'v25.0', true, '2027-01-21', 'warning', /in 33 days.*v26\.0/],
    ['conversions', 'v24.0', true, '2026-11-21', 'warning', /ended v24\.0 on 2026-11-10.*until 2028-02-18/],
    ['conversions', 'v21.0', true, '2026-11-09', 'warning', /in 1 day/],
    ['conversions', 'v21.0', true, '2027-01-21', 'problem', /expired on 2027-01-21/],
    ['conversions', 'v20.0', false, '2026-11-21', 'problem', /v26\.0/],
    ['conversions', 'v27.0', true, '2026-11-21', 'ok', /no end announced/],
    ['conversions', 'v28.0', true, '2026-11-21', 'warning', /newer.*v27\.0/],
    ['offline-conversions', 'v16.0', true, '2026-11-21', 'problem', /2025-05-14.*datasetId/],
    ['offline-conversions', 'v16.0', false, '2026-11-21', 'ok', /not at Meta/],
  ] as const)('%s %s, at Meta: %s, on %s', (api, version, isMeta, day, status, says) => {
    const finding = versionFinding(api, version, isMeta, Date.parse(day));
    expect(finding.status).toBe(status);
    expect(`${finding.message} ${finding.advice ?? ''}`).toMatch(says);
  });
});

describe('machine', () => {
  test.each([
    [0, 'ok', "agrees with the server's"],
    [-60_000, 'ok', '60 s behind'],
    [61_000, 'warning', '61 s ahead'],
    [-7_200_000, 'warning', '7200 s behind'],
    [null, 'warning', 'did not say'],
  ])('a clock %s ms ahead', (aheadMs, status, says) => {
    const finding = clockFinding(aheadMs);
    expect(finding.status).toBe(status);
    expect(finding.message).toContain(says);
  });

  test.each([
    [{ kind: 'free', directory: '/state' }, 'ok'],
    [{ kind: 'no_destination' }, 'skipped'],
    [{ kind: 'none' }, 'warning'],
    [{ kind: 'held', message: 'run 1 holds it' }, 'warning'],
    [{ kind: 'broken', message: 'damaged' }, 'problem'],
  ] as const)('ledger %o', (facts, status) => expect(ledgerFinding(facts).status).toBe(status));

  test.each([
    [1_000_000_000, 0, 'ok'],
    [99_000_000, 0, 'warning'],
    [1_000_000_000, 950_000_000, 'warning'],
    [1_000_000, 0, 'problem'],
    [null, 0, 'warning'],
  ])('%s bytes free, %i of rejects', (freeBytes, rejectBytes, status) => {
    expect(diskFinding({ folder: '/data', uses: ['report'], freeBytes, rejectBytes }).status).toBe(status);
  });
});

test('settings: warnings and what is missing', () => {
  const facts = {
    ...{ set: [], missing: ['no token'], warnings: ['readable by others'], destination: 'conversions' },
    fastPathOff: 'the setting emailType',
  };
  const findings = settingsFindings(facts);
  expect(findings.map(brief)).toEqual(['settings ok', 'settings warning', 'settings_complete problem']);
  expect(findings[0]?.message).toContain('fast path off: the setting emailType');
});

const INPUT = { path: 'a', format: 'ndjson', records: 100, status: 'done', failure: null, advice: null } as const;
const FACTS: SampleFacts = {
  inputs: [INPUT],
  ...{ batches: 100, malformed: 0, events: 100, sendable: 100 },
  ...{ skipped: {}, rejected: {}, malformedReasons: [], firsts: new Map(), messages: new Map() },
  matchKeys: { email: 90, strong: 90 },
  valueByCurrency: { JPY: 1_000, USD: 1_234.5 },
  ...{ oldest: '2026-11-20T00:00:00.000Z', newest: '2026-11-20T23:00:00.000Z', timed: 100 },
  ...{ olderThan48Hours: 0, olderThan62Days: 0, sameTime: 1, sameTimeOfDay: 2 },
  ...{ rowTimes: 0, midnights: 0, timeZone: undefined },
  ...{ withValue: 100, distinctValues: 80, warnings: [], sharedKeys: [{ key: 'email', most: 9 }] },
};

describe('inputs', () => {
  test('all well', () => {
    const found = [...inputFindingsOf(FACTS, 62), ...qualityFindings(FACTS, false)];
    expect(found.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(found.map(({ message }) => message)).toContain('1,234.50 USD, 1,000 JPY, on 100% of the events');
  });

  test.each<[string, Partial<SampleFacts>, string, RegExp]>([
    ['nothing is sent', { sendable: 0, skipped: { app_platform: 100 } }, 'events warning', /app_platform: App and web/],
    [
      'rejects',
      {
        rejected: { no_value: 3, too_old: 9 },
        firsts: new Map([['no_value', 'a.ndjson:4:0']]),
        messages: new Map([['no_value', 'a price is not a number']]),
      },
      'rejects warning',
      /12\.0%: too_old 9, no_value 3 too_old: The event is older than Facebook accepts.*\nno_value: A purchase.* First at a\.ndjson:4:0: a price is not a number$/,
    ],
    ['malformed', { malformed: 2, malformedReasons: ['not_json'] }, 'rejects warning', /2 records of 100 .*not_json/],
    [
      'weak keys',
      { matchKeys: { firstName: 90, email: 10, strong: 10 } },
      'match_keys warning',
      /only 10\.0% .*\(e-mail 10\.0%, first name 90\.0%\)/,
    ],
    ['no value', { valueByCurrency: {}, withValue: 0 }, 'values warning', /no event has a value/],
    ['48 hours', { olderThan48Hours: 5 }, 'event_times warning', /^5\.0% are more than 48 hours old/],
    ['62 days', { olderThan62Days: 5 }, 'event_times warning', /^5\.0% are more than 62 days old/],
    ['one time', { sameTime: 21 }, 'same_time warning', /21\.0% .* have the same time/],
    ['rows with dates alone', { rowTimes: 3, midnights: 3 }, 'same_time warning', /every .* midnight in UTC/],
    [
      'rows most of which have dates alone',
      { rowTimes: 20, midnights: 19, timeZone: 'Asia/Tokyo', sameTimeOfDay: 51 },
      'same_time warning',
      /95\.0% of the row times are midnight in Asia\/Tokyo/,
    ],
    ['dates alone', { sameTimeOfDay: 51 }, 'same_time warning', /51\.0% .* same time of day/],
    [
      'one e-mail',
      { sharedKeys: [{ key: 'email', most: 34 }] },
      'shared_match_key warning',
      /one value of e-mail is on 34\.0% of the events.*shop/,
    ],
    ['one value', { distinctValues: 1 }, 'same_value warning', /all 100 values/],
    [
      'e-mail type',
      { warnings: [{ code: 'email_type_not_sha256', count: 7, details: [] }] },
      'email_not_hashed warning',
      /7 values.*emailType/,
    ],
    [
      'other',
      { warnings: [{ code: 'pii_in_custom_data', count: 1, details: ['contact'], origin: 'a.ndjson:7:1' }] },
      'data warning',
      /: contact\. First at a\.ndjson:7:1 .*piiGuard/,
    ],
    [
      'phones without a country',
      { warnings: [{ code: 'unusable_match_key', count: 2, details: ['city', 'phone'] }] },
      'data warning',
      /: city, phone \(.*defaultCountry\)/,
    ],
    [
      'unreadable',
      { inputs: [{ ...INPUT, status: 'failed', failure: 'a is a ZIP archive' }] },
      'inputs problem',
      /ZIP/,
    ],
    ['empty', { inputs: [{ ...INPUT, records: 0 }] }, 'inputs warning', /no records/],
  ])('%s', (_, more, expected, says) => {
    const facts = { ...FACTS, ...more };
    const found = [...inputFindingsOf(facts, 62), ...qualityFindings(facts, false)].filter(
      ({ status }) => status !== 'ok',
    );
    expect(found.map(brief)).toEqual([expected]);
    expect(`${found[0]?.message ?? ''} ${found[0]?.advice ?? ''}`).toMatch(says);
  });

  test.each<[string, Partial<SampleFacts>]>([
    ['few events', { sendable: 19, sameTime: 19, sameTimeOfDay: 19, matchKeys: { email: 19, strong: 19 } }],
    ['few sales of one person', { sendable: 30, sharedKeys: [{ key: 'phone', most: 4 }] }],
    ['few values', { withValue: 19, distinctValues: 1 }],
  ])('%s say nothing', (_, more) => {
    expect(qualityFindings({ ...FACTS, ...more }, false)).toEqual([]);
  });
});

describe('events without a currency', () => {
  const csv = { ...INPUT, format: 'csv' } as const;

  test.each([
    ['a table without any', [csv], 100, false, 'currency problem'],
    ['a table in which a few lack it', [csv], 3, false, 'data warning'],
    ['an export of mParticle', [INPUT], 100, false, 'data warning'],
    ['a table, and the default was chosen', [csv], 100, true, 'currency ok'],
    ['an export of mParticle, and the default was chosen', [INPUT], 3, true, 'currency ok'],
  ] as const)('%s', (_, inputs, number, isSet, expected) => {
    const warnings = [{ code: 'currency_defaulted', count: number, details: ['EUR'] }] as const;
    const [found, ...more] = qualityFindings({ ...FACTS, inputs, warnings }, isSet);
    expect(more).toEqual([]);
    expect(found === undefined ? null : brief(found)).toBe(expected);
    expect(found?.message.endsWith('EUR, as you set it')).toBe(isSet);
    expect(found?.advice?.includes('defaultCurrency') ?? false).toBe(!isSet);
  });
});

describe('test events', () => {
  const run = { id: '1', startedAt: '', finishedAt: '', dryRun: false, exitCode: 0, stopReason: null, shard: null };
  const { events } = EMPTY;
  const sample = { reason: 'refused_by_facebook', message: 'Too old (code 100)', origin: 'a:1:0' } as const;
  test.each([
    ['accepted', { events: { ...events, sent: 3 } }, ['send_test ok']],
    ['known already', { events: { ...events, alreadySent: 3 } }, ['send_test warning']],
    ['refused', { rejectSamples: [sample] }, ['send_test warning']],
    ['in part', { events: { ...events, sent: 2 }, rejectSamples: [sample] }, ['send_test ok', 'send_test warning']],
    ['stopped', { run: { ...run, exitCode: 4, stopReason: 'Facebook says: no' } }, ['send_test problem']],
  ])('%s', (_, more, expected) => {
    expect(sendTestFindings({ run, events, rejectSamples: [], ...more }).map(brief)).toEqual(expected);
  });
});
