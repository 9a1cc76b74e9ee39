import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { duplicateKey, type EventKey, SeenEvents } from '../../src/sandbox/dedupe.js';
import { faultSequence } from '../../src/sandbox/faults.js';
import { type SandboxFaults, SANDBOX_DEFAULTS } from '../../src/sandbox/options.js';
import { Throttle } from '../../src/sandbox/throttle.js';
import { clockAt } from '../support/surroundings.js';
import {
  conversionsPath,
  errorOf,
  stoppedClock,
  type Loose,
  NOW,
  offlineSale,
  sandboxOf,
  sendConversions,
  sendOffline,
  storeSale,
} from './support.js';

const faultsOf = (faults: Partial<SandboxFaults>): SandboxFaults => ({ ...SANDBOX_DEFAULTS.faults, ...faults });
const drawn = (faults: Partial<SandboxFaults>, seed: number, count = 2000): string[] => {
  const next = faultSequence(faultsOf(faults), seed);
  return Array.from({ length: count }, next);
};

describe('the faults of a seed', () => {
  test('the same seed gives the same, another seed others', () => {
    const rates = { failRate: 0.2, resetRate: 0.2, loseAnswerRate: 0.2 };
    expect(drawn(rates, 7)).toEqual(drawn(rates, 7));
    expect(drawn(rates, 7)).not.toEqual(drawn(rates, 8));
  });

  test('a rate is about the share that it says', () => {
    const all = drawn({ resetRate: 0.3 }, 3, 10_000);
    expect(all.filter((fault) => fault === 'reset').length / all.length).toBeCloseTo(0.3, 1);
  });

  test('one rate does not move the other faults', () => {
    const alone = drawn({ resetRate: 0.2 }, 5);
    const both = drawn({ resetRate: 0.2, failRate: 0.5 }, 5);
    expect(both.map((fault) => fault === 'reset')).toEqual(alone.map((fault) => fault === 'reset'));
  });
});

describe('over the wire', () => {
  test('a cut before processing leaves nothing behind', async () => {
    const sandbox = await sandboxOf({ faults: { resetRate: 1 } });
    await expect(sendConversions(sandbox, [storeSale()])).rejects.toThrow('fetch failed');
    expect(sandbox.stats()).toMatchObject({ requests: { received: 1, reset: 1 }, events: { kept: 0 } });
  });

  test('a lost answer leaves the events behind', async () => {
    const sandbox = await sandboxOf({ faults: { loseAnswerRate: 1 } });
    await expect(sendConversions(sandbox, [storeSale()])).rejects.toThrow('fetch failed');
    expect(sandbox.stats()).toMatchObject({ requests: { received: 1, answersLost: 1 }, events: { kept: 1 } });
  });

  test('failures are of every kind, and nothing is processed', async () => {
    const sandbox = await sandboxOf({ faults: { failRate: 1 } });
    const kinds = new Set<string>();
    for (let n = 0; n < 12; n += 1) {
      const said = await sendConversions(sandbox, [storeSale()]);
      kinds.add(`${said.status} ${said.json === null ? 'html' : errorOf(said)}`);
    }
    expect([...kinds].sort()).toEqual(['500 1', '500 2', '502 html']);
    expect(sandbox.stats()).toMatchObject({ requests: { failed: 12 }, events: { kept: 0 } });
  });

  test('latency is waited for with the clock', async () => {
    const waits: number[] = [];
    const clock = { ...stoppedClock(), sleep: (ms: number) => Promise.resolve(void waits.push(ms)) };
    await sendConversions(await sandboxOf({ clock, faults: { latencyMs: 250 } }), [storeSale()]);
    expect(waits).toEqual([250]);
  });

  test('throttled calls get the code of their API, and say when to come back', async () => {
    const clock = stoppedClock();
    const sandbox = await sandboxOf({ clock, faults: { throttleAfter: { requests: 2, seconds: 120 } } });
    expect((await sendConversions(sandbox, [storeSale()])).headers.get('x-app-usage')).toContain('"call_count":50');
    await sendConversions(sandbox, [storeSale()]);
    const conversions = await sendConversions(sandbox, [storeSale()]);
    expect(errorOf(conversions)).toBe('80004/2446079');
    const [usage] = Object.values<Loose>(JSON.parse(conversions.headers.get('x-business-use-case-usage')!));
    expect(usage[0].estimated_time_to_regain_access).toBe(2);
    expect(JSON.parse(conversions.headers.get('x-ad-account-usage')!).reset_time_duration).toBe(120);
    expect(errorOf(await sendOffline(sandbox, [offlineSale()]))).toBe('17/2446079');
    clock.advance(132_000);
    expect(errorOf(await sendConversions(sandbox, [storeSale()]))).toBe('ok');
    expect(sandbox.stats().requests).toMatchObject({ accepted: 3, throttled: 2 });
  });

  test('a caller who hangs up does not disturb the next one', async () => {
    const sandbox = await sandboxOf();
    // The server asks for the body only when it has the request.
    const headers = { expect: '100-continue', 'content-length': 1_000 };
    const caller = request(`${sandbox.url}${conversionsPath(sandbox)}`, { method: 'POST', headers });
    caller.flushHeaders();
    await once(caller, 'continue');
    caller.on('error', () => undefined).destroy();
    expect(errorOf(await sendConversions(sandbox, [storeSale()]))).toBe('ok');
    await expect.poll(() => sandbox.stats().requests).toMatchObject({ received: 2, accepted: 1, aborted: 1 });
  });

  test('closing cuts what waits, twice does no harm', async () => {
    const clock = { ...clockAt(NOW * 1000), sleep: () => new Promise<void>(() => undefined) };
    const sandbox = await sandboxOf({ clock, faults: { latencyMs: 1 } });
    const waiting = sendConversions(sandbox, [storeSale()]);
    waiting.catch(() => undefined);
    await expect.poll(() => sandbox.stats().events.kept).toBe(1);
    await sandbox.close();
    await sandbox.close();
    await expect(waiting).rejects.toThrow('fetch failed');
  });
});

