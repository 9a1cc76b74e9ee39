// The expressions of `--fail-on`. Exit codes of a run: run/ending.ts.

import { sumOf } from '../lib/sum.js';
import { UsageError } from '../lib/errors.js';
import type { Report } from '../model/report.js';
import { didYouMean, nearestName } from '../lib/nearest.js';
import { formatCount, formatShare } from '../lib/format.js';
import { missingShards } from './merge/merge-runs.js';
import { allRejects, knownRejects } from './names.js';

interface Measured {
  readonly count: number;
  /** The base of a percentage. */
  readonly of: number;
  /** What is counted, where the name does not say it. */
  readonly what?: string;
}

const ofEvents =
  (count: (events: Report['events']) => number) =>
  ({ events }: Report): Measured => ({ count: count(events), of: events.read });

const missingEvents = ({ run, events }: Report): number => {
  const { rejected, sent, previewed, unsent } = events;
  const found = sent + previewed + unsent + rejected.total - rejected.known;
  return Math.max(0, (run.expectEvents ?? 0) - found);
};

/** All rejects, or some of them. A malformed record counts as one event, because the number of its events is unknown. */
const rejectsOf =
  (count: (report: Report) => number) =>
  (report: Report): Measured => ({
    count: count(report),
    of: report.events.read + report.batches.malformed,
    what: ' events and malformed records',
  });

/** The names that `--fail-on` accepts; percentages are of the events read, unless stated otherwise. */
const MEASURES: Readonly<Record<string, (report: Report) => Measured>> = {
  read: ofEvents(({ read }) => read),
  sent: ofEvents(({ sent }) => sent),
  previewed: ofEvents(({ previewed }) => previewed),
  alreadySent: ofEvents(({ alreadySent }) => alreadySent),
  skipped: ofEvents(({ skipped }) => skipped.total),
  unsent: ofEvents(({ unsent }) => unsent),
  rejects: rejectsOf(allRejects),
  /** Rejects that an earlier run met already, and those that are new. */
  known: (report) => ({ count: knownRejects(report), of: allRejects(report) }),
  new: rejectsOf((report) => allRejects(report) - knownRejects(report)),
  /** New events missing from those that `expectEvents` requires. */
  expected: (report) => ({ count: missingEvents(report), of: report.run.expectEvents ?? 0 }),
  malformed: ({ batches }) => ({ count: batches.malformed, of: batches.read }),
  warnings: ({ warnings, events }) => ({ count: sumOf(warnings, ({ count }) => count), of: events.read }),
  /** Of the events that were sent. */
  weak: ({ events, matchKeys }) => {
    const delivered = events.sent + events.previewed;
    return { count: delivered - (matchKeys.strong ?? 0), of: delivered };
  },
  retries: ({ requests }) => ({ count: requests.retried, of: requests.sent }),
  seconds: ({ duration }) => ({ count: duration.seconds, of: duration.seconds }),
  throttledSeconds: ({ duration }) => ({ count: duration.throttledSeconds, of: duration.seconds }),
  exitCode: ({ run }) => ({ count: run.exitCode, of: 0 }),
  missingShards: (report) => ({ count: missingShards(report).length, of: 0 }),
};

/** The name of `missingShards` in earlier versions. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([['missingShares', 'missingShards']]);

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

const SHAPE = /^\s*(\w+)\s*(>=|<=|!=|>|<|=)=?\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/;

/** The names that can start an expression. */
export const FAIL_ON_NAMES: readonly string[] = Object.keys(MEASURES);

/** A valid expression: evaluates a report, and returns the number that decided. */
type Condition = (report: Report) => string | null;

const conditionOf = (expression: string): Condition => {
  const [, name = '', sign = '', number = '', percent = ''] = SHAPE.exec(expression) ?? [];
  // Own names only, because every object has a toString.
  const today = OLD_NAMES.get(name) ?? name;
  const measure = Object.hasOwn(MEASURES, today) ? MEASURES[today] : undefined;
  const compare = COMPARISONS[sign];
  if (measure === undefined || compare === undefined)
    throw new UsageError(
      `--fail-on ${expression}: expected NAME, one of > >= < <= = !=, and a number or percentage, as in rejects>1%; names are ${FAIL_ON_NAMES.join(', ')}${measure === undefined ? didYouMean(nearestName(name, FAIL_ON_NAMES)) : ''}`,
    );
  return (report) => {
    const { count, of, what = '' } = measure(report);
    const measured = percent === '' ? count : of === 0 ? 0 : (count / of) * 100;
    if (!compare(measured, Number(number))) return null;
    const share = percent === '' ? '' : ` of ${formatCount(of)}${what} (${formatShare(count, of)})`;
    return `${expression.trim()}: ${name} is ${formatCount(count)}${share}`;
  };
};

/** Checks expressions such as `rejects>1%` and `sent<1`, also several separated by commas. Throws UsageError. */
export const parseFailOn = (expressions: readonly string[]): Condition[] =>
  expressions.flatMap((expression) => expression.split(',')).map(conditionOf);
