import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpectedError } from '../../src/lib/errors.js';
import type { Reply } from '../../src/facebook/reply.js';
import { usageOf } from '../../src/facebook/usage-headers.js';
import { classifyReply } from '../../src/facebook/classify-reply.js';
import { engine, wireText } from '../support/engine.js';
import { anyJson, brokenOff } from '../support/json-texts.js';
import { mappedOf } from '../support/mapped.js';

/** Stands for a value of the events that are being delivered, which an answer may quote. */
const ECHO = 'Marked-İlkay';
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 21);

const ENVELOPE =
  'error code error_subcode type message is_transient fbtrace_id error_data error_user_title error_user_msg ' +
  'error_code error_msg error_type events_received num_processed_entries messages';
const DATA = 'event_index message errors blame_field_specs';
const USAGE =
  'call_count total_time total_cputime acc_id_util_pct reset_time_duration estimated_time_to_regain_access 17';
const WORDS = [ECHO, `x`.repeat(290) + ECHO, 'GraphMethodException', 'data[1][user_data]', "$['data'][0]", 'data', '1'];

const text = anyJson([...ENVELOPE.split(' '), ...DATA.split(' ')], WORDS);
const dataText = anyJson(DATA.split(' '), WORDS);

/** An error as Facebook writes one, any member of it spoilt. */
const envelopes = fc
  .record(
    {
      code: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('1', '2', '4', '17', '100', '100', '100', '190', '"100"', '80004') },
        { weight: 1, arbitrary: text },
      ),
      error_subcode: fc.oneof(fc.constantFrom('33', '2804003'), text),
      type: fc.oneof(fc.constantFrom('"OAuthException"'), text),
      message: text,
      error_user_title: text,
      error_user_msg: text,
      is_transient: fc.oneof({ weight: 3, arbitrary: fc.constant('false') }, { weight: 1, arbitrary: text }),
      fbtrace_id: fc.oneof(fc.constant('"AbCdEf"'), text),
      error_data: fc.oneof(
        dataText,
        dataText.map((json) => JSON.stringify(json)),
        dataText.map((json) => `{"blame_field_specs":[${json}]}`),
      ),
    },
    { requiredKeys: ['code'] },
  )
  .map((members) => {
    const inner = Object.entries(members).map(([name, json]) => `"${name}":${json}`);
    return `{"error":{${inner.join()}}}`;
  });

const receipts = text.map((json) => `{"events_received":${json},"messages":[${json}]}`);
const bodies = fc.oneof(
  envelopes,
  envelopes,
  receipts,
  text,
  brokenOff(envelopes),
  fc.constantFrom('', '<html><body>Bad Gateway</body></html>'),
  fc.string(),
);

const usageText = anyJson(USAGE.split(' '));
const headerValues = fc.oneof(
  usageText,
  fc.constantFrom('1e308', '-1', '0', '30', 'Infinity', 'NaN', '0x10', ''),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.string(),
);
const headers = fc
  .dictionary(
    fc.constantFrom('x-app-usage', 'x-ad-account-usage', 'x-business-use-case-usage', 'retry-after', '__proto__'),
    headerValues,
  )
  .map((values) => new Map(Object.entries(values)));

const answers: fc.Arbitrary<Reply> = fc.record({
  kind: fc.constant('answer' as const),
  status: fc.oneof(fc.constantFrom(200, 200, 400, 400, 413, 429, 500), fc.integer({ min: 100, max: 999 })),
  headers,
  body: bodies,
});
const silences: fc.Arbitrary<Reply> = fc.record({
  kind: fc.constant('network' as const),
  route: fc.constant('graph.example'),
  code: fc.constantFrom('ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'),
  sent: fc.boolean(),
});

const kindOf = (reply: Reply): string => {
  const verdict = classifyReply(reply);
  return verdict.kind === 'wait' ? `wait: ${verdict.why}` : verdict.kind;
};

describe('any answer at all', () => {
  test('gets one class of the list', () =>
    fc.assert(
      fc.property(answers, (reply) => {
        const waits = ['wait: server', 'wait: throttled', 'wait: unknown'];
        expect(['accepted', 'refused', 'stop', ...waits]).toContain(kindOf(reply));
      }),
      { numRuns: 1_000 },
    ));

  test('asks for a wait that ends, or for none', () =>
    fc.assert(
      fc.property(headers, (values) => {
        const { percent, waitMs } = usageOf(values, NOW_MS);
        expect(percent === null || (Number.isFinite(percent) && percent >= 0)).toBe(true);
        expect(waitMs === null || (waitMs > 0 && waitMs <= DAY_MS)).toBe(true);
      }),
      { numRuns: 1_000 },
    ));

  test('leaves each event with one outcome, and no message with a value of the events or a second line', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 5, arbitrary: answers }, { weight: 1, arbitrary: silences }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 4, max: 9 }),
        async (script, count) => {
          const { delivery, book, ledger, clock, stops, notices } = engine(
            (_, request) => script[(request - 1) % script.length],
            { maxRetries: 2 },
          );
          const all = mappedOf(Array.from({ length: count }, (_, i) => ({ i, custom_data: { who: ECHO } })));
          await Promise.all([delivery.deliver(all.slice(0, 3)), delivery.deliver(all.slice(3))]);

          expect(book.outcomes.map(([event]) => event).sort()).toEqual(all.map(wireText).sort());
          expect(ledger.done.size).toBe(book.of('sent').length);
          for (const pause of clock.slept) expect(pause >= 0 && pause <= DAY_MS).toBe(true);
          for (const stop of stops) expect(stop).toBeInstanceOf(ExpectedError);
          const messages = [...book.messages, ...notices, ...stops.map(({ message }) => message)];
          // oxlint-disable-next-line no-control-regex
          for (const message of messages) expect(message).not.toMatch(/marked-|[\u0000-\u001f\u007f-\u009f]/i);
          for (const message of messages) expect(message.length).toBeLessThan(1_000);
        },
      ),
      { numRuns: 500 },
    ));
});
