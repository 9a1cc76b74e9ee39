// The parts of the progress line, and the rate in it. How it is shown: tty-progress.ts, line-progress.ts.

import { formatClock, formatCount, formatDuration, formatNumbered, formatRate, formatShare } from '../../lib/format.js';
import { printable } from '../../lib/printable.js';
import type { ProgressSnapshot } from '../../model/report.js';
import { cutTo, widthOf } from '../summary/text.js';

/** For rate and remaining time: long enough to be stable, short enough to follow a throttle or a new file. */
const WINDOW_SECONDS = 30;

/** The current speed of a run; null if not known yet. */
export interface Rate {
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
}

interface Sample {
  readonly at: number;
  readonly done: number;
  readonly share: number | null;
}

/** Events sent or printed so far. */
const eventsDone = (snapshot: ProgressSnapshot): number => snapshot.sent + snapshot.previewed;

const secondsLeft = (first: Sample, last: Sample): number | null => {
  if (first.share === null || last.share === null || last.share <= first.share) return null;
  return ((1 - last.share) * (last.at - first.at)) / (last.share - first.share);
};

/** Measures the rate over the last half minute of its snapshots. */
export class RateMeter {
  readonly #samples: Sample[] = [{ at: 0, done: 0, share: 0 }];

  take(snapshot: ProgressSnapshot): Rate {
    const now = { at: snapshot.elapsedSeconds, done: eventsDone(snapshot), share: snapshot.shareDone };
    this.#samples.push(now);
    // One sample older than the window stays, so that the window is always complete.
    while ((this.#samples[1]?.at ?? now.at) < now.at - WINDOW_SECONDS) this.#samples.shift();
    const first = this.#samples[0] ?? now;
    if (now.at <= first.at) return { perSecond: null, secondsLeft: null };
    return { perSecond: (now.done - first.done) / (now.at - first.at), secondsLeft: secondsLeft(first, now) };
  }
}

/** The rate over the whole run so far. */
export const overallRate = (snapshot: ProgressSnapshot): Rate => ({
  perSecond: snapshot.elapsedSeconds > 0 ? eventsDone(snapshot) / snapshot.elapsedSeconds : null,
  secondsLeft: null,
});

/** One piece of a progress line; when the line is too narrow, the piece with the lowest `keep` goes first. */
interface ProgressPart {
  readonly text: string;
  readonly keep: number;
}

const SEPARATOR = ' · ';

const waitingPart = (snapshot: ProgressSnapshot, nowMs: number): ProgressPart[] => {
  const { waiting } = snapshot;
  if (waiting === null) return [];
  const left = formatDuration(Math.max(0, Math.ceil((waiting.untilMs - nowMs) / 1_000)));
  const text = `waiting until ${formatClock(waiting.untilMs)} (${left}): ${printable(waiting.why).replace(/\.$/, '')}`;
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
    return `stdout was closed; ${formatNumbered(snapshot.eventsRead, 'event')} were read before that`;
  const parts = [
    donePart(snapshot),
    ...whereThereAre(snapshot.alreadySent, 'already sent', 0),
    ...whereThereAre(snapshot.skipped, 'skipped', 0),
    ...rejectedParts(snapshot),
  ];
  return `${parts.map(({ text }) => text).join(', ')} in ${formatDuration(snapshot.elapsedSeconds)}`;
};
