const BASE_MS = 1_000;
const LONGEST_MS = 60_000;
/** Calls during a block lengthen it at Facebook, so the first wait is longer then. */
const THROTTLED_BASE_MS = 15_000;
const THROTTLED_LONGEST_MS = 300_000;

/**
 * Milliseconds to wait before retry number `attempt` (1 is the first): exponential with full jitter, so that requests
 * that failed together are not retried together. `random` is uniform in [0, 1).
 */
export const backoffMs = (attempt: number, random: number, throttled: boolean): number => {
  const base = throttled ? THROTTLED_BASE_MS : BASE_MS;
  const longest = throttled ? THROTTLED_LONGEST_MS : LONGEST_MS;
  return Math.round(random * Math.min(longest, base * 2 ** (attempt - 1)));
};
