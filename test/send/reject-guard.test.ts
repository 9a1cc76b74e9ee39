import { describe, expect, test } from 'vitest';
import type { RejectLimit } from '../../src/model/settings.js';
import { isShareNotApplied, RejectGuard } from '../../src/send/reject-guard.js';

const share = (of: number): RejectLimit => ({ kind: 'share', share: of });
const most = (count: number): RejectLimit => ({ kind: 'count', count });

test.each<[string, RejectLimit | null, [events: number, rejected: number, malformed: number], boolean]>([
  ['more than the share, of few events', share(0.05), [20, 2, 0], true],
  ['records count as one event each', share(0.05), [20, 0, 2], true],
  ['as much as the share', share(0.05), [20, 1, 0], false],
  ['of enough events the share stops the run itself', share(0.05), [1_000, 500, 0], false],
  ['nothing', share(0.05), [0, 0, 0], false],
  ['a number applies from the first event on', { kind: 'count', count: 1 }, [20, 2, 0], false],
  ['no limit', null, [20, 20, 0], false],
])('a share that is exceeded and not applied: %s', (_, limit, [events, rejected, malformed], expected) => {
  expect(isShareNotApplied(limit, { events, rejected, malformed })).toBe(expected);
  if (expected) expect(new RejectGuard(limit).reasonToStop({ events, rejected, malformed })).toBeNull();
});

describe('maxRejects', () => {
  test.each([
    ['a number not reached', most(10), { events: 20, rejected: 6, malformed: 4 }, null],
    [
      'a number',
      most(1_000),
      { events: 12_000, rejected: 1_001, malformed: 0 },
      '1,001 of 12,000 events were rejected (8.3%), and maxRejects is 1,000',
    ],
    ['a share of too few', share(0.05), { events: 900, rejected: 800, malformed: 99 }, null],
    ['a share not reached', share(0.05), { events: 2_000, rejected: 100, malformed: 0 }, null],
    [
      'a share, events and records counted separately',
      share(0.05),
      { events: 964, rejected: 69, malformed: 36 },
      '69 of 964 events were rejected and 36 records malformed (together 10.5%), and maxRejects is 5%',
    ],
  ])('%s', (_what, limit, judged, verdict) => {
    expect(new RejectGuard(limit).reasonToStop(judged)).toBe(verdict);
  });
});

test('fifty refusals in a row stop a run, and one accepted request begins the row anew', () => {
  const guard = new RejectGuard(null);
  const judged = { events: 100, rejected: 0, malformed: 0 };
  const refuse = (times: number): void => Array.from({ length: times }).forEach(() => guard.refused());
  refuse(49);
  guard.accepted(1);
  refuse(49);
  expect(guard.reasonToStop(judged)).toBeNull();
  guard.refused();
  expect(guard.reasonToStop(judged)).toBe(
    'Facebook refused 50 events in a row: the mapping or the destination must be wrong (maxRejects sets another limit)',
  );
});

test.each([
  [899, 101, 'Facebook refused 10.1% of 1,000 events (maxRejects sets another limit than 10%)'],
  [900, 120, 'Facebook refused 11.8% of 1,020 events (maxRejects sets another limit than 10%)'],
  [899, 100, null],
  [900, 100, null],
])('without it, a tenth of what Facebook judged: %i accepted, %i refused', (accepted, refused, why) => {
  const guard = new RejectGuard(null);
  for (let at = 0; at < refused; at += 1) {
    guard.refused();
    if (at % 40 === 0) guard.accepted(0);
  }
  guard.accepted(accepted);
  expect(guard.reasonToStop({ events: 2_000, rejected: 0, malformed: 0 })).toBe(why);
});

describe('the error rate that Meta asks for', () => {
  const refusedEach = (every: number, requests: number, limit: RejectLimit | null, acceptedFirst: number) => {
    const guard = new RejectGuard(limit);
    const said = Array.from({ length: requests }, (_, at) => guard.answered(at >= acceptedFirst && at % every === 0));
    return said.findIndex((why) => why !== null);
  };

  test.each([
    ['every request: stops at the 75th', 1, 400, null, 0, 74],
    ['every request after 600 others: stops at the 75th', 1, 1_000, null, 600, 674],
    ['one of five: stops at the 75th refusal', 5, 2_000, null, 0, 370],
    ['one of seven: 72 in any 500, no stop', 7, 20_000, null, 0, -1],
    ['every request, with maxRejects: continues', 1, 400, most(1_000), 0, -1],
  ] as const)('%s', (_what, every, requests, limit, acceptedFirst, stopsAt) => {
    expect(refusedEach(every, requests, limit, acceptedFirst)).toBe(stopsAt);
  });
});
