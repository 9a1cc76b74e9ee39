import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.js';
import type { Report } from '../../src/model/report.js';
import { parseFailOn } from '../../src/report/fail-on.js';
import { aReport, EMPTY, NIGHT } from './a-report.js';

const failOn = (expressions: readonly string[], report: Report): string[] =>
  parseFailOn(expressions).flatMap((condition) => condition(report) ?? []);

describe('a night with 215 rejects among 480,215', () => {
  test.each([
    ['rejects>0', 'rejects>0: rejects is 215'],
    ['rejects>215', null],
    ['rejects>=215', 'rejects>=215: rejects is 215'],
    ['rejects > 0.04%', 'rejects > 0.04%: rejects is 215 of 480,215 events and malformed records (<0.1%)'],
    ['rejects>1%', null],
    ['sent<500000', 'sent<500000: sent is 470,000'],
    ['sent<=50%', null],
    ['sent<=470000', 'sent<=470000: sent is 470,000'],
    ['sent<470000', null],
    ['unsent!=0', null],
    ['unsent=0', 'unsent=0: unsent is 0'],
    ['unsent==0', 'unsent==0: unsent is 0'],
    ['warnings>0', 'warnings>0: warnings is 1,204'],
    ['malformed>2', 'malformed>2: malformed is 3'],
    ['weak>1%', 'weak>1%: weak is 8,460 of 470,000 (1.8%)'],
    ['throttledSeconds>20%', 'throttledSeconds>20%: throttledSeconds is 30 of 134 (22.4%)'],
    ['exitCode!=0', 'exitCode!=0: exitCode is 3'],
    ['known>0', null],
    ['new>0', 'new>0: new is 215'],
    ['expected>0', null],
  ])('%s: %s', (expression, expected) => {
    expect(failOn([expression], NIGHT)).toEqual(expected === null ? [] : [expected]);
  });

  test('several, with commas or apart', () => {
    expect(failOn(['rejects>0,unsent>0', 'skipped>0'], NIGHT)).toHaveLength(2);
  });
});

test('known rejects, new ones, and events that were expected', () => {
  const night = aReport({
    run: { expectEvents: 10 },
    events: { read: 6, sent: 3, rejected: { total: 3, known: 2, byReason: { no_value: 3 } } },
  });
  expect(failOn(['known=2', 'new>=1', 'expected>0', 'expected>50%'], night)).toEqual([
    'known=2: known is 2',
    'new>=1: new is 1',
    'expected>0: expected is 6',
    'expected>50%: expected is 6 of 10 (60.0%)',
  ]);
});

test.each([
  ['missingShard>0', 'did you mean missingShards?'],
  ['rejcts>0', 'did you mean rejects?'],
])('%s: %s', (expression, meant) => {
  expect(() => failOn([expression], NIGHT)).toThrow(meant);
});

test('a share of nothing is nothing', () => {
  expect(failOn(['rejects>0%', 'sent<1%'], EMPTY)).toEqual(['sent<1%: sent is 0 of 0 (0%)']);
});

test.each(['', 'rejects', 'rejects>', 'rejects>x', 'rejcts>1', 'rejects>1%%', 'toString>0', '>1', 'rejects=>1'])(
  '%s is refused',
  (expression) => {
    expect(() => failOn([expression], aReport())).toThrow(UsageError);
  },
);
