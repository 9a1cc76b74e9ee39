import type { Conversion, ForwardedAction } from '../model/conversion.js';

/** One wire event: Facebook's name for it, and its members ready for `JSON.stringify`. */
export interface WireEvent {
  readonly event_name: string;
  readonly [member: string]: unknown;
}

/** What the encoders take from the settings. */
export interface EncodeSettings {
  readonly eventNames: Readonly<Partial<Record<ForwardedAction, string>>>;
  readonly hashMadid: boolean;
}

/** Spells a conversion for one API. Keeps a cache of hashes: make one per thread and use it for the whole run. */
export type Encoder = (conversion: Conversion) => WireEvent;
