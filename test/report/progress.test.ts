import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProgressSnapshot } from '../../src/model/report.js';
import { chooseProgress, type ProgressMode } from '../../src/report/progress/choose-progress.js';
import { jsonProgress, plainProgress } from '../../src/report/progress/line-progress.js';
import { fitLine, progressParts, RateMeter } from '../../src/report/progress/progress-line.js';
import { ABOUT, aSnapshot, broken, collecting, terminal } from './a-progress.js';

const START = new Date(2026, 6, 31, 2, 0, 0).getTime();
const clock = { now: () => Date.now() };

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A run that sends 1,000 events a second, a hundred seconds long. */
const steady = (): ProgressSnapshot => {
  const elapsedSeconds = (Date.now() - START) / 1_000;
  return aSnapshot({
    elapsedSeconds,
    sent: elapsedSeconds * 1_000,
    shareDone: elapsedSeconds / 100,
    requestsInFlight: 4,
  });
};

describe('plain', () => {
  test('a line at the start, every ten seconds and at the end, with times', () => {
    const out = collecting();
    const printer = plainProgress({ stream: out.stream, clock });
    printer.start(ABOUT, steady);
    vi.advanceTimersByTime(20_000);
    printer.end();
    printer.end();
    vi.advanceTimersByTime(60_000);
    expect(out.lines()).toEqual([
      '02:00:00  start: 3 inputs (1.2 GB) to dataset 42, run r1',
      '02:00:10  10,000 sent, 1,000/s, 10.0%, 1 min 30 s left, 4/4 in flight',
      '02:00:20  20,000 sent, 1,000/s, 20.0%, 1 min 20 s left, 4/4 in flight',
      '02:00:20  end: 20,000 sent in 20 s',
    ]);
  });

  test('a dry run whose reader left ends with what was read until then', () => {
    const out = collecting();
    const printer = plainProgress({ stream: out.stream, clock });
    printer.start(ABOUT, () => aSnapshot({ dryRun: true, readerLeft: true, eventsRead: 1_557, skipped: 29 }));
    printer.end();
    expect(out.lines()[1]).toBe('02:00:00  end: stdout was closed; 1,557 events were read before that');
  });

  test('each warning once, the first wait and retry of an interval, the rest counted', () => {
    const out = collecting();
    const printer = plainProgress({ stream: out.stream, clock });
    printer.start({ ...ABOUT, bytes: null, inputs: 1 }, () => aSnapshot({ shareDone: null, lanes: 0 }));
    printer.notice('warning', 'careful');
    printer.notice('warning', 'careful');
    for (let at = 0; at < 5; at += 1) printer.notice('retry', `a request failed\nand again ${at}`);
    vi.advanceTimersByTime(10_000);
    printer.notice('retry', 'once more');
    expect(out.lines()).toEqual([
      '02:00:00  start: 1 input to dataset 42, run r1',
      '02:00:00  warning: careful',
      '02:00:00  retry: a request failed and again 0',
      '02:00:10  0 sent, 4 retries not shown',
      '02:00:10  retry: once more',
    ]);
  });
});

describe('json', () => {
  test('one object a line, with a type and a time', () => {
    const out = collecting();
    const printer = jsonProgress({ stream: out.stream, clock });
    const rejectedByReason = { no_match_keys: 2 };
    printer.start(ABOUT, () => ({ ...steady(), rejected: 2, rejectedByReason }));
    printer.notice('wait', 'rate limit');
    vi.advanceTimersByTime(10_000);
    printer.end();
    const objects = out.lines().map((line) => JSON.parse(line));
    expect(objects.map(({ type }) => type)).toEqual(['start', 'wait', 'progress', 'rejects', 'end']);
    expect(objects[0]).toEqual({ time: new Date(START).toISOString(), type: 'start', ...ABOUT });
    expect(objects[1]).toMatchObject({ message: 'rate limit' });
    expect(objects[2]).toMatchObject({ sent: 10_000, perSecond: 1_000, secondsLeft: 90, waiting: null, lanes: 4 });
    expect(objects[2]).not.toHaveProperty('rejectedByReason');
    expect(objects[3]).toMatchObject({ total: 2, byReason: rejectedByReason });
    expect(objects[4]).toMatchObject({ type: 'end', elapsedSeconds: 10, perSecond: 1_000 });
  });
});

