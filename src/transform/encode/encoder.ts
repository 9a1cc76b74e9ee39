import type { Api, MappingSettings } from '../../model/settings.js';
import { conversionsEncoder } from './conversions.js';
import { offlineConversionsEncoder } from './offline-conversions.js';
import type { EncodeSettings, Encoder } from './wire-event.js';

const ENCODERS: Readonly<Record<Api, (settings: EncodeSettings) => Encoder>> = {
  'offline-conversions': offlineConversionsEncoder,
  conversions: conversionsEncoder,
};

/** The encoder of the API that the settings choose. */
export const encoderFor = (settings: Pick<MappingSettings, 'api' | 'eventNames' | 'hashMadid'>): Encoder =>
  ENCODERS[settings.api](settings);
