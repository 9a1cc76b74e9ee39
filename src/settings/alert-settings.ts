import { platform } from 'node:os';
import type { NightlySettings } from '../model/settings.js';
import { nightlySettingsOf } from './resolve.js';
import { gather, type SettingsInput } from './sources/from-command-line.js';
import { mergeLayers } from './sources/layer.js';

/** Whom to alert, as far as the settings say so, even where something else is wrong with them. */
export const alertSettings = async (input: SettingsInput): Promise<NightlySettings> => {
  const { layers } = await gather(input, input.platform ?? platform());
  return nightlySettingsOf(mergeLayers(layers).said);
};