describe('a line that fits', () => {
  const busy = aSnapshot({
    elapsedSeconds: 60,
    sent: 1_204_500,
    alreadySent: 8_000,
    rejected: 12,
    shareDone: 0.634,
    requestsInFlight: 3,
    requestsRetried: 2,
  });
  const rate = { perSecond: 8_210, secondsLeft: 130 };

  test.each([
    [
      120,
      '1,204,500 sent · 8,210/s · 63.4% · 2 min 10 s left · 12 rejected · 8,000 already sent · 3/4 in flight · 2 retries',
    ],
    [80, '1,204,500 sent · 8,210/s · 63.4% · 2 min 10 s left · 12 rejected'],
    [40, '1,204,500 sent · 63.4% · 12 rejected'],
    [20, '1,204,500 sent'],
    [8, '1,204,5…'],
  ])('in %d cells', (cells, line) => {
    expect(fitLine(progressParts(busy, rate, START), cells)).toBe(line);
  });

  test.each([
    [
      'a wait, with its end and cause',
      { waiting: { untilMs: START + 48_000, why: 'rate limit' } },
      'waiting until 02:00:48 (48 s): rate limit · 1,204,500 sent · 63.4% · 12 rejected',
    ],
    [
      'a dry run',
      { dryRun: true, sent: 0, previewed: 7, rejected: 0, shareDone: null },
      '7 previewed · 8,210/s · 2 min 10 s left',
    ],
    [
      'a dry run that previewed nothing',
      { dryRun: true, sent: 0, rejected: 3, malformed: 1, shareDone: null },
      '0 previewed · 8,210/s · 2 min 10 s left · 2 rejected · 1 malformed',
    ],
  ])('%s', (_what, parts, line) => {
    const snapshot = { ...busy, alreadySent: 0, requestsRetried: 0, ...parts };
    expect(fitLine(progressParts(snapshot, rate, START), 80)).toBe(line);
  });
});

test('rate and time left follow the last half minute', () => {
  const meter = new RateMeter();
  for (let at = 0; at <= 60; at += 1) meter.take(aSnapshot({ elapsedSeconds: at, sent: 0, shareDone: at / 200 }));
  let rate = meter.take(aSnapshot({ elapsedSeconds: 61, sent: 0, shareDone: 0.305 }));
  expect(rate.perSecond).toBe(0);
  for (let at = 61; at <= 95; at += 1)
    rate = meter.take(aSnapshot({ elapsedSeconds: at, sent: (at - 60) * 100, shareDone: 0.3 + (at - 60) / 100 }));
  expect(rate.perSecond).toBeCloseTo(100);
  expect(rate.secondsLeft).toBeCloseTo(35);
});

test.each(['plain', 'json', 'tty'] as const)(
  '%s: a stderr that fails ends neither the run nor the printing of it',
  async (mode) => {
    const stream = Object.assign(broken(), {
      isTTY: true,
      cursorTo: () => true,
      clearLine: () => true,
      moveCursor: () => true,
    });
    const write = vi.spyOn(stream, 'write');
    const printer = await chooseProgress(mode, { stream, clock, isTTY: true, env: {} });
    printer.start(ABOUT, steady);
    printer.notice('warning', 'careful');
    await vi.advanceTimersByTimeAsync(10_000);
    printer.end();
    expect(write).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  },
);

describe('the choice', () => {
  const onTerminal = { isTTY: true, env: {}, stream: terminal(80).stream };
  const inLog = { isTTY: false, env: {}, stream: collecting().stream };
  /** The first line of each printer shows which one it is. */
  const kindOf = async (mode: ProgressMode, choice: object): Promise<string> => {
    const columns = 'columns' in choice ? Number(choice.columns) : 80;
    const out = 'isTTY' in choice && choice.isTTY === true ? terminal(columns) : collecting();
    const printer = await chooseProgress(mode, { ...inLog, ...choice, stream: out.stream, clock });
    printer.start(ABOUT, steady);
    printer.end();
    const text = 'raw' in out ? out.raw() : out.text();
    if (text === '') return 'none';
    if (text.startsWith('{')) return 'json';
    return text.includes('To dataset 42') ? 'tty' : 'plain';
  };

  test.each([
    ['auto', onTerminal, 'tty'],
    ['auto', inLog, 'plain'],
    ['auto', { ...onTerminal, env: { TERM: 'dumb' } }, 'plain'],
    ['auto', { ...onTerminal, env: { CI: 'true' } }, 'plain'],
    ['auto', { ...onTerminal, dataOnTerminal: true }, 'none'],
    ['tty', { ...onTerminal, env: { CI: 'true' } }, 'tty'],
    ['tty', inLog, 'plain'],
    ['auto', { ...onTerminal, columns: 20 }, 'tty'],
    ['auto', { ...onTerminal, columns: 0 }, 'plain'],
    ['tty', { ...onTerminal, columns: 0 }, 'plain'],
    ['plain', onTerminal, 'plain'],
    ['json', onTerminal, 'json'],
    ['none', onTerminal, 'none'],
    ['json', { ...inLog, quiet: true }, 'none'],
  ] as const)('%s %#: %s', async (mode, choice, expected) => {
    expect(await kindOf(mode, choice)).toBe(expected);
  });
});
