import { platform as systemPlatform } from 'node:os';
import { defaultLedgerDirectory } from '../lib/state-directory.js';
import type { Settings } from '../model/settings.js';
import type { CountedWarning } from '../model/warnings.js';
import { gather, type SettingsInput } from './gather.js';
import { mergeLayers } from './merge.js';
import { settingsError } from './problem.js';
import { resolveSettings } from './resolve.js';
import { chooseApi, ruleProblems } from './rules.js';
import { findSecret } from './secret-files.js';
import { shownSettings, type ResolvedSetting } from './shown.js';

export type { SettingsInput } from './gather.js';
export type { ResolvedSetting, ShownValue } from './shown.js';

/** The settings of a run, and what each came from. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly resolved: readonly ResolvedSetting[];
  readonly warnings: readonly CountedWarning[];
}

/**
 * Takes the settings together: flags beat the environment, which beats the chosen connection, which beats the rest of
 * the settings file, which beats the defaults. Throws one UsageError with every problem on a line of its own. Neither
 * a token nor a destination need be there: `missingForUpload` tells what a live run lacks.
 */
export const loadSettings = async (input: SettingsInput): Promise<LoadedSettings> => {
  const platform = input.platform ?? systemPlatform();
  const gathered = await gather(input, platform);
  const merged = mergeLayers(gathered.layers);
  const accessToken = await findSecret('accessToken', merged, platform);
  const appSecret = await findSecret('appSecret', merged, platform);
  const choice = chooseApi(merged);
  const problems = [
    ...gathered.problems,
    ...accessToken.problems,
    ...appSecret.problems,
    ...ruleProblems(merged, choice),
  ];
  if (choice.kind === 'conflict' || problems.length > 0) throw settingsError(problems);
  const settings = resolveSettings(merged.said, {
    api: choice.api,
    apiIsDefault: choice.kind === 'default',
    accessToken: accessToken.secret,
    appSecret: appSecret.secret,
    ledgerFolder: defaultLedgerDirectory(input.env, input.homeDirectory, platform),
  });
  return {
    settings,
    resolved: shownSettings(settings, merged, { accessToken, appSecret }, choice),
    warnings: [...gathered.warnings, ...accessToken.warnings, ...appSecret.warnings],
  };
};
