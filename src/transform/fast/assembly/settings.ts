// The settings of the run, which TypeScript writes into memory before the first record (its twin, with the same
// addresses: ../settings-area.ts).

import { SETTINGS } from './memory-map';

@unmanaged
class Settings {
  /** Times outside are unusual; milliseconds. */
  earliest: f64;
  latest: f64;
  /** 1: the Conversions API; 0: the Offline Conversions API. */
  isConversions: u32;
  extendedMatchKeys: u32;
  hashMadid: u32;
  /** Whether the flag for Limited Data Use is wanted: bit 0 for people who opted out, bit 1 for all others. */
  limitedDataUse: u32;
  /** Whether people who opted out and cannot be flagged are rejected. */
  rejectsUnflaggable: u32;
}

export const settings: Settings = changetype<Settings>(SETTINGS);

/** A byte for each set of match keys: 1 where Facebook accepts it. */
const KEY_STRENGTHS: usize = SETTINGS + 4096;
/** For each forwarded action: its name, and its name as an event of the API in JSON, each with its length before it. */
const ACTIONS: usize = SETTINGS + 8192;
const ACTION_BYTES: usize = 512;
const EVENT_NAME_AT: usize = 64;

export function isSufficient(keyMask: u32): bool {
  return load<u8>(KEY_STRENGTHS + <usize>keyMask) === 1;
}

/** The address of an action's name; the byte before it is its length. */
export function actionName(action: u32): usize {
  return ACTIONS + <usize>action * ACTION_BYTES + 1;
}

export function eventName(action: u32): usize {
  return ACTIONS + <usize>action * ACTION_BYTES + EVENT_NAME_AT + 1;
}
