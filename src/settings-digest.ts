import { createHash } from 'node:crypto';
import type { MappingSettings } from './model/settings.js';
import type { ReadOptions } from './read/inputs.js';

/** What decides how an input is read, without the place of the manifest: it counts by what it says. */
const readingText = ({ format, csv }: ReadOptions): string => {
  const { hasHeaderRow, columns } = csv.manifest ?? {};
  return JSON.stringify([format, csv.delimiter, csv.group, csv.timeZone, hasHeaderRow, columns]);
};

/**
 * A digest of the settings and flags that decide which events go out: an input settled under others may hold events that
 * these want. Times that move with the clock are no part of it.
 */
export const settingsDigest = (mapping: MappingSettings, reading: ReadOptions): string => {
  const { asOfMs, sinceMs, untilMs, ...lasting } = mapping;
  const sorted = Object.entries(lasting).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(sorted) + readingText(reading))
    .digest('hex');
};
