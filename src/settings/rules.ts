import type { Api } from '../model/settings.js';
import { CHUNK_SIZE_LIMIT, DEFAULTS } from './table/limits.js';
import type { Merged } from './sources/layer.js';
import type { Problem } from './problem.js';
import type { SettingName } from './table/table.js';

/** Which API a run uses, and the setting that decided it; `default`: none did; `conflict`: two disagree. */
export type ApiChoice =
  | { readonly kind: 'chosen'; readonly api: Api; readonly by: SettingName }
  | { readonly kind: 'default'; readonly api: Api }
  | { readonly kind: 'conflict' };

/** `api` decides; without it the id that is set; with neither it is the API that Meta serves. */
export const chooseApi = ({ said }: Merged): ApiChoice => {
  if (said.api !== undefined) return { kind: 'chosen', api: said.api, by: 'api' };
  const { datasetId, offlineEventSetId } = said;
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

/** Rules between settings, which no setting can break alone. */
export const ruleProblems = (merged: Merged, choice: ApiChoice): readonly Problem[] => {
  // Without an API none of the rules that depend on it can be judged.
  if (choice.kind === 'conflict') return [conflict(merged)];
  const { said } = merged;
  const problems: Problem[] = [];
  const limit = CHUNK_SIZE_LIMIT[choice.api];
  if (said.chunkSize !== undefined && said.chunkSize > limit) {
    const message = `must be ${limit} at most: that is the limit of the API ${choice.api}`;
    problems.push({ path: 'chunkSize', message, source: sourceOf(merged, 'chunkSize') });
  }
  if (said.testEventCode !== undefined && choice.api !== 'conversions') {
    const message = 'is known to the Conversions API only; set datasetId, or api to conversions';
    problems.push({ path: 'testEventCode', message, source: sourceOf(merged, 'testEventCode') });
  }
  return problems;
};
