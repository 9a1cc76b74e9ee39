import { type Refusal, SUBCODES, mustBe } from './refusal.js';

const SECONDS_A_DAY = 86_400;

/** Clocks differ a little; Meta documents no number, one minute is what others allow. */
const FUTURE_SECONDS = 60;

const NOT_SECONDS = mustBe('a UNIX time in whole seconds', 'event_time');

const IN_THE_FUTURE: Refusal = {
  subcode: SUBCODES.parameter,
  title: 'Event Timestamp In The Future',
  message: 'The timestamp for this event lies in the future. It must be a UNIX time in seconds, not in milliseconds.',
  path: ['event_time'],
};

const tooOld = (days: number): Refusal => ({
  subcode: SUBCODES.tooOld,
  title: 'Event Timestamp Too Old',
  message: `The timestamp for this event is too far in the past. It must be within the last ${days} days.`,
  path: ['event_time'],
});

/** Checks `event_time` against a largest age in days; `now` is in UNIX seconds. */
export const eventTimeCheck = (days: number): ((time: unknown, now: number) => Refusal | null) => {
  const refusal = tooOld(days);
  return (time, now) => {
    if (typeof time !== 'number' || !Number.isSafeInteger(time) || time <= 0) return NOT_SECONDS;
    if (time > now + FUTURE_SECONDS) return IN_THE_FUTURE;
    return time < now - days * SECONDS_A_DAY ? refusal : null;
  };
};
