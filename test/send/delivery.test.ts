import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError, LedgerHeldError } from '../../src/lib/errors.js';
import type { Outgoing } from '../../src/model/mapped.js';
import type { Reply } from '../../src/facebook/reply.js';
import { Chunker } from '../../src/send/chunker.js';
import { Selection } from '../../src/send/selection.js';
import { Upload } from '../../src/send/upload-sink.js';
import { accepted, engine, failure, wireText } from '../support/engine.js';
import { mappedOf } from '../support/mapped.js';

const events = (count: number) => mappedOf(Array.from({ length: count }, (_, i) => ({ i })));
const texts = (list: readonly Outgoing[]) => list.map(wireText);
const RESET: Reply = { kind: 'network', code: 'ECONNRESET', sent: true, route: 'graph.example' };
const REFUSED: Reply = { kind: 'network', code: 'ECONNREFUSED', sent: false, route: 'graph.example' };

test('accepted: every event is sent, noted, and acknowledged', async () => {
  const { delivery, book, ledger } = engine((sent) => accepted(sent.length));
  await delivery.deliver(events(3));
  expect(book.of('sent')).toHaveLength(3);
  expect(ledger.done.size).toBe(3);
  expect(ledger.inFlight.size).toBe(0);
  expect(book.receipts).toEqual([[3, 3]]);
});

describe('trying again', () => {
  const HTML: Reply = { kind: 'answer', status: 503, headers: new Map(), body: '<html>' };
  test.each([
    ['a reset', RESET, ['retry: retrying in 0.5', 'retry: retrying in 1.0']],
    ['HTTP 503', HTML, ['retry: retrying in 0.5', 'retry: retrying in 1.0']],
    ['code 2', failure(2), ['retry: retrying in 0.5', 'retry: retrying in 1.0']],
    ['a throttle', failure(17), ['wait: waiting 8', 'wait: waiting 15']],
  ])('after %s', async (_, fault, said) => {
    const { delivery, book, clock, notices } = engine((sent, request) =>
      request <= 2 ? fault : accepted(sent.length),
    );
    await delivery.deliver(events(2));
    expect(book.of('sent')).toHaveLength(2);
    expect([book.requests, book.retries]).toEqual([3, 2]);
    expect(clock.slept.length).toBeGreaterThanOrEqual(2);
    expect(notices.map((notice) => notice.replace(/ s: .*/, ''))).toEqual(said);
  });

  test('a short wait is not shown as none', async () => {
    const { delivery, notices } = engine((sent, request) => (request === 1 ? RESET : accepted(sent.length)), {
      random: () => 0,
    });
    await delivery.deliver(events(2));
    expect(notices).toEqual([expect.stringMatching(/^retry: retrying in 0\.1 s: /)]);
  });

  test('not when another run has taken over the ledger in the meantime: exit 5, nothing more is sent', async () => {
    const { delivery, book, ledger, stops } = engine(() => {
      ledger.overtaken = new LedgerHeldError('another run has taken over');
      return REFUSED;
    });
    await delivery.deliver(events(2));
    expect([book.requests, book.of('unsent').length]).toEqual([1, 2]);
    expect(stops).toEqual([expect.objectContaining({ exitCode: 5 })]);
  });

  test('ends after maxRetries, exit 4, with the words of the last answer', async () => {
    const { delivery, book, stops } = engine(() => failure(2, { message: 'Service temporarily unavailable' }), {
      maxRetries: 3,
    });
    await delivery.deliver(events(2));
    expect(book.requests).toBe(4);
    expect(book.of('unsent')).toHaveLength(2);
    expect(stops[0]).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('Service temporarily unavailable'),
    });
  });

  test('an undocumented answer is not retried forever', async () => {
    const { delivery, book, stops } = engine(() => failure(424_242), { maxRetries: 100 });
    await delivery.deliver(events(1));
    expect(book.requests).toBe(3);
    expect(stops).toHaveLength(1);
  });

  test('the bound for undocumented answers counts those alone', async () => {
    const answers = [RESET, RESET, failure(424_242), RESET, failure(2), failure(424_242), RESET];
    const { delivery, book, stops } = engine((sent, request) => answers[request - 1] ?? accepted(sent.length));
    await delivery.deliver(events(1));
    expect([book.requests, book.of('sent').length, stops]).toEqual([8, 1, []]);
  });

  test('not with a certificate that is not trusted: exit 4 at once, nothing of unknown outcome', async () => {
    const code = 'SELF_SIGNED_CERT_IN_CHAIN';
    const { delivery, book, ledger, stops } = engine(() => ({ ...REFUSED, code }));
    await delivery.deliver(events(2));
    expect([book.requests, book.of('unsent').length, ledger.inFlight.size]).toEqual([1, 2, 0]);
    expect(stops).toEqual([
      expect.objectContaining({ exitCode: 4, message: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string }),
    ]);
  });

  test.each([[{ events_received: 0 }], [{ error: 'nope' }], [{}]])(
    'answers of %j are not receipts: three requests, then the run stops, and the events may have arrived',
    async (body) => {
      const nothing: Reply = { kind: 'answer', status: 200, headers: new Map(), body: JSON.stringify(body) };
      const { delivery, book, ledger, stops } = engine(() => nothing);
      await delivery.deliver(events(2));
      expect([book.requests, book.of('sent'), book.of('unsent').length]).toEqual([3, [], 2]);
      expect([ledger.done.size, ledger.inFlight.size]).toEqual([0, 2]);
      expect(stops[0]).toMatchObject({ exitCode: 4, message: expect.stringContaining('acknowledges no event') });
    },
  );

  test('retries after one empty receipt', async () => {
    const { delivery, book } = engine((sent, request) => accepted(request === 1 ? 0 : sent.length));
    await delivery.deliver(events(2));
    expect([book.of('sent').length, book.receipts]).toEqual([2, [[2, 2]]]);
  });

  test.each([
    ['may have been accepted', RESET, 1],
    ['cannot have been accepted', REFUSED, 0],
    ['cannot have been accepted', failure(4), 0],
  ])('what %s stays so in the ledger when the run gives up', async (_, fault, inFlight) => {
    const { delivery, ledger } = engine(() => fault, { maxRetries: 1 });
    await delivery.deliver(events(1));
    expect(ledger.inFlight.size).toBe(inFlight);
  });
});

