// Combines all sources into one set of settings: the API they choose, the rules between settings, the secrets.

import type { Api, Settings } from '../model/settings.js';
import type { CountedWarning } from '../model/warnings.js';
import { settingsError, type Problem } from './problem.js';
import { resolveSettings } from './resolve.js';
import type { Gathered } from './sources/from-command-line.js';
import { mergeLayers, type Merged } from './sources/layer.js';
import { findSecret, type FoundSecret } from './sources/secret-files.js';
import { CHUNK_SIZE_LIMIT, DEFAULTS } from './table/limits.js';
import type { SettingName } from './table/table.js';

/** The API of a run, and the setting that decided it; `default`: none did; `conflict`: two disagree. */
export type ApiChoice =
  | { readonly kind: 'chosen'; readonly api: Api; readonly by: SettingName }
  | { readonly kind: 'default'; readonly api: Api }
  | { readonly kind: 'conflict' };

/** `api` decides; without it the id that is set; with neither it is the API that Meta serves. */
export const chooseApi = ({ values }: Merged): ApiChoice => {
  if (values.api !== undefined) return { kind: 'chosen', api: values.api, by: 'api' };
  const { datasetId, offlineEventSetId } = values;
  if (datasetId !== undefined && offlineEventSetId !== undefined) return { kind: 'conflict' };
  if (datasetId !== undefined) return { kind: 'chosen', api: 'conversions', by: 'datasetId' };
  if (offlineEventSetId !== undefined) return { kind: 'chosen', api: 'offline-conversions', by: 'offlineEventSetId' };
  return { kind: 'default', api: DEFAULTS.api };
};

const sourceOf = ({ found }: Merged, name: SettingName): string | null => found.get(name)?.source ?? null;

const conflict = (merged: Merged): Problem => ({
  path: 'api',
  message:
    'must be set when both ids are: conversions sends to datasetId ' +
    `(from ${sourceOf(merged, 'datasetId') ?? ''}), offline-conversions to offlineEventSetId ` +
    `(from ${sourceOf(merged, 'offlineEventSetId') ?? ''})`,
  source: null,
});

/** Rules between settings, which a single setting cannot break. */
export const ruleProblems = (merged: Merged, choice: ApiChoice): readonly Problem[] => {
  // The rules that depend on the API cannot be checked without one.
  if (choice.kind === 'conflict') return [conflict(merged)];
  const { values } = merged;
  const problems: Problem[] = [];
  const limit = CHUNK_SIZE_LIMIT[choice.api];
  if (values.chunkSize !== undefined && values.chunkSize > limit) {
    const message = `must be ${limit} at most: that is the limit of the API ${choice.api}`;
    problems.push({ path: 'chunkSize', message, source: sourceOf(merged, 'chunkSize') });
  }
  if (values.testEventCode !== undefined && choice.api !== 'conversions') {
    const message = 'exists in the Conversions API only; set datasetId, or api to conversions';
    problems.push({ path: 'testEventCode', message, source: sourceOf(merged, 'testEventCode') });
  }
  return problems;
};

interface CombinedSettings {
  readonly settings: Settings;
  readonly merged: Merged;
  readonly choice: ApiChoice;
  readonly secrets: { readonly accessToken: FoundSecret; readonly appSecret: FoundSecret };
  readonly warnings: readonly CountedWarning[];
}

interface CombineContext {
  readonly platform: NodeJS.Platform;
  readonly ledgerFolder: string;
  readonly missing?: (settings: Settings) => readonly Problem[];
}

/** Makes one set of settings of all sources. Throws one UsageError with every problem on a line of its own. */
export const combineSettings = async (gathered: Gathered, context: CombineContext): Promise<CombinedSettings> => {
  const merged = mergeLayers(gathered.layers);
  const accessToken = await findSecret('accessToken', merged, context.platform);
  const appSecret = await findSecret('appSecret', merged, context.platform);
  const choice = chooseApi(merged);
  const problems = [
    ...gathered.problems,
    ...accessToken.problems,
    ...appSecret.problems,
    ...ruleProblems(merged, choice),
  ];
  if (choice.kind === 'conflict') throw settingsError(problems);
  const settings = resolveSettings(merged.values, {
    api: choice.api,
    apiIsDefault: choice.kind === 'default',
    accessToken: accessToken.secret,
    appSecret: appSecret.secret,
    ledgerFolder: context.ledgerFolder,
  });
  problems.push(...(context.missing?.(settings) ?? []));
  if (problems.length > 0) throw settingsError(problems);
  const warnings = [...gathered.warnings, ...accessToken.warnings, ...appSecret.warnings];
  return { settings, merged, choice, secrets: { accessToken, appSecret }, warnings };
};
