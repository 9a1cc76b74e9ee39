import { setTimeout as delay } from 'node:timers/promises';

/** The time that the program sees, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some moment, for waits and durations: setting the machine's clock does not change it. */
  steady(): number;
  /** Resolves after that many milliseconds, or rejects when the signal says stop. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => Math.round(performance.now()),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal === undefined ? {} : { signal }),
};
