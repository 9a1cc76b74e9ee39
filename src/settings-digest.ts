import { createHash } from 'node:crypto';
import type { MappingSettings } from './model/settings.js';

/**
 * A digest of the settings that decide which events go out: an input settled under other settings may hold events that
 * these want. Times that move with the clock are no part of it.
 */
export const settingsDigest = (mapping: MappingSettings): string => {
  const { asOfMs, sinceMs, untilMs, ...lasting } = mapping;
  const sorted = Object.entries(lasting).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
};
