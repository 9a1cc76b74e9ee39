import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../src/send/backoff.js';
import { adviceFor } from '../../src/facebook/advice.js';
import { errorNumbers, facebookErrorOf } from '../../src/facebook/error.js';
import { usageOf } from '../../src/facebook/usage-headers.js';
import { classifyReply } from '../../src/facebook/classify-reply.js';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  ({
    kind: 'answer',
    status,
    headers: new Map(Object.entries(headers)),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }) as const;
const error = (code: number, more: Record<string, unknown> = {}, status = 400) =>
  classifyReply(answer(status, { error: { message: 'm', type: 'OAuthException', code, fbtrace_id: 'T', ...more } }));
const short = (verdict: ReturnType<typeof classifyReply>) => (verdict.kind === 'wait' ? verdict.why : verdict.kind);

describe('accepted', () => {
  test.each([
    [{ events_received: 7, messages: [], fbtrace_id: 'x' }, 7],
    [{ id: '1', num_processed_entries: 2000 }, 2000],
    [{ events_received: '7' }, 7],
    [{ events_received: null, num_processed_entries: 3 }, 3],
    [{ events_received: 7, error: null }, 7],
  ])('%j acknowledges %s', (body, received) =>
    expect(classifyReply(answer(200, body))).toMatchObject({ kind: 'accepted', received }),
  );

  test('messages are handed on', () =>
    expect(classifyReply(answer(200, { events_received: 1, messages: ['m', 7] }))).toMatchObject({ messages: ['m'] }));
});

test.each<readonly [number, string]>([
  ...[4, 17, 32, 341, 613, 80_000, 80_004, 80_014].map((code) => [code, 'throttled'] as const),
  ...[1, 2, 5_000, 21_009].map((code) => [code, 'server'] as const),
  ...[3, 10, 102, 104, 105, 190, 200, 294, 299, 368, 506, 2_635].map((code) => [code, 'stop'] as const),
  [100, 'refused'],
  [9_999_999, 'unknown'],
  [80_015, 'unknown'],
])('code %i: %s', (code, expected) => expect(short(error(code))).toBe(expected));

test.each([
  ['a wrong id', { error_subcode: 33 }, 'stop'],
  ['a wrong proof', { type: 'GraphMethodException' }, 'stop'],
  ['a bad event', { error_subcode: 2_804_003 }, 'refused'],
  ['a list of bad events', { error_subcode: 1_815_356 }, 'refused'],
  ['a passing fault', { is_transient: true }, 'server'],
])('code 100 for %s', (_, more, expected) => expect(short(error(100, more))).toBe(expected));

test('code 1 that asks for less data divides the request, as HTTP 413 does', () => {
  const message = "Please reduce the amount of data you're asking for, then retry your request";
  expect(short(error(1, { message }))).toBe('refused');
  expect(short(error(1, { message, is_transient: true }, 500))).toBe('refused');
  expect(short(error(1, { message: 'An unknown error occurred' }))).toBe('server');
});

test('is_transient means try again, whatever the code', () =>
  expect(short(error(190, { is_transient: true }))).toBe('server'));

test.each([
  [500, '', 'server'],
  [502, '<html><body>Bad Gateway</body></html>', 'server'],
  [503, '{}', 'server'],
  [408, '', 'server'],
  [429, '', 'throttled'],
  [429, '<html>', 'throttled'],
  [200, '<html>welcome to the hotel network</html>', 'server'],
  [200, '[]', 'server'],
  [301, '', 'unknown'],
  [404, 'not found', 'unknown'],
])('HTTP %i %s: %s', (status, body, expected) => expect(short(classifyReply(answer(status, body)))).toBe(expected));

test.each([
  [true, 'ECONNRESET'],
  [true, 'ETIMEDOUT'],
  [false, 'ECONNREFUSED'],
])('no answer, perhaps processed: %s (%s)', (sent, code) =>
  expect(
    classifyReply({ kind: 'network', code, sent, route: 'graph.example through the proxy proxy.example:3128' }),
  ).toMatchObject({
    ...{ kind: 'wait', why: 'network', processed: sent },
    text: `no answer from graph.example through the proxy proxy.example:3128 (${code})`,
  }),
);

describe('perhaps processed', () => {
  test.each([
    [500, true, 'server'],
    [499, false, 'unknown'],
    [408, true, 'server'],
    [429, false, 'throttled'],
    [200, true, 'server'],
    [301, true, 'unknown'],
    [399, true, 'unknown'],
    [400, false, 'unknown'],
    [404, false, 'unknown'],
  ])('HTTP %i without a word of Facebook: %s (%s)', (status, processed, why) =>
    expect(classifyReply(answer(status, ''))).toMatchObject({ kind: 'wait', why, processed, error: null }),
  );

  test.each([
    [4, {}, 400, false, 'throttled'],
    [80_004, { is_transient: true }, 500, false, 'throttled'],
    [2, {}, 400, true, 'server'],
    [190, { is_transient: true }, 400, true, 'server'],
    [9_999_999, {}, 400, false, 'unknown'],
    [9_999_999, {}, 200, true, 'unknown'],
    [9_999_999, {}, 503, true, 'server'],
  ])('code %i with %j and HTTP %i: %s (%s)', (code, more, status, processed, why) => {
    const verdict = error(code, more, status);
    expect(verdict).toMatchObject({ kind: 'wait', why, processed, error: { code, status } });
  });

  test.each([404, 502])('the words for HTTP %i name it', (status) => {
    const verdict = classifyReply(answer(status, ''));
    expect(verdict.kind === 'wait' && verdict.text).toContain(`HTTP ${status}`);
  });
});

