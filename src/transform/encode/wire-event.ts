import type { Conversion, ForwardedAction } from '../../model/conversion.js';

/** One event as it is sent. */
export interface WireEvent {
  /** Facebook's name for it, as spelt in `json`. */
  readonly eventName: string;
  /** The event's JSON text. */
  readonly json: string;
}

/** The settings that encoders need. */
export interface EncodeSettings {
  readonly eventNames: Readonly<Partial<Record<ForwardedAction, string>>>;
  readonly hashMadid: boolean;
}

/** Encodes a conversion for one API. Has a cache of hashes, so create one per thread and use it for the whole run. */
export type Encoder = (conversion: Conversion) => WireEvent;