describe('throttle', () => {
  test.each([
    ['within the limit', [0, 1, 2], [true, true, true]],
    ['beyond it', [0, 1, 2, 3], [true, true, true, false]],
    ['after the period', [0, 1, 2, 3, 10.1], [true, true, true, false, true]],
    [
      'calling while blocked lengthens the block',
      [0, 1, 2, 3, 4, 10.5, 12.1],
      [true, true, true, false, false, false, true],
    ],
  ])('%s', (_name, seconds, expected) => {
    const throttle = new Throttle({ requests: 3, seconds: 10 });
    expect(seconds.map((second) => throttle.call(second * 1000).admitted)).toEqual(expected);
  });

  test('a caller who never pauses gets through in the end', () => {
    const throttle = new Throttle({ requests: 1, seconds: 10 });
    const passed = Array.from({ length: 400 }, (_, n) => throttle.call(n * 100).admitted);
    expect(passed.filter(Boolean).length).toBe(2);
  });
});

describe('the memory for duplicates', () => {
  const keyOf = (n: number): EventKey => duplicateKey('conversions', '1', storeSale({ event_time: n }));

  test('knows each of many keys again', () => {
    const seen = new SeenEvents(1_000_000);
    const keys = Array.from({ length: 50_000 }, (_, n) => keyOf(n));
    expect(keys.every((key) => seen.isFirst(key, NOW))).toBe(true);
    expect(keys.some((key) => seen.isFirst(key, NOW + 60))).toBe(false);
  });

  test('forgets the oldest beyond its bound, and keeps the newest half', () => {
    const seen = new SeenEvents(2000);
    for (let n = 0; n < 10_000; n += 1) seen.isFirst(keyOf(n), NOW);
    expect(seen.isFirst(keyOf(0), NOW)).toBe(true);
    expect(seen.isFirst(keyOf(9999), NOW)).toBe(false);
    expect(seen.isFirst(keyOf(9001), NOW)).toBe(false);
  });
});
