import type { CheckedLayer } from './layer.js';
import type { Said } from './schema.js';
import { SETTING_NAMES, type SettingName } from './table.js';

/** Where a setting's value was found; a higher rank is a stronger place. */
interface Found {
  readonly source: string;
  readonly rank: number;
}

/** All places taken together: of each setting the strongest word, and who said it. */
export interface Merged {
  readonly said: Said;
  readonly found: ReadonlyMap<SettingName, Found>;
}

/** Lays the places over each other, the weakest first. A list or map is replaced as a whole, never mixed. */
export const mergeLayers = (weakestFirst: readonly CheckedLayer[]): Merged => {
  const found = new Map<SettingName, Found>();
  let said: Said = {};
  weakestFirst.forEach((layer, rank) => {
    said = { ...said, ...layer.said };
    for (const name of SETTING_NAMES)
      if (layer.said[name] !== undefined) found.set(name, { source: layer.sourceOf(name), rank });
  });
  return { said, found };
};
