import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  DeliveryStoppedError,
  InputError,
  LedgerHeldError,
  startSandbox,
  uploadBatches,
  UsageError,
  type UploadOptions,
} from '../../src/index.js';
import { purchase } from '../support/batches.js';
import { countsOf, finish, OPTIONS, received, refusal, sale, sales, scripted, TOKEN, uploadAll } from './uploading.js';
import { temporaryFolder } from '../support/surroundings.js';

describe('against the simulator of Facebook', () => {
  test('sent, skipped, rejected and malformed, each with its place; the second time already sent', async () => {
    using folder = temporaryFolder();
    const sandbox = await startSandbox();
    const options = {
      ...{ datasetId: sandbox.datasetId, accessToken: sandbox.accessToken, baseUrl: sandbox.url },
      ledger: join(folder.path, 'ledger'),
    };
    const refund = { ...purchase({ action: 'refund' }), marker: 1 };
    const batches = [
      sale('a'),
      JSON.stringify(sale('b')),
      sale('c', { events: [refund, ...(sale('c')['events'] as unknown[])] }),
      sale('d', { user_identities: {}, user_attributes: {} }),
      '{"nothing": ',
      { file: 'till.ndjson', line: 7, text: JSON.stringify(sale('e')) },
      { file: 'till.ndjson', line: 8, reason: 'truncated', message: 'the input broke off' },
    ];
    const all = [
      { file: 'batches', line: 1, event: 0, outcome: 'sent' },
      { file: 'batches', line: 2, event: 0, outcome: 'sent' },
      { file: 'batches', line: 3, event: 0, outcome: 'skipped', reason: 'other_action' },
      { file: 'batches', line: 3, event: 1, outcome: 'sent' },
      { file: 'batches', line: 4, event: 0, outcome: 'rejected', reason: 'no_match_keys' },
      { file: 'batches', line: 5, event: null, outcome: 'rejected', reason: 'not_json' },
      { file: 'till.ndjson', line: 7, event: 0, outcome: 'sent' },
      { file: 'till.ndjson', line: 8, event: null, outcome: 'rejected', reason: 'truncated' },
    ];
    const run = async () => {
      const { outcomes, upload, thrown } = await uploadAll(batches, options);
      expect(thrown).toBeUndefined();
      const byPlace = (outcome: (typeof outcomes)[number]) => `${outcome.file}:${outcome.line}:${outcome.event}`;
      return { outcomes: [...outcomes].sort((a, b) => (byPlace(a) < byPlace(b) ? -1 : 1)), report: upload.report! };
    };

    const first = await run();
    expect(first.outcomes).toMatchObject(all);
    expect(first.outcomes).toHaveLength(all.length);
    expect(first.report.events).toMatchObject({ read: 6, sent: 4, skipped: { total: 1 }, rejected: { total: 1 } });
    expect(first.report).toMatchObject({
      batches: { read: 7, malformed: 2 },
      run: { exitCode: 3, stopReason: null },
      inputs: [
        { path: 'batches', records: 5, status: 'done' },
        { path: 'till.ndjson', records: 2, status: 'done' },
      ],
    });
    expect(sandbox.stats().events.kept).toBe(4);
    const byEventName = { Purchase: { events: 4, value: { USD: 245.84 } } };
    expect(first.report).toMatchObject({ byEventName, matchKeys: { email: 4 } });

    const second = await run();
    expect([second.report.byEventName, second.report.matchKeys]).toEqual([{}, {}]);
    expect(countsOf(second.outcomes)).toEqual({ alreadySent: 4, skipped: 1, rejected: 3 });
    expect(sandbox.stats().events.kept).toBe(4);
    await sandbox.close();
  });
});

