import type { Settings } from '../model/settings.js';
import type { CountedWarning } from '../model/warnings.js';
import type { Gathered } from './sources/from-command-line.js';
import { mergeLayers, type Merged } from './sources/layer.js';
import { settingsError, type Problem } from './problem.js';
import { resolveSettings } from './resolve.js';
import { chooseApi, ruleProblems, type ApiChoice } from './rules.js';
import { findSecret, type FoundSecret } from './sources/secret-files.js';

/** Settings, and how they came about. */
export interface Settled {
  readonly settings: Settings;
  readonly merged: Merged;
  readonly choice: ApiChoice;
  readonly secrets: { readonly accessToken: FoundSecret; readonly appSecret: FoundSecret };
  readonly warnings: readonly CountedWarning[];
}

/** What the places do not say. */
export interface SettledBy {
  readonly platform: NodeJS.Platform;
  /** The ledger's folder when none is named. */
  readonly ledgerFolder: string;
  /** What is wrong with the settings as a whole, beyond what always is. */
  readonly missing?: (settings: Settings) => readonly Problem[];
}

/** Makes one set of settings of all places. Throws one UsageError with every problem on a line of its own. */
export const settle = async (gathered: Gathered, by: SettledBy): Promise<Settled> => {
  const merged = mergeLayers(gathered.layers);
  const accessToken = await findSecret('accessToken', merged, by.platform);
  const appSecret = await findSecret('appSecret', merged, by.platform);
  const choice = chooseApi(merged);
  const problems = [
    ...gathered.problems,
    ...accessToken.problems,
    ...appSecret.problems,
    ...ruleProblems(merged, choice),
  ];
  if (choice.kind === 'conflict') throw settingsError(problems);
  const settings = resolveSettings(merged.said, {
    api: choice.api,
    apiIsDefault: choice.kind === 'default',
    accessToken: accessToken.secret,
    appSecret: appSecret.secret,
    ledgerFolder: by.ledgerFolder,
  });
  problems.push(...(by.missing?.(settings) ?? []));
  if (problems.length > 0) throw settingsError(problems);
  const warnings = [...gathered.warnings, ...accessToken.warnings, ...appSecret.warnings];
  return { settings, merged, choice, secrets: { accessToken, appSecret }, warnings };
};
