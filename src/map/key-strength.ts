import { MATCH_KEY_NAMES, type MatchKeyName, type MatchKeys } from '../model/conversion.js';

/**
 * Sets of keys that Facebook refuses when an event has nothing beyond one of them (Conversions API best practices:
 * since v13.0; the keys that this product never sends are left out).
 */
const TOO_BROAD: readonly (readonly MatchKeyName[])[] = [
  ['city', 'country', 'state', 'zip', 'gender'],
  ['firstName', 'gender'],
  ['lastName', 'gender'],
];

/** `insufficient`: Facebook would refuse the event, and the whole request with it; `none`: there is no key at all. */
export const keyStrength = (keys: MatchKeys): 'none' | 'insufficient' | 'sufficient' => {
  const present = MATCH_KEY_NAMES.filter((name) => keys[name] !== undefined);
  if (present.length === 0) return 'none';
  return TOO_BROAD.some((set) => present.every((name) => set.includes(name))) ? 'insufficient' : 'sufficient';
};