describe('with a scripted fetch', () => {
  test('what Facebook refuses is rejected alone, and its words repeat nothing of the event or the token', async () => {
    const { fetch } = scripted((orders) =>
      orders.includes('o-3') ? refusal(`o-3@example.com is bad with ${TOKEN}`) : received(orders),
    );
    const { outcomes, upload, thrown } = await uploadAll(sales(6), { fetch });
    expect(thrown).toBeUndefined();
    expect(countsOf(outcomes)).toEqual({ sent: 5, rejected: 1 });
    expect(upload.report?.byEventName).toMatchObject({ Purchase: { events: 5 } });
    const refused = outcomes.find(({ outcome }) => outcome === 'rejected');
    expect(refused).toMatchObject({ line: 4, event: 0, reason: 'refused_by_facebook' });
    expect(JSON.stringify(outcomes)).not.toMatch(/@|EAAB/);
  });

  test('the report has how long the run took, and how long Facebook', async () => {
    const { fetch } = scripted(async (orders) => (await delay(30), received(orders)));
    const { upload } = await uploadAll(sales(2), { fetch });
    const { duration, latencyMs } = upload.report!;
    expect(duration.seconds).toBeGreaterThanOrEqual(0.02);
    expect(duration.seconds).toBeLessThan(30);
    expect(latencyMs?.max).toBeGreaterThanOrEqual(20);
  });

  test('the same sale twice in one run is skipped the second time', async () => {
    using folder = temporaryFolder();
    const { fetch } = scripted(received);
    const { outcomes } = await uploadAll([sale('a'), sale('a')], { fetch, ledger: folder.path });
    expect(outcomes).toContainEqual({ file: 'batches', line: 2, event: 0, outcome: 'skipped', reason: 'duplicate' });
  });

  test('sales of one receipt in one second are counted, and the first three are named', async () => {
    const { fetch } = scripted(received);
    const second = Math.floor(Date.now() / 1_000) * 1_000 - 86_400_000;
    const events = Array.from({ length: 5 }, (_, at) => [
      purchase({ action: 'refund' }),
      purchase({ transaction_id: 'R-1' }, { timestamp_unixtime_ms: second + at, event_id: `e-${at}` }),
    ]);
    const { upload } = await uploadAll(
      events.map((both) => sale('a', { events: both })),
      { fetch },
    );
    expect(upload.report).toMatchObject({
      events: { sent: 5 },
      warnings: [{ code: 'receipt_repeated', count: 4 }],
    });
    expect(upload.report?.warnings[0]?.message.match(/batches:\d:\d/g)).toEqual([
      'batches:2:1',
      'batches:3:1',
      'batches:4:1',
    ]);
  });

  test('a token that does not hold: everything unsent, then the error; the report is there', async () => {
    const { fetch } = scripted(() => refusal('Invalid OAuth access token', 190));
    const { outcomes, upload, thrown } = await uploadAll(sales(4), { fetch });
    expect(thrown).toBeInstanceOf(DeliveryStoppedError);
    expect((thrown as Error).name).toBe('DeliveryStoppedError');
    expect(countsOf(outcomes)).toEqual({ unsent: 4 });
    expect(upload.report).toMatchObject({ events: { read: 4, unsent: 4 }, run: { exitCode: 4 } });
  });

  test('an object that cannot be written as JSON, or none at all, is a rejected record', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const { fetch } = scripted(received);
    const given = [circle, { amount: 1n }, null as unknown as object, 17 as unknown as object, ''];
    const { outcomes } = await uploadAll([...given, sale('a')], { fetch });
    expect(countsOf(outcomes)).toEqual({ rejected: 5, sent: 1 });
    expect(outcomes.find(({ outcome }) => outcome === 'sent')).toMatchObject({ line: 6 });
  });
});