describe('waiting', () => {
  test('a hint of the answer is obeyed', async () => {
    const hint: Reply = { ...failure(80_004), headers: new Map([['retry-after', '120']]) } as Reply;
    const { delivery, clock, limiter, notices } = engine((sent, request) =>
      request === 1 ? hint : accepted(sent.length),
    );
    await delivery.deliver(events(1));
    expect(clock.slept).toEqual([120_000]);
    expect(notices).toEqual([expect.stringMatching(/^wait: waiting 120 s: .*code 80004/)]);
    expect(limiter.throttledSeconds).toBe(120);
  });

  test('what was planned and did not pass is not counted: nothing was left to send, or a signal cut it', async () => {
    const hint: Reply = { ...accepted(1), headers: new Map([['retry-after', '120']]) } as Reply;
    const { delivery, limiter, waits, clock } = engine(() => hint);
    await delivery.deliver(events(1));
    limiter.observe({ percent: 100, waitMs: 60_000 });
    expect([limiter.throttledSeconds, waits]).toEqual([0, []]);

    const start = clock.now();
    const stop = new AbortController();
    clock.sleep = (milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error(`stopped within ${milliseconds} ms`)));
      });
    const lanes = [limiter.ready(stop.signal), limiter.ready(stop.signal)];
    clock.steady = () => start + 1_500;
    stop.abort();
    await Promise.allSettled(lanes);
    expect(limiter.throttledSeconds).toBe(1.5);
    expect(waits).toEqual([[start, start + 1_500]]);
  });

  test('the end by --max-wait says how long Facebook asks to wait', async () => {
    const hint: Reply = { ...failure(80_004), headers: new Map([['retry-after', '720']]) } as Reply;
    const { delivery, stops } = engine(() => hint, { maxWaitSeconds: 60, maxRetries: 100 });
    await delivery.deliver(events(1));
    expect(stops[0]?.message).toContain('the next wait of 12 min would');
    expect(stops[0]?.message).toContain('code 80004');
  });

  test.each([
    [
      'a throttle',
      failure(4),
      [7_500],
      /next wait of 15 s .*--max-wait \(20 s in total\): .*no \(code 4, fbtrace_id TRACE\)/,
    ],
    [
      'a temporary error',
      failure(2),
      [500, 1_000, 2_000, 4_000, 8_000],
      /next wait of 16 s .*--max-wait \(20 s in total\)/,
    ],
    ['a reset', RESET, [500, 1_000, 2_000, 4_000, 8_000], /next wait of 16 s .*no answer from .*ECONNRESET/],
  ])('--max-wait bounds the waiting as a whole: after %s', async (_, fault, slept, message) => {
    const { delivery, stops, book, clock } = engine(() => fault, { maxWaitSeconds: 20, maxRetries: 100 });
    await delivery.deliver(events(1));
    expect(stops).toEqual([
      expect.objectContaining({ exitCode: 4, message: expect.stringMatching(message) as string }),
    ]);
    expect([clock.slept, book.requests]).toEqual([slept, slept.length + 1]);
    expect(book.of('unsent')).toHaveLength(1);
  });

  test.each([
    ['a reset', RESET, /^gave up after 2 retries: no answer from .* \(ECONNRESET\)\. Check the network, /],
    ['a temporary error', failure(2), /^gave up after 2 retries: Facebook says: no \(code 2, .* later\.$/],
  ])('after the last retry, the message says what to do about %s', async (_, fault, message) => {
    const { delivery, stops } = engine(() => fault, { maxRetries: 2 });
    await delivery.deliver(events(1));
    expect(stops.map((stop) => stop.message)).toEqual([expect.stringMatching(message)]);
  });

  test('planned waits that overlap count once for --max-wait', async () => {
    const { limiter } = engine(() => accepted(1), { maxWaitSeconds: 75 });
    limiter.throttle(60_000, 'a throttle');
    await limiter.backOff(10_000, 'a reset', new AbortController().signal);
    limiter.throttle(60_000, 'another throttle');
    expect(limiter.waiting?.why).toBe('another throttle');
    expect(() => limiter.throttle(66_000, 'one too many')).toThrow('the next wait of 6 s would exceed --max-wait');
  });

  test('after a pause one request starts first, and its answer lets the others follow', async () => {
    const { limiter, clock } = engine(() => accepted(1), { concurrency: 4 });
    limiter.observe({ percent: 100, waitMs: 60_000 });
    const started: number[] = [];
    const { signal } = new AbortController();
    const lanes = [0, 1, 2, 3].map(async (lane) => {
      await limiter.ready(signal);
      started.push(lane);
    });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(started).toHaveLength(1);
    expect(clock.slept[0]).toBe(60_000);
    limiter.observe({ percent: 10, waitMs: null });
    limiter.done();
    await Promise.all(lanes);
    expect(started).toHaveLength(4);
  });

  test.each([-3_600_000, 3_600_000])('a clock that is set by %i ms during a pause does not change it', async (by) => {
    const { limiter, clock } = engine(() => accepted(1), { maxWaitSeconds: 60 });
    limiter.throttle(60_000, 'a throttle');
    clock.setBy = by;
    expect(limiter.waiting?.untilMs).toBe(clock.now() + 60_000);
    await limiter.ready(new AbortController().signal);
    expect([clock.slept, limiter.throttledSeconds]).toEqual([[60_000], 60]);
  });

  test('near the limit all requests pause, before it fewer are in flight', () => {
    const { limiter } = engine(() => accepted(1), { concurrency: 8 });
    const lanesAt = (percent: number) => (limiter.observe({ percent, waitMs: null }), limiter.lanes);
    expect([10, 74, 75, 80, 85, 90, 94].map(lanesAt)).toEqual([8, 8, 8, 6, 4, 2, 1]);
    limiter.observe({ percent: null, waitMs: 9_000 });
    expect([limiter.lanes, limiter.waiting]).toEqual([1, null]);
    limiter.observe({ percent: 97, waitMs: null });
    expect(limiter.waiting?.why).toContain('97%');
  });
});

