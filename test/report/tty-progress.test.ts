import { expect, test } from 'vitest';
import type { Timers } from '../../src/report/progress/progress-stream.js';
import { ttyProgress } from '../../src/report/progress/tty-progress.js';
import { ABOUT, aSnapshot, terminal } from './a-progress.js';

/** Timers that tick when the test says so. */
const byHand = (): Timers & { tick: () => void; running: () => number } => {
  const ticks = new Set<() => void>();
  return {
    every(_milliseconds, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    tick: () => ticks.forEach((tick) => tick()),
    running: () => ticks.size,
  };
};

const drawn = (screen: ReturnType<typeof terminal>): Promise<void> =>
  expect.poll(() => screen.rows().at(-1)).not.toBe('');

const begin = async (columns: number, color: boolean) => {
  const screen = terminal(columns);
  const timers = byHand();
  let snapshot = aSnapshot({ sent: 1_000, elapsedSeconds: 1, shareDone: 0.5, rejected: 3 });
  const printer = ttyProgress({ stream: screen.stream, clock: { now: () => 0 }, timers, color });
  printer.start(ABOUT, () => snapshot);
  await drawn(screen);
  const show = (next: typeof snapshot): void => {
    snapshot = next;
    timers.tick();
  };
  return { screen, timers, printer, show };
};

test('one line, drawn anew in place, and nothing of it left at the end', async () => {
  const { screen, timers, printer, show } = await begin(80, false);
  expect(screen.rows()).toEqual([
    'To dataset 42',
    expect.stringMatching(/^\S 1,000 sent · 1,000\/s · 50\.0% · 1 s left · 3 rejected · 0\/4 in flight$/),
  ]);
  show(aSnapshot({ sent: 2_000, elapsedSeconds: 2, shareDone: 0.9 }));
  await expect.poll(() => screen.rows()[1]).toContain('2,000 sent');
  printer.notice('retry', 'not worth a line here');
  printer.notice('warning', 'careful');
  printer.notice('warning', 'careful');
  expect(screen.rows().slice(0, 2)).toEqual(['To dataset 42', 'warning: careful']);
  expect(screen.rows()[2]).toContain('2,000 sent');
  printer.end();
  printer.end();
  expect(screen.rows()).toEqual(['To dataset 42', 'warning: careful', '']);
  expect(timers.running()).toBe(0);
  expect(screen.raw().split('\u001b[?25l')).toHaveLength(2);
  expect(screen.raw().split('\u001b[?25h')).toHaveLength(2);
  expect(screen.raw()).not.toMatch(/\[\d+m/);
});

test('the line is never as wide as the terminal, and a wait comes first', async () => {
  const { screen, printer, show } = await begin(40, true);
  show(aSnapshot({ sent: 5, waiting: { untilMs: 60_000, why: 'the rate limit of this dataset is reached' } }));
  await expect.poll(() => screen.rows()[1]).toContain('waiting until');
  expect(screen.rows()[1].length).toBeLessThan(40);
  expect(screen.raw()).toContain('\u001b[33m');
  printer.end();
});

test('a run that is over before the spinner is loaded shows none, and does not touch the cursor', async () => {
  const screen = terminal(80);
  const printer = ttyProgress({ stream: screen.stream, clock: { now: () => 0 }, color: false });
  printer.start(ABOUT, () => aSnapshot());
  printer.end();
  await import('ora');
  await new Promise((resolve) => setImmediate(resolve));
  expect(screen.rows()).toEqual(['To dataset 42', '']);
  expect(screen.raw()).not.toContain('\u001b[?25');
});

test('standard input and signals are left to the run', async () => {
  const before = { raw: process.stdin.isRaw, listeners: process.listenerCount('SIGINT') };
  const { printer } = await begin(80, false);
  expect({ raw: process.stdin.isRaw, listeners: process.listenerCount('SIGINT') }).toEqual(before);
  printer.end();
});
