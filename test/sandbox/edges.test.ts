import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import {
  call,
  conversionsPath,
  errorOf,
  stoppedClock,
  type Loose,
  NOW,
  offlinePath,
  offlineSale,
  post,
  sandboxOf,
  sendConversions,
  sendOffline,
  sha,
  storeSale,
} from './support.js';
import { clockAt } from '../support/surroundings.js';

const bad = storeSale({ event_time: NOW * 1000 });

const sales = (count: number, make: typeof storeSale) =>
  Array.from({ length: count }, (_, n) => make({ event_time: NOW - n }));

describe('an accepted request', () => {
  test('of the Conversions API is acknowledged by number and trace', async () => {
    const said = await sendConversions(await sandboxOf(), [storeSale()]);
    expect(said.json).toEqual({ events_received: 1, messages: [], fbtrace_id: expect.stringMatching(/^A[\w-]{22}$/) });
  });

  test('of the Offline Conversions API is acknowledged by id and number', async () => {
    const sandbox = await sandboxOf();
    const said = await sendOffline(sandbox, [offlineSale(), offlineSale({ event_time: NOW })]);
    expect(said.json).toEqual({ id: sandbox.offlineEventSetId, num_processed_entries: 2 });
  });

  test('carries usage headers and the version', async () => {
    const { headers } = await sendConversions(await sandboxOf(), [storeSale()]);
    expect(JSON.parse(headers.get('x-app-usage')!)).toEqual({ call_count: 1, total_time: 0, total_cputime: 0 });
    expect(headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":0');
    expect(headers.get('facebook-api-version')).toBe('v26.0');
  });
});

describe('one bad event refuses the whole request', () => {
  test('on the Conversions API without naming it', async () => {
    const sandbox = await sandboxOf();
    const said = await sendConversions(sandbox, [storeSale(), bad, storeSale({ event_name: '' })]);
    expect(said.status).toBe(400);
    expect(said.json.error).toEqual({
      message: 'Invalid parameter',
      type: 'OAuthException',
      code: 100,
      error_subcode: 2804019,
      is_transient: false,
      error_user_title: 'Event Timestamp In The Future',
      error_user_msg: expect.not.stringMatching(/\[1\]/),
      fbtrace_id: expect.any(String),
    });
    expect(sandbox.stats().events).toMatchObject({ received: 0, kept: 0, inRefusedRequests: 3 });
  });

  test('on the Conversions API with its place, if asked for', async () => {
    const said = await sendConversions(await sandboxOf({ nameIndex: true }), [storeSale(), bad]);
    expect(said.json.error.error_user_msg).toContain("$['data'][1]['event_time']");
    expect(JSON.parse(said.json.error.error_data)).toEqual({ blame_field_specs: [['data', '1', 'event_time']] });
  });

  test('on the Offline Conversions API with a list of all that are bad', async () => {
    const sandbox = await sandboxOf();
    const events = [offlineSale(), offlineSale({ value: undefined }), offlineSale(), offlineSale({ match_keys: {} })];
    const said = await sendOffline(sandbox, events);
    expect(errorOf(said)).toBe('100/1815356');
    expect(Object.values<Loose>(said.json.error.error_data).map((entry) => [entry.event_index, entry.code])).toEqual([
      [1, 2804009],
      [3, 2804050],
    ]);
    expect(said.json.error.error_data[1].type).toBe('CodedException');
    expect(sandbox.stats().events.kept).toBe(0);
  });

  test('--refuse picks events by member, on the event or in its custom data', async () => {
    const sandbox = await sandboxOf({ faults: { refuse: [{ field: 'order_id', value: 'A-2' }] } });
    const custom_data = { ...storeSale().custom_data, order_id: 'A-2' };
    expect(errorOf(await sendConversions(sandbox, [storeSale()]))).toBe('ok');
    expect(errorOf(await sendConversions(sandbox, [storeSale({ custom_data })]))).toBe('100/2804019');
    expect(errorOf(await sendOffline(sandbox, [offlineSale({ order_id: 'A-2' })]))).toBe('100/1815356');
  });
});

describe('the size of a request', () => {
  test.each([
    ['1,000 events on the Conversions API', sendConversions, sales(1000, storeSale), 'ok'],
    ['1,001 events on the Conversions API', sendConversions, sales(1001, storeSale), '100'],
    ['2,000 events on the Offline Conversions API', sendOffline, sales(2000, offlineSale), 'ok'],
    ['2,001 events on the Offline Conversions API', sendOffline, sales(2001, offlineSale), '100'],
    ['no events', sendConversions, [], '100'],
  ])('%s', async (_name, send, events, expected) => {
    expect(errorOf(await send(await sandboxOf(), events))).toBe(expected);
  });

  test('a body beyond the limit is refused, and the sandbox continues', async () => {
    const sandbox = await sandboxOf({ maxBodyBytes: 2000 });
    const said = await sendConversions(sandbox, sales(20, storeSale));
    expect([said.status, errorOf(said)]).toEqual([413, '1']);
    expect(errorOf(await sendConversions(sandbox, [storeSale()]))).toBe('ok');
  });
});

describe('a body may be', () => {
  const data = JSON.stringify([storeSale()]);
  const multipart = (token: string): FormData => {
    const form = new FormData();
    form.set('data', data);
    form.set('access_token', token);
    return form;
  };
  test.each([
    ['a form', (token: string) => new URLSearchParams({ data, access_token: token }), 'ok'],
    ['a multipart form', multipart, 'ok'],
    ['JSON with the list as text', (token: string) => JSON.stringify({ data, access_token: token }), 'ok'],
    [
      'JSON with events as text',
      (token: string) => JSON.stringify({ data: [JSON.stringify(storeSale())], access_token: token }),
      'ok',
    ],
    ['no JSON', () => '{"data":[', '100'],
    ['JSON, but no object', () => '[]', '100'],
    ['a list that is none', (token: string) => JSON.stringify({ data: {}, access_token: token }), '100'],
    [
      'a list of text that is no JSON',
      (token: string) => JSON.stringify({ data: ['{'], access_token: token }),
      '100/2804019',
    ],
    ['without a list', (token: string) => JSON.stringify({ access_token: token }), '100'],
  ])('%s', async (_name, body, expected) => {
    const sandbox = await sandboxOf();
    const made = body(sandbox.accessToken);
    const headers: Record<string, string> = typeof made === 'string' ? { 'content-type': 'application/json' } : {};
    expect(errorOf(await call(sandbox, conversionsPath(sandbox), { method: 'POST', body: made, headers }))).toBe(
      expected,
    );
  });
});

describe('versions and destinations', () => {
  test.each([
    ['the newest version', 'conversions', '/v26.0', 'ok'],
    ['the oldest that lives', 'conversions', '/v21.0', 'ok'],
    ['the next one, which this program cannot know', 'conversions', '/v27.0', 'ok'],
    ['no version', 'conversions', '', 'ok'],
    ['an expired version', 'conversions', '/v20.0', '2635'],
    ['an old version', 'conversions', '/v16.0', '2635'],
    ['a version that never was', 'conversions', '/v62.0', '2500'],
    ['the last version of the Offline Conversions API', 'offline', '/v16.0', 'ok'],
    ['an older one', 'offline', '/v15.0', '2635'],
    ['a version without that API', 'offline', '/v17.0', '100/33'],
    ['the newest version', 'offline', '/v26.0', '100/33'],
    ['no version', 'offline', '', '100/33'],
    ['an unknown destination', '123', '/v26.0', '100/33'],
  ])('%s on %s', async (_name, api, version, expected) => {
    const sandbox = await sandboxOf();
    const ids: Record<string, string> = { conversions: sandbox.datasetId, offline: sandbox.offlineEventSetId };
    const event = api === 'offline' ? offlineSale() : storeSale();
    expect(errorOf(await post(sandbox, `${version}/${ids[api] ?? api}/events`, { data: [event] }))).toBe(expected);
  });

  test('a version lives as long as the clock says', async () => {
    const sandbox = await sandboxOf({ clock: clockAt(Date.UTC(2026, 8, 23)) });
    const event = storeSale({ event_time: Date.UTC(2026, 8, 22) / 1000 });
    expect(errorOf(await post(sandbox, conversionsPath(sandbox, 'v20.0'), { data: [event] }))).toBe('ok');
  });
});

describe('repeated events', () => {
  const DAY = 86_400;

  test('are acknowledged, and counted once', async () => {
    const sandbox = await sandboxOf();
    const said = await sendConversions(sandbox, [storeSale(), storeSale()]);
    await sendConversions(sandbox, [storeSale()]);
    expect(said.json.events_received).toBe(2);
    expect(sandbox.stats().events).toMatchObject({ received: 3, kept: 1, duplicates: 2 });
    expect(sandbox.stats().value).toEqual({ USD: 12.5 });
  });

  test('count again after seven days', async () => {
    const clock = stoppedClock();
    const sandbox = await sandboxOf({ clock });
    await sendConversions(sandbox, [storeSale()]);
    clock.advance(7 * DAY * 1_000);
    await sendConversions(sandbox, [storeSale()]);
    expect(sandbox.stats().events).toMatchObject({ kept: 1, duplicates: 1 });
    clock.advance(1_000);
    await sendConversions(sandbox, [storeSale()]);
    expect(sandbox.stats().events).toMatchObject({ kept: 2, duplicates: 1 });
  });

  const custom = (changes: object) => ({ custom_data: { ...storeSale().custom_data, ...changes } });
  const other = { user_data: { em: sha('bob@example.com') } };
  test.each([
    ['the same in every respect', {}, 1],
    ['another customer, same order', other, 1],
    ['another value, same order', custom({ value: 99 }), 1],
    ['another time', { event_time: NOW - 10 }, 2],
    ['another name', { event_name: 'Lead' }, 2],
    ['another order', custom({ order_id: 'A-2' }), 2],
    ['another line of the order', custom({ item_number: '2' }), 2],
  ])('Conversions API: %s', async (_name, changes, kept) => {
    const sandbox = await sandboxOf();
    await sendConversions(sandbox, [storeSale(), storeSale(changes)]);
    expect(sandbox.stats().events.kept).toBe(kept);
  });

  test('Conversions API without an order: the customer decides', async () => {
    const sandbox = await sandboxOf();
    const bare = storeSale(custom({ order_id: undefined }));
    const turned = { ...bare, user_data: Object.fromEntries(Object.entries(bare['user_data']).reverse()) };
    await sendConversions(sandbox, [bare, turned, { ...bare, ...other }]);
    expect(sandbox.stats().events.kept).toBe(2);
  });

  test('Offline Conversions API: order and customer decide', async () => {
    const sandbox = await sandboxOf();
    const events = [{}, {}, { match_keys: { email: sha('bob') } }, { order_id: 'A-2' }, { item_number: '2' }];
    await sendOffline(sandbox, events.map(offlineSale));
    expect(sandbox.stats().events).toMatchObject({ kept: 4, duplicates: 1 });
  });

  test('are all counted when the sandbox does not remember', async () => {
    const sandbox = await sandboxOf({ remember: false });
    await sendConversions(sandbox, [storeSale(), storeSale()]);
    expect(sandbox.stats().events.kept).toBe(2);
  });
});

describe('reads', () => {
  test('a dataset says that it accepts offline events', async () => {
    const sandbox = await sandboxOf();
    const fields = 'id,is_consolidated_container,is_unavailable';
    const said = await call(sandbox, `/v26.0/${sandbox.datasetId}?fields=${fields}&access_token=T`);
    expect(said.json).toEqual({ id: sandbox.datasetId, is_consolidated_container: true, is_unavailable: false });
  });

  test.each([
    ['/v26.0/{offline}?fields=id', 'ok'],
    ['/v16.0/{offline}?fields=id', 'ok'],
    ['/v26.0/{dataset}', 'ok'],
    ['/v16.0/{dataset}', '2635'],
    ['/v26.0/{dataset}?fields=colour', '100'],
    ['/v26.0/17', '100/33'],
    ['/v26.0/{dataset}/pictures', '100/33'],
    ['/_sandbox/else', '2500'],
  ])('%s: %s', async (path, expected) => {
    const sandbox = await sandboxOf();
    const url = path.replace('{offline}', sandbox.offlineEventSetId).replace('{dataset}', sandbox.datasetId);
    expect(errorOf(await call(sandbox, url, { headers: { authorization: 'Bearer T' } }))).toBe(expected);
  });

  test('upload tags count what they carried', async () => {
    const sandbox = await sandboxOf();
    const opened = await post(sandbox, `/v16.0/${sandbox.offlineEventSetId}/uploads`, { upload_tag: 'night 1' });
    await sendOffline(sandbox, [offlineSale(), offlineSale()], { upload_tag: 'night 1' });
    await sendOffline(sandbox, [offlineSale({ event_time: NOW })], { upload_id: opened.json.id });
    await sendOffline(sandbox, [offlineSale({ order_id: 'B' })], { upload_tag: 'night 2' });
    const path = `/v16.0/${sandbox.offlineEventSetId}/uploads?upload_tag=night+1&access_token=T`;
    expect((await call(sandbox, path)).json.data).toEqual([
      {
        id: opened.json.id,
        upload_tag: 'night 1',
        api_calls: 2,
        valid_entries: 3,
        matched_entries: 2,
        duplicate_entries: 1,
        first_upload_time: NOW,
        last_upload_time: NOW,
      },
    ]);
    expect(errorOf(await sendOffline(sandbox, [offlineSale()], { upload_id: '1' }))).toBe('100/33');
  });

  test('the sandbox shows what arrived, without a token', async () => {
    const sandbox = await sandboxOf({ keepEvents: 2 });
    await sendConversions(
      sandbox,
      [1, 2, 3].map((n) => storeSale({ event_time: NOW - n })),
    );
    await sendOffline(sandbox, [offlineSale()], {});
    const events = (await call(sandbox, '/_sandbox/events')).json.events;
    expect(events.map((arrival: Loose) => [arrival.api, arrival.event.event_time])).toEqual([
      ['conversions', NOW - 3],
      ['offline-conversions', NOW - 3600],
    ]);
    expect((await call(sandbox, '/_sandbox/stats')).json).toEqual(sandbox.stats());
    expect(sandbox.stats()).toMatchObject({
      requests: { received: 2, accepted: 2 },
      events: { received: 4, kept: 4 },
      byEventName: { Purchase: 4 },
      byDestination: { [sandbox.datasetId]: 3, [sandbox.offlineEventSetId]: 1 },
      value: { USD: 50 },
      mostEventsInRequest: 3,
    });
  });

  test('test events are counted like all others', async () => {
    const sandbox = await sandboxOf();
    await sendConversions(sandbox, [storeSale()], { test_event_code: 'TEST1' });
    expect(sandbox.stats().events).toMatchObject({ kept: 1, test: 1 });
  });
});

test.each([false, true])('recording to a stream, of objects: %s', async (objectMode) => {
  const stream = new PassThrough({ objectMode, highWaterMark: 1 });
  const chunks: unknown[] = [];
  stream.on('data', (chunk: unknown) => chunks.push(chunk));
  await sendConversions(await sandboxOf({ record: stream }), [storeSale(), storeSale({ event_time: NOW })]);
  const events = [storeSale(), storeSale({ event_time: NOW })];
  expect(objectMode ? chunks : String(chunks)).toEqual(
    objectMode ? events : events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
});

test('recording: each event that counts, once', async () => {
  const recorded: unknown[] = [];
  const sandbox = await sandboxOf({ record: (event) => recorded.push(event) });
  await sendConversions(sandbox, [storeSale(), storeSale(), storeSale({ event_time: NOW })]);
  await post(sandbox, offlinePath(sandbox), { data: [offlineSale({ value: 0 })] });
  expect(recorded).toEqual([storeSale(), storeSale({ event_time: NOW })]);
});