test.each([190, 10, 368, 2_635])('code %i stops the run: nothing more is asked, the rest is unsent', async (code) => {
  const { delivery, book, stops, ledger } = engine(() => failure(code));
  await delivery.deliver(events(5));
  await delivery.deliver(events(6));
  expect(book.requests).toBe(1);
  expect(book.of('unsent')).toHaveLength(11);
  expect(ledger.inFlight.size).toBe(0);
  expect(stops[0]).toMatchObject({ exitCode: 4, message: expect.stringContaining('TRACE') });
});

test.each([
  [190, 'unsent'],
  [100, 'refused'],
] as const)('code %i with a trace id that repeats the event: %s, and no message has it', async (code, outcome) => {
  const { delivery, book, stops } = engine(() => failure(code, { fbtrace_id: 'POS-4711-8' }));
  await delivery.deliver(mappedOf([{ custom_data: { order_id: 'POS-4711-88' } }]));
  expect(book.of(outcome)).toHaveLength(1);
  const shown = [...book.messages, ...stops.map(({ message }) => message)];
  expect(shown).toHaveLength(1);
  expect(shown[0]).not.toMatch(/4711|fbtrace_id/);
});

describe('dividing a refused chunk', () => {
  const refusing =
    (bad: ReadonlySet<string>, naming: boolean) =>
    (sent: readonly Outgoing[]): Reply => {
      const indexes = texts(sent).flatMap((text, index) => (bad.has(text) ? [index] : []));
      if (indexes.length === 0) return accepted(sent.length);
      const error_data = indexes.map((event_index) => ({ event_index, message: `bad ${event_index}` }));
      return failure(100, { error_subcode: 2_804_003, ...(naming ? { error_data } : {}) });
    };

  test('finds exactly the bad events', async () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 130 }),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        async (count, coins, naming) => {
          const all = events(count);
          const bad = new Set(texts(all).filter(() => coins.next().value === true));
          const { delivery, book, ledger } = engine(refusing(bad, naming));
          await delivery.deliver(all);
          expect(new Set(book.of('refused'))).toEqual(bad);
          expect(book.of('sent').sort()).toEqual(
            texts(all)
              .filter((text) => !bad.has(text))
              .sort(),
          );
          expect(book.outcomes).toHaveLength(count);
          expect(ledger.done.size).toBe(count - bad.size);
          expect(ledger.inFlight.size).toBe(0);
        },
      ),
      { numRuns: 60 },
    ));

  test.each([
    [1000, [0]],
    [1000, [999]],
    [1000, [500]],
    [1000, [3, 500, 501, 998]],
    [2000, [1, 700]],
  ])('of %i with %j bad costs one refusal a level and under 15 % of the requests', async (count, positions) => {
    const all = events(count);
    const bad = new Set(positions.map((position) => wireText(all[position])));
    const { delivery, book } = engine(refusing(bad, false));
    await delivery.deliver(all);
    expect(book.of('refused')).toHaveLength(positions.length);
    expect(book.refusals).toBeLessThanOrEqual((Math.ceil(Math.log(count) / Math.log(32)) + 1) * positions.length);
    expect(book.requests).toBeLessThanOrEqual(70 * positions.length + 1);
    expect(book.refusals / book.requests).toBeLessThan(0.15);
  });

  test.each([[[3]], [[-1]], [[99, -7]]])('indexes %j, which no event of three has, say nothing', async (indexes) => {
    const all = events(3);
    const error_data = indexes.map((event_index) => ({ event_index, message: 'bad' }));
    const { delivery, book } = engine((sent) =>
      texts(sent).includes(wireText(all[1])) ? failure(100, { error_data }) : accepted(sent.length),
    );
    await delivery.deliver(all);
    expect([book.of('sent').length, book.of('refused'), book.requests]).toEqual([2, [wireText(all[1])], 4]);
  });

  test('costs one request when the answer names all of them', async () => {
    const all = events(3);
    const { delivery, book } = engine(refusing(new Set(all.map(wireText)), true));
    await delivery.deliver(all);
    expect([book.requests, book.of('refused').length]).toEqual([1, 3]);
  });

  test('costs two requests when the answer names the bad ones', async () => {
    const all = events(1000);
    const { delivery, book } = engine(refusing(new Set([wireText(all[7]), wireText(all[900])]), true));
    await delivery.deliver(all);
    expect(book.requests).toBe(2);
    expect(book.messages).toEqual([
      expect.stringMatching(/^bad 7 \(code 100\/2804003, fbtrace_id TRACE\)\. .*maxAgeDays/),
      expect.stringMatching(/^bad 900 \(code 100\/2804003, fbtrace_id TRACE\)\. .*maxAgeDays/),
    ]);
  });
});

