import type { ProgressSnapshot } from '../../model/report.js';

/** Rate and time left look back so far: long enough to be calm, short enough to follow a throttle or a new file. */
const WINDOW_SECONDS = 30;

/** How fast a run goes at present; null where that is not known yet. */
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

/** Measures the rate over the last half minute of the snapshots it is shown. */
export class RateMeter {
  readonly #samples: Sample[] = [{ at: 0, done: 0, share: 0 }];

  take(snapshot: ProgressSnapshot): Rate {
    const now = { at: snapshot.elapsedSeconds, done: eventsDone(snapshot), share: snapshot.shareDone };
    this.#samples.push(now);
    // One sample older than the window stays, so that the window is always full.
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
