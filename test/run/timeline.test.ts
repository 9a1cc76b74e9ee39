import { expect, test } from 'vitest';
import { Timeline } from '../../src/run/timeline.js';
import { newLatencies } from '../../src/run/open-upload.js';

const START = 1_000_000;

const seriesOf = (endSeconds: number, record: (timeline: Timeline, at: (seconds: number) => number) => void) => {
  const timeline = new Timeline(START);
  record(timeline, (seconds) => START + seconds * 1_000);
  return timeline
    .series(endSeconds * 1_000)
    .map(({ at, seconds, sent, waitingSeconds }) => [at, seconds, sent, waitingSeconds]);
};

test('the last entry covers what the run had of it', () => {
  expect(seriesOf(0.5, (timeline, at) => timeline.sent(7, at(0.2)))).toEqual([[0, 0.5, 7, 0]]);
  expect(seriesOf(10, (timeline, at) => timeline.sent(7, at(9.9)))).toEqual([[0, 10, 7, 0]]);
  expect(seriesOf(12, (timeline, at) => timeline.sent(7, at(11)))).toEqual([
    [0, 10, 0, 0],
    [10, 2, 7, 0],
  ]);
});

test('a wait counts in the entries in which it passed', () => {
  expect(seriesOf(25, (timeline, at) => timeline.waited(at(4), at(22.5)))).toEqual([
    [0, 10, 0, 6],
    [10, 10, 0, 10],
    [20, 5, 0, 2.5],
  ]);
});

test.each([
  ['one', [240], [240, 240, 240, 240]],
  ['some, the slowest first', [900, 100, 100, 100], [100, 900, 900, 900]],
  ['a hundred', Array.from({ length: 100 }, (_, at) => at + 1), [50, 90, 99, 100]],
  ['none that took time', [0, 0.2], [0, 0, 0, 0]],
])('latencies to 10 %%, the longest exactly: %s', (_, times, [p50 = 0, p90 = 0, p99 = 0, max = 0]) => {
  const timeline = new Timeline(START);
  expect(timeline.latencyMs()).toBeNull();
  timeline.latencies = newLatencies();
  expect(timeline.latencyMs()).toBeNull();
  times.forEach((milliseconds) => timeline.answered(milliseconds));
  const latency = timeline.latencyMs();
  const isNear = (found = NaN, wanted: number): boolean => found >= wanted * 0.9 && found <= wanted * 1.1;
  expect(latency?.max).toBe(max);
  expect(
    [isNear(latency?.p50, p50), isNear(latency?.p90, p90), isNear(latency?.p99, p99)],
    JSON.stringify(latency),
  ).toEqual([true, true, true]);
});