describe('what ends early', () => {
  test('an abort half way: each event pulled has one outcome, then the reason is thrown', async () => {
    const stop = new AbortController();
    let pulled = 0;
    const source = async function* () {
      for (const batch of sales(100)) {
        pulled += 1;
        yield batch;
      }
    };
    const { fetch } = scripted(async (orders, request) => {
      await delay(5);
      if (request === 3) stop.abort(new Error('enough'));
      return received(orders);
    });
    const upload = uploadBatches(source(), { ...OPTIONS, fetch, chunkSize: 10, concurrency: 2, signal: stop.signal });
    const { outcomes, thrown } = await finish(upload);
    expect((thrown as Error).message).toBe('enough');
    const counts = countsOf(outcomes);
    expect(counts['sent']).toBeGreaterThanOrEqual(30);
    expect(counts['unsent']).toBeGreaterThan(0);
    expect(outcomes.length).toBe(pulled);
    expect(pulled).toBeLessThan(100);
    expect(new Set(outcomes.map(({ line }) => line)).size).toBe(pulled);
    expect(upload.report).toMatchObject({
      events: { read: pulled, sent: counts['sent'], unsent: counts['unsent'] },
      run: { exitCode: 130, stopReason: 'stopped by its caller' },
    });
  });

  test('an abort while the source has nothing to say', async () => {
    const stop = new AbortController();
    const source = async function* () {
      yield sale('a');
      setTimeout(() => stop.abort(), 20);
      await new Promise(() => undefined);
    };
    const { fetch } = scripted(received);
    const { outcomes, thrown } = await finish(uploadBatches(source(), { ...OPTIONS, fetch, signal: stop.signal }));
    expect(thrown).toBe(stop.signal.reason);
    expect(outcomes).toMatchObject([{ line: 1, outcome: 'unsent' }]);
  });

  test('leaving the loop early waits for requests in flight, closes the source, unlocks the ledger', async () => {
    using folder = temporaryFolder();
    let [inFlight, closed] = [0, false];
    const all = sales(500);
    const { fetch, requests } = scripted(async (orders, request) => {
      inFlight += 1;
      await delay(request === 1 ? 1 : 50);
      inFlight -= 1;
      return received(orders);
    });
    const source = async function* () {
      try {
        yield* all;
      } finally {
        closed = true;
      }
    };
    const options = { ...OPTIONS, fetch, chunkSize: 5, ledger: folder.path };
    const upload = uploadBatches(source(), options);
    for await (const outcome of upload) {
      expect(outcome.outcome).toBe('sent');
      break;
    }
    const went = requests.flat().length;
    expect([inFlight, closed]).toEqual([0, true]);
    expect(upload.report?.events).toMatchObject({ sent: went });
    expect(went).toBeLessThan(100);

    const again = await uploadAll(all, options);
    expect(countsOf(again.outcomes)).toEqual({ alreadySent: went, sent: 500 - went });
  });

  test('a source that fails: earlier batches are sent, and its error is the cause', async () => {
    const source = async function* () {
      yield* sales(3);
      throw new Error('ida@example.com was in the way');
    };
    const { fetch } = scripted(received);
    const { outcomes, upload, thrown } = await finish(uploadBatches(source(), { ...OPTIONS, fetch }));
    expect(countsOf(outcomes)).toEqual({ sent: 3 });
    expect(thrown).toBeInstanceOf(InputError);
    expect((thrown as Error).cause).toMatchObject({ message: 'ida@example.com was in the way' });
    expect(upload.report).toMatchObject({ run: { exitCode: 6 }, inputs: [{ status: 'failed' }] });
    expect(JSON.stringify(upload.report)).not.toContain('@');
  });
});

test.each([
  ['no iterator', { [Symbol.iterator]: null }],
  ['an iterator that is none', { [Symbol.asyncIterator]: 5 }],
  ['steps that are null', { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(null) }) }],
  ['steps that are no objects', { [Symbol.iterator]: () => ({ next: () => 5 }) }],
])('a source that is none: %s; the ledger is free afterwards', async (_, source) => {
  using folder = temporaryFolder();
  const options = { ...OPTIONS, fetch: scripted(received).fetch, ledger: folder.path };
  const { thrown } = await finish(uploadBatches(source as never, options));
  expect(thrown).toBeInstanceOf(InputError);
  expect((thrown as Error).cause).toBeInstanceOf(Error);
  expect((await finish(uploadBatches([], options))).thrown).toBeUndefined();
});

test('null is no source', async () => {
  const { thrown } = await finish(uploadBatches(null as unknown as object[], OPTIONS));
  expect(thrown).toBeInstanceOf(UsageError);
});

describe('back-pressure', () => {
  test('the source is not pulled before outcomes are asked for, nor far ahead of those taken', async () => {
    let pulled = 0;
    const source = function* () {
      for (const batch of sales(1_000)) {
        pulled += 1;
        yield batch;
      }
    };
    const { fetch } = scripted(received);
    const upload = uploadBatches(source(), { ...OPTIONS, fetch, chunkSize: 10, concurrency: 2 });
    expect(pulled).toBe(0);
    let taken = 0;
    for await (const { outcome } of upload) {
      expect(outcome).toBe('sent');
      taken += 1;
      if (taken % 100 === 0) await delay(10);
      // Untaken outcomes (10), requests in flight (20), a chunk being packed (10), a block being collected (10).
      expect(pulled - taken).toBeLessThanOrEqual(60);
    }
    expect(taken).toBe(1_000);
  });

  test('requests in flight are as many as the settings say', async () => {
    let [inFlight, most] = [0, 0];
    const { fetch } = scripted(async (orders) => {
      most = Math.max(most, (inFlight += 1));
      await delay(5);
      inFlight -= 1;
      return received(orders);
    });
    await uploadAll(sales(100), { fetch, chunkSize: 5, concurrency: 3 });
    expect(most).toBe(3);
  });
});

