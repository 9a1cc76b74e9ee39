// The parts of the progress line. How it is shown: tty-progress.ts, plain-progress.ts.

import type { ProgressSnapshot } from '../../model/report.js';
import { formatClock, formatCount, formatDuration, formatNumbered, formatRate, formatShare } from '../../lib/format.js';
import type { Rate } from './rate.js';
import { printable } from '../../lib/printable.js';
import { cutTo, widthOf } from '../summary/text.js';

/** One piece of a progress line; when the line is too narrow, the piece with the lowest `keep` goes first. */
export interface ProgressPart {
  readonly text: string;
  readonly keep: number;
}

const SEPARATOR = ' · ';

const waitingPart = (snapshot: ProgressSnapshot, nowMs: number): ProgressPart[] => {
  const { waiting } = snapshot;
  if (waiting === null) return [];
  const left = formatDuration(Math.max(0, Math.ceil((waiting.untilMs - nowMs) / 1_000)));
  const text = `waiting until ${formatClock(waiting.untilMs)} (${left}): ${printable(waiting.why)}`;
  return [{ text, keep: 9 }];
};

const donePart = ({ sent, previewed, dryRun }: ProgressSnapshot): ProgressPart => ({
  text: dryRun ? `${formatCount(previewed)} previewed` : `${formatCount(sent)} sent`,
  keep: 8,
});

/** Events and records separately, as in the summary. */
const rejectedParts = ({ rejected, malformed }: ProgressSnapshot): ProgressPart[] => [
  ...whereThereAre(rejected - malformed, 'rejected', 6),
  ...whereThereAre(malformed, 'malformed', 6),
];

const whereThereAre = (count: number, what: string, keep: number): ProgressPart[] =>
  count > 0 ? [{ text: `${formatCount(count)} ${what}`, keep }] : [];

const ratePart = (rate: Rate): ProgressPart[] =>
  rate.perSecond === null ? [] : [{ text: formatRate(rate.perSecond), keep: 4 }];

const sharePart = ({ shareDone }: ProgressSnapshot): ProgressPart[] =>
  shareDone === null ? [] : [{ text: formatShare(Math.min(1, shareDone), 1), keep: 7 }];

const leftPart = ({ secondsLeft }: Rate): ProgressPart[] =>
  secondsLeft === null || secondsLeft < 1 ? [] : [{ text: `${formatDuration(Math.round(secondsLeft))} left`, keep: 5 }];

const flightPart = ({ requestsInFlight, lanes, dryRun }: ProgressSnapshot): ProgressPart[] =>
  dryRun || lanes === 0 ? [] : [{ text: `${requestsInFlight}/${lanes} in flight`, keep: 1 }];

/** The parts of the progress line, in reading order. Times of day are local. */
export const progressParts = (snapshot: ProgressSnapshot, rate: Rate, nowMs: number): ProgressPart[] => [
  ...waitingPart(snapshot, nowMs),
  donePart(snapshot),
  ...(snapshot.waiting === null ? ratePart(rate) : []),
  ...sharePart(snapshot),
  ...(snapshot.waiting === null ? leftPart(rate) : []),
  ...rejectedParts(snapshot),
  ...whereThereAre(snapshot.alreadySent, 'already sent', 3),
  ...(snapshot.waiting === null ? flightPart(snapshot) : []),
  ...(snapshot.requestsRetried > 0
    ? [{ text: formatNumbered(snapshot.requestsRetried, 'retry', 'retries'), keep: 2 }]
    : []),
];

const joined = (parts: readonly ProgressPart[]): string => parts.map(({ text }) => text).join(SEPARATOR);

/** The parts as one line of at most so many cells. */
export const fitLine = (parts: readonly ProgressPart[], cells: number): string => {
  let kept = parts;
  while (kept.length > 1 && widthOf(joined(kept)) > cells) {
    const least = Math.min(...kept.map(({ keep }) => keep));
    kept = kept.filter(({ keep }) => keep !== least);
  }
  return cutTo(joined(kept), cells);
};

/** The outcomes so far, without rates: the last line of a run. */
export const outcomeLine = (snapshot: ProgressSnapshot): string => {
  if (snapshot.readerLeft === true)
    return `the reader of stdout left; ${formatNumbered(snapshot.eventsRead, 'event')} were read until then`;
  const parts = [
    donePart(snapshot),
    ...whereThereAre(snapshot.alreadySent, 'already sent', 0),
    ...whereThereAre(snapshot.skipped, 'skipped', 0),
    ...rejectedParts(snapshot),
  ];
  return `${parts.map(({ text }) => text).join(', ')} in ${formatDuration(snapshot.elapsedSeconds)}`;
};