describe('a failing ledger', () => {
  const full = () => Promise.reject(new LedgerError('the disk is full'));

  test('before the request: nothing is sent', async () => {
    const { delivery, book, ledger, stops } = engine((sent) => accepted(sent.length));
    ledger.beforeWrite = full;
    await delivery.deliver(events(2));
    expect(book.requests).toBe(0);
    expect(book.of('unsent')).toHaveLength(2);
    expect(stops[0]).toBeInstanceOf(LedgerError);
  });

  test('after the answer: what Facebook has is sent, and the run stops', async () => {
    const { delivery, book, ledger, stops } = engine((sent) => {
      ledger.beforeWrite = full;
      return accepted(sent.length);
    });
    await delivery.deliver(events(2));
    expect(book.of('sent')).toHaveLength(2);
    expect(ledger.inFlight.size).toBe(2);
    expect(stops[0]).toBeInstanceOf(LedgerError);
  });
});

describe('the whole upload', () => {
  const DAY_MS = 86_400_000;

  const uploadOf = (parts: ReturnType<typeof engine>, chunkSize: number, limit: number | null = null) => {
    const counts = { alreadySent: 0, duplicate: 0, beyondLimit: 0, sent_again: 0, held: 0, receiptRepeated: 0 };
    const listener = {
      alreadySent: () => (counts.alreadySent += 1),
      duplicate: () => (counts.duplicate += 1),
      beyondLimit: () => (counts.beyondLimit += 1),
      unknown: (what: 'sent_again' | 'held') => (counts[what] += 1),
      unsent: (list: readonly Outgoing[]) => parts.book.unsent(list),
      receiptRepeated: () => (counts.receiptRepeated += 1),
    };
    const { ledger, clock, limiter, delivery, stopping } = parts;
    const selection = new Selection({ ledger, clock, resendUnknown: false, limit, listener });
    const upload = new Upload({
      chunker: new Chunker(chunkSize),
      ledger,
      limiter,
      delivery,
      stopping: stopping.signal,
      selection,
      listener,
    });
    return { upload, counts };
  };

  test.each([
    ['a receipt', [], true],
    ['a reset before the receipt', [RESET], false],
    ['an answer that is no receipt before it', [{ kind: 'answer', status: 503, headers: new Map(), body: '' }], false],
    ['a refusal of the request before its parts are accepted', [failure(100)], false],
  ] as const)('after %s: whether the memory of the events may be freed at once', async (_, faults, freesWire) => {
    const parts = engine((sent, request) => faults[request - 1] ?? accepted(sent.length));
    const { upload } = uploadOf(parts, 2);
    const [{ mapped }] = events(4);
    await upload.take(mapped);
    await upload.finish();
    expect(parts.book.of('sent')).toHaveLength(4);
    expect(mapped.freesWire).toBe(freesWire);
  });

  test('Facebook’s messages are redacted while the events are still in memory', async () => {
    const message = 'we did not like Lummerland-77';
    const parts = engine(() => ({
      ...accepted(1),
      body: JSON.stringify({ events_received: 1, messages: [message], fbtrace_id: 'T' }),
    }));
    const [event] = mappedOf([{ custom_data: { note: 'Lummerland-77' } }]);
    parts.book.sent = ([{ mapped }]) => void mapped.wire.fill(0);
    await parts.delivery.deliver([event]);
    expect(parts.book.messages).toHaveLength(1);
    expect(parts.book.messages[0]).not.toContain('Lummerland');
  });

  test('asks the ledger: already sent, duplicates, unknown ones young and old', async () => {
    const parts = engine((sent) => accepted(sent.length));
    const all = events(5);
    const key = (i: number) => Buffer.from(all[i].mapped.fingerprints.subarray(i * 16, i * 16 + 16)).toString('hex');
    parts.ledger.earlier.set(key(0), 'sent');
    parts.ledger.earlier.set(key(1), parts.clock.now() - 7 * DAY_MS + 1);
    parts.ledger.earlier.set(key(2), parts.clock.now() - 7 * DAY_MS);
    const { upload, counts } = uploadOf(parts, 10);
    await upload.take(all[0].mapped);
    await upload.take(all[0].mapped);
    await upload.finish();
    expect(parts.book.of('sent')).toHaveLength(3);
    expect(counts).toMatchObject({ alreadySent: 2, sent_again: 1, held: 2, duplicate: 3 });
    expect(parts.book.of('unsent')).toHaveLength(2);
  });

  test('a ledger that cannot be read in the middle of a block: each of its events has one outcome', async () => {
    const parts = engine((sent) => accepted(sent.length));
    const { upload } = uploadOf(parts, 2);
    await upload.take(events(3)[0].mapped);
    const claim = parts.ledger.claim.bind(parts.ledger);
    let asked = 0;
    parts.ledger.claim = (...at) => {
      asked += 1;
      if (asked === 3) throw new LedgerError('a damaged page');
      return claim(...at);
    };
    const others = mappedOf(Array.from({ length: 5 }, (_, i) => ({ other: i })));
    await expect(upload.take(others[0].mapped)).rejects.toThrow(LedgerError);
    parts.stopping.abort();
    await upload.finish();
    expect(parts.book.of('unsent')).toEqual(expect.arrayContaining(texts(others)));
    expect(parts.book.outcomes).toHaveLength(8);
  });

  test('an error of our own ends the upload: what has begun ends, and its caller gets the error', async () => {
    const parts = engine((sent) => accepted(sent.length), { concurrency: 1 });
    parts.book.receipt = () => {
      throw new TypeError('x is no function');
    };
    const { upload } = uploadOf(parts, 1);
    await expect(upload.take(events(50)[0].mapped)).rejects.toThrow('x is no function');
    await expect(upload.finish()).rejects.toThrow('x is no function');
    expect(parts.book.requests).toBeLessThan(10);
  });

  test('keeps a limit', async () => {
    const parts = engine((sent) => accepted(sent.length));
    const { upload, counts } = uploadOf(parts, 2, 3);
    await upload.take(events(5)[0].mapped);
    await upload.finish();
    expect(parts.book.of('sent')).toHaveLength(3);
    expect(counts.beyondLimit).toBe(2);
  });

  test('never exceeds the concurrency limit, and queues no request', async () => {
    let inFlight = 0;
    let most = 0;
    const parts = engine(
      async (sent) => {
        most = Math.max(most, (inFlight += 1));
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return accepted(sent.length);
      },
      { concurrency: 3 },
    );
    const { upload } = uploadOf(parts, 2);
    await upload.take(events(40)[0].mapped);
    await upload.finish();
    expect(most).toBe(3);
    expect(parts.book.of('sent')).toHaveLength(40);
  });

  test('sums hold in every interleaving of a failing transport and a failing ledger', async () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('ok', 'ok', 'ok', 'reset', 'refuse', 'throttle', 'dead'), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.nat(30),
        fc.integer({ min: 1, max: 4 }),
        async (scheduler, script, ledgerFailsAt, lanes) => {
          let asked = 0;
          let writes = 0;
          const taken = new Set<string>();
          const parts = engine(
            async (sent) => {
              const step = script[asked++ % script.length];
              await scheduler.schedule(Promise.resolve(), 'request');
              if (step === 'ok' || step === 'reset') texts(sent).forEach((text) => taken.add(text));
              if (step === 'ok') return accepted(sent.length);
              if (step === 'reset') return RESET;
              if (step === 'throttle') return failure(4);
              return step === 'dead' ? failure(190) : failure(100);
            },
            { concurrency: lanes, maxRetries: 2 },
          );
          parts.ledger.beforeWrite = async () => {
            await scheduler.schedule(Promise.resolve(), 'ledger');
            if (ledgerFailsAt > 0 && (writes += 1) === ledgerFailsAt) throw new LedgerError('full');
          };
          const all = events(17);
          const { upload } = uploadOf(parts, 3);
          const done = upload.take(all[0].mapped).then(() => upload.finish());
          await scheduler.waitFor(done);

          expect(parts.book.outcomes.map(([text]) => text).sort()).toEqual(texts(all).sort());
          for (const text of parts.book.of('sent')) expect(taken).toContain(text);
          // Whatever Facebook may have without a receipt is still in the ledger, as in flight or as sent.
          const known = new Set([...parts.ledger.inFlight.keys(), ...parts.ledger.done]);
          for (const [index, text] of texts(all).entries()) {
            const key = Buffer.from(all[0].mapped.fingerprints.subarray(index * 16, index * 16 + 16)).toString('hex');
            if (taken.has(text) && !parts.book.of('refused').includes(text)) expect(known).toContain(key);
          }
        },
      ),
      { numRuns: 150 },
    ));
});
