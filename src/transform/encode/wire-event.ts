import type { Conversion, ForwardedAction } from '../../model/conversion.js';

/** One event as it is sent. */
export interface WireEvent {
  /** Facebook's name for it, as spelt in `json`. */
  readonly eventName: string;
  /** The event's JSON text. */
  readonly json: string;
}

/** What the encoders take from the settings. */
export interface EncodeSettings {
  readonly eventNames: Readonly<Partial<Record<ForwardedAction, string>>>;
  readonly hashMadid: boolean;
}

/** Spells a conversion for one API. Keeps a cache of hashes: make one per thread and use it for the whole run. */
export type Encoder = (conversion: Conversion) => WireEvent;
