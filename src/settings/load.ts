import { platform as systemPlatform } from 'node:os';
import type { NightlySettings, Settings } from '../model/settings.js';
import type { CountedWarning } from '../model/warnings.js';
import { nightlySettingsOf } from './resolve.js';
import { gather, type SettingsInput } from './sources/from-command-line.js';
import { mergeLayers } from './sources/layer.js';
import { combineSettings } from './combine.js';
import { displaySettings, type ResolvedSetting } from './display.js';
import { defaultLedgerFolder } from './ledger-folder.js';

export type { SettingsInput } from './sources/from-command-line.js';
export type { ResolvedSetting, DisplayValue } from './display.js';

/** The settings of a run, and what each came from. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly resolved: readonly ResolvedSetting[];
  readonly warnings: readonly CountedWarning[];
}

/**
 * Combines the settings: flags beat the environment, which beats the chosen connection, which beats the rest of
 * the settings file, which beats the defaults. Throws one UsageError with every problem on a line of its own. Token
 * and destination may be missing: `missingForUpload` says what a live run needs.
 */
export const loadSettings = async (input: SettingsInput): Promise<LoadedSettings> => {
  const platform = input.platform ?? systemPlatform();
  const { settings, merged, choice, secrets, warnings } = await combineSettings(await gather(input, platform), {
    platform,
    ledgerFolder: defaultLedgerFolder(input.env, input.homeDirectory, platform),
  });
  return { settings, resolved: displaySettings(settings, merged, secrets, choice), warnings };
};

/** The alert settings, as far as they are valid, even if something else is wrong with the settings. */
export const alertSettings = async (input: SettingsInput): Promise<NightlySettings> => {
  const { layers } = await gather(input, input.platform ?? systemPlatform());
  return nightlySettingsOf(mergeLayers(layers).values);
};