describe('settings', () => {
  const refused = async (options: object): Promise<string> => {
    const { fetch, requests } = scripted(received);
    const { outcomes, upload, thrown } = await finish(
      uploadBatches(sales(1), { fetch, ...options } as Parameters<typeof uploadBatches>[1]),
    );
    expect(thrown).toBeInstanceOf(UsageError);
    expect([outcomes, requests, upload.report]).toEqual([[], [], null]);
    return (thrown as Error).message;
  };

  test.each([
    ['nothing', {}, 'accessToken: is missing'],
    ['no destination', { accessToken: TOKEN, ledger: false }, 'datasetId: is missing: set it, or offlineEventSetId'],
    ['the other id', { ...OPTIONS, api: 'offline-conversions' }, 'offlineEventSetId: is missing'],
    ['no ledger', { ...OPTIONS, ledger: undefined }, 'ledger: must be set'],
    ['a wrong value', { ...OPTIONS, chunkSize: 0 }, 'chunkSize: must be a whole number from 1 to 2000'],
    ['an unknown name', { ...OPTIONS, datasetID: '1' }, 'datasetID: no such setting; did you mean datasetId?'],
    ['two ids', { ...OPTIONS, offlineEventSetId: '9' }, 'api: must be set when both ids are'],
    [
      'a token file that is not there',
      { ...OPTIONS, accessToken: undefined, accessTokenFile: 'gone' },
      'accessTokenFile',
    ],
    ['no date', { ...OPTIONS, asOf: new Date('soon') }, 'asOf: must be a date'],
    ['a date as text', { ...OPTIONS, asOf: '2026-11-20' as unknown as Date }, 'asOf: must be a date'],
  ])('%s', async (_what, options, says) => expect(await refused(options)).toContain(says));

  test('every problem at once, and no value in any', async () => {
    const message = await refused({ accessToken: `${TOKEN} with spaces`, emailType: 'ida@example.com', ledger: 1 });
    expect(message.split('\n')).toHaveLength(4);
    expect(message).not.toMatch(/EAAB|ida@/);
  });

  test.each([
    ['options: give an object', undefined],
    ['options: give an object', null],
    ['signal: give an AbortSignal', { ...OPTIONS, signal: {} }],
    ['fetch: give a function', { ...OPTIONS, fetch: 'fetch' }],
  ])('%s', async (message, options) => {
    const { thrown } = await finish(uploadBatches(sales(1), options as UploadOptions));
    expect(thrown).toEqual(new UsageError(message));
  });

  test.each([5, undefined, { a: 1 }])('batches that are %j', async (batches) => {
    const { thrown } = await finish(uploadBatches(batches as never, OPTIONS));
    expect(thrown).toEqual(new UsageError('batches: give an (async) iterable of batches'));
  });

  test('bigints in a batch are ids with all their digits', async () => {
    const { fetch } = scripted(received);
    const options = { ...OPTIONS, fetch, extendedMatchKeys: true };
    const { outcomes } = await uploadAll([sale('a', { mpid: 8_123_456_789_012_345_678n })], options);
    expect(countsOf(outcomes)).toEqual({ sent: 1 });
  });

  test('rejects values that are not batches', async () => {
    const { thrown } = await finish(uploadBatches('ida@example.com', OPTIONS));
    expect(thrown).toEqual(new UsageError('batches: give an (async) iterable of batches'));
  });

  test('one upload at a time holds a ledger', async () => {
    using folder = temporaryFolder();
    const { fetch } = scripted(received);
    const options = { ...OPTIONS, fetch, ledger: folder.path };
    const held: unknown[] = [];
    for await (const { outcome } of uploadBatches(sales(2), options)) {
      held.push(outcome, (await finish(uploadBatches(sales(1), options))).thrown);
      break;
    }
    expect(held).toEqual(['sent', expect.any(LedgerHeldError)]);
  });
});