test('every answer is classified', () =>
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
      expect(['accepted', 'wait', 'refused', 'stop']).toContain(classifyReply(answer(status, body)).kind);
    }),
  ));

describe('error envelopes', () => {
  const listed = [
    { event_index: 3, message: 'too old', type: 'CodedException', code: 2_804_003 },
    { event_index: '1' },
  ];
  test.each([
    ['an object of lists', { errors: listed }],
    ['a list', listed],
    ['an object of entries', { 3: listed[0], 1: listed[1] }],
    ['a JSON text of an object', JSON.stringify({ errors: listed })],
    ['a JSON text of a list', JSON.stringify(listed)],
  ])('error_data as %s names the bad events', (_, error_data) =>
    expect(facebookErrorOf(400, { error: { code: 100, error_data } })).toMatchObject({
      badIndexes: [1, 3],
      eventMessages: new Map([
        [3, 'too old'],
        [1, ''],
      ]),
    }),
  );

  test.each([
    [[['data', '5', 'user_data']], [5]],
    [
      ['data[5][user_data]', 'data[7]'],
      [5, 7],
    ],
    [['data.12.event_time'], [12]],
    [[['data', 5, 'user_data']], [5]],
    [
      ['data[10]', 'data[9]'],
      [9, 10],
    ],
    [['user_data[5]', 'custom_data.5', ['custom_data', 5]], []],
    [['access_token', 9, null], []],
    [[['data', '2', { toString: 1 }]], []],
  ])('blame_field_specs %j', (blame_field_specs, indexes) =>
    expect(facebookErrorOf(400, { error: { code: 100, error_data: { blame_field_specs } } })?.badIndexes).toEqual(
      indexes,
    ),
  );

  test('a path in the text for users names one too', () =>
    expect(
      facebookErrorOf(400, {
        error: { code: 100, error_user_msg: `Unexpected key "x" on param "$['data'][4]['custom_data']"` },
      })?.badIndexes,
    ).toEqual([4]));

  test('what blames an event adds no words to it, and removes none', () =>
    expect(
      facebookErrorOf(400, {
        error: {
          code: 100,
          error_data: {
            entry: { event_index: 3, message: 'too old' },
            blame_field_specs: ['data[3][event_time]', 'data[1][event_time]'],
          },
        },
      })?.eventMessages,
    ).toEqual(
      new Map([
        [3, 'too old'],
        [1, ''],
      ]),
    ));

  test.each([
    [null],
    ['text'],
    ['{"half'],
    [17],
    [{}],
    [[null, 1]],
    [[{ event_index: ' ' }]],
    [[{ event_index: 'first' }, { event_index: 1.5 }, { event_index: true }]],
  ])('error_data %j names none', (error_data) =>
    expect(facebookErrorOf(400, { error: { code: 100, error_data } })?.badIndexes).toEqual([]),
  );

  test.each([
    ['Too old: By 3 days', { error_user_title: 'Too old', error_user_msg: 'By 3 days' }],
    ['Too old', { error_user_title: 'Too old' }],
    ['By 3 days', { error_user_title: '', error_user_msg: 'By 3 days' }],
    ['Invalid parameter', { error_user_title: '', error_user_msg: 7 }],
  ])('the text for users comes before the technical one: %j', (message, texts) =>
    expect(facebookErrorOf(400, { error: { message: 'Invalid parameter', ...texts } })).toMatchObject({ message }),
  );

  test('an error may say nothing at all', () =>
    expect(facebookErrorOf(400, { error: {} })).toEqual({
      ...{ status: 400, code: null, subcode: null, type: null, message: '', traceId: null },
      ...{ isTransient: false, badIndexes: [], eventMessages: new Map() },
    }));

  test.each([
    ['AbC+d/1-_=', 'AbC+d/1-_='],
    ['maribel@example.com', null],
    ['two words', null],
    ['x'.repeat(65), null],
    [7, null],
  ])('fbtrace_id %j is %j', (fbtrace_id, traceId) =>
    expect(facebookErrorOf(400, { error: { code: 1, fbtrace_id } })).toMatchObject({ traceId }),
  );

  test('texts are kept on one line, without what a terminal obeys, and not without end', () => {
    const message = `a\u001b[2J\n\tb${'c'.repeat(10_000)}`;
    const error = facebookErrorOf(400, { error: { message, error_data: [{ event_index: 0, message }] } });
    for (const text of [error?.message, error?.eventMessages.get(0)]) expect(text).toMatch(/^a \[2J bc{3,4000}$/);
  });

  test('the older shape is read too', () =>
    expect(
      facebookErrorOf(400, {
        ...{ error_code: 190, error_msg: 'expired', error_subcode: 463 },
        error_type: 'OAuthException',
      }),
    ).toMatchObject({ code: 190, subcode: 463, message: 'expired', type: 'OAuthException' }));

  test.each([
    [{ code: 190, error_subcode: 463, fbtrace_id: 'AbC' }, 'code 190/463, fbtrace_id AbC'],
    [{ code: 190 }, 'code 190'],
    [{ code: '4', fbtrace_id: 'AbC' }, 'code 4, fbtrace_id AbC'],
    [{ code: 'none' }, 'HTTP 400'],
  ])('%j is named %j', (error, numbers) => expect(errorNumbers(facebookErrorOf(400, { error })!)).toBe(numbers));
});

test.each([
  [190, 463, /expired/],
  [190, null, /not valid/],
  [100, 33, /does not exist/],
  [2_635, null, /version/],
  [200, null, /permission/],
  [368, null, /policies/],
])('advice for %i/%s', (code, subcode, expected) =>
  expect(adviceFor(facebookErrorOf(400, { error: { code, error_subcode: subcode } })!)).toMatch(expected),
);

describe('usage headers', () => {
  const now = Date.UTC(2026, 10, 21);
  test.each([
    [{ 'x-app-usage': '{"call_count":28,"total_time":81,"total_cputime":3}' }, 81, null],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":9.67,"reset_time_duration":300}' }, 9.67, null],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":300}' }, 100, 300_000],
    [
      {
        'x-business-use-case-usage':
          '{"1":[{"call_count":100,"total_time":1,"estimated_time_to_regain_access":19}],"2":[{"call_count":5}]}',
      },
      100,
      1_140_000,
    ],
    [{ 'retry-after': '30' }, null, 30_000],
    [{ 'retry-after': new Date(now + 5_000).toUTCString() }, null, 5_000],
    [{ 'retry-after': 'soon' }, null, null],
    [{ 'retry-after': '30', 'x-app-usage': '{"estimated_time_to_regain_access":2}' }, null, 120_000],
    [{ 'retry-after': '1e9' }, null, 86_400_000],
    [{ 'x-app-usage': '{"estimated_time_to_regain_access":1e308}' }, null, 86_400_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":"100","reset_time_duration":"300"}' }, 100, 300_000],
    [{ 'x-app-usage': '{"call_count":{"toString":1,"valueOf":1},"total_time":[9],"total_cputime":" "}' }, null, null],
    [{ 'x-app-usage': 'nonsense' }, null, null],
    [{}, null, null],
  ])('%j', (headers, percent, waitMs) =>
    expect(usageOf(new Map(Object.entries(headers)), now)).toEqual({ percent, waitMs }),
  );
});

test('backoff grows, is bounded, and jitters over the whole span', () => {
  expect([1, 2, 3, 4, 10].map((attempt) => backoffMs(attempt, 1, false))).toEqual([1_000, 2_000, 4_000, 8_000, 60_000]);
  expect([1, 2, 9].map((attempt) => backoffMs(attempt, 1, true))).toEqual([15_000, 30_000, 300_000]);
  expect(backoffMs(5, 0, false)).toBe(0);
  expect(backoffMs(9, 0.5, false)).toBe(30_000);
});

test('a body above the limit of a proxy on the way is divided', () =>
  expect(classifyReply(answer(413, '<html>'))).toEqual({
    kind: 'refused',
    error: {
      ...{ status: 413, code: null, subcode: null, type: null, message: 'the request is too large', traceId: null },
      ...{ isTransient: false, badIndexes: [], eventMessages: new Map() },
    },
  }));

test.each([
  [{}],
  [{ events_received: 0 }],
  [{ events_received: '0' }],
  [{ num_processed_entries: 0 }],
  [{ events_received: -1 }],
  [{ events_received: true }],
  [{ events_received: [7] }],
  [{ id: '1', messages: [], fbtrace_id: 'T' }],
  [{ error: 'nope' }],
  [{ error: 'nope', events_received: 7 }],
  [{ error: false, events_received: 7 }],
  [{ error: {}, events_received: 7 }],
  [{ error: ['nope'], events_received: 7 }],
])('HTTP 200 with %j acknowledges nothing, but may have been taken', (body) =>
  expect(classifyReply(answer(200, body))).toMatchObject({ kind: 'wait', why: 'unknown', processed: true }),
);

test.each([200, 204, 302, 401, 403, 404, 407])(
  'HTTP %i from a proxy or a login page is named as what it is, with what to check',
  (status) =>
    expect(classifyReply(answer(status, '<html>'))).toMatchObject({
      kind: 'wait',
      processed: status < 400,
      text: `the answer did not come from Facebook (HTTP ${status}). Check baseUrl, and any proxy between this machine and Facebook`,
    }),
);
