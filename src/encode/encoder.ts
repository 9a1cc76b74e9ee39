import type { Conversion, ForwardedAction } from '../model/conversion.js';
import type { Api, MappingSettings } from '../model/settings.js';
import { conversionsEncoder } from './conversions.js';
import { offlineConversionsEncoder } from './offline-conversions.js';

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

const ENCODERS: Readonly<Record<Api, (settings: EncodeSettings) => Encoder>> = {
  'offline-conversions': offlineConversionsEncoder,
  conversions: conversionsEncoder,
};

export const encoderFor = (settings: Pick<MappingSettings, 'api' | 'eventNames' | 'hashMadid'>): Encoder =>
  ENCODERS[settings.api](settings);
