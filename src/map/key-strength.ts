import { keyMaskOf } from '../model/conversion.js';

/**
 * Sets of keys that Facebook refuses when an event has nothing beyond one of them (Conversions API best practices:
 * since v13.0; the keys that this product never sends are left out).
 */
const TOO_BROAD: readonly number[] = [
  keyMaskOf(['city', 'country', 'state', 'zip', 'gender']),
  keyMaskOf(['firstName', 'gender']),
  keyMaskOf(['lastName', 'gender']),
];

/**
 * What a set of match keys is worth, given as its mask. `insufficient`: Facebook would refuse the event, and the whole
 * request with it; `none`: there is no key at all.
 */
export const keyStrength = (keyMask: number): 'none' | 'insufficient' | 'sufficient' => {
  if (keyMask === 0) return 'none';
  return TOO_BROAD.some((set) => (keyMask & ~set) === 0) ? 'insufficient' : 'sufficient';
};
