import type { RejectLimit } from '../model/settings.js';
import { parseDurationMs } from '../lib/instant.js';
import type { Decision } from './schema-steps.js';

const NONE = 'none';
const SHARE = /^(\d+(?:\.\d+)?)\s*%$/;
const COUNT = /^\d+$/;
const DECIMAL = /^\d+(?:\.\d+)?$/;
const MS_PER_SECOND = 1_000;
const PERCENT = 100;
/** The problem that stands for the setting's own "must be …". */
const UNFIT = { problem: '' } as const;

const written = (given: number | string): string => String(given).trim().toLowerCase();

/** `maxRejects`: 100, "100", "5%" or "none" (null). */
export const maxRejectsOf = (given: number | string): Decision<RejectLimit | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const count = COUNT.test(text) ? Number(text) : NaN;
  // Digits without end are no number any more.
  if (Number.isFinite(count)) return { value: { kind: 'count', count } };
  const share = Number(SHARE.exec(text)?.[1]) / PERCENT;
  return share <= 1 ? { value: { kind: 'share', share } } : UNFIT;
};

/** `maxAgeDays`: a number of days above zero, or "none" (null). */
export const maxAgeDaysOf = (given: number | string): Decision<number | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const days = DECIMAL.test(text) ? Number(text) : 0;
  return days > 0 && Number.isFinite(days) ? { value: days } : UNFIT;
};

/** `maxWait` in seconds: 90, "90", "30m", "2h", "1d", or "none" (null). */
export const maxWaitSecondsOf = (given: number | string): Decision<number | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const milliseconds = parseDurationMs(DECIMAL.test(text) ? `${text}s` : text);
  return milliseconds === null ? UNFIT : { value: milliseconds / MS_PER_SECOND };
};
