import type { Environment } from '../lib/environment.js';
import type { Settings } from '../model/settings.js';
import { settingNamed, type SettingName } from './table/table.js';

const NO_TOKEN =
  'accessToken is missing: set MP2FB_ACCESS_TOKEN, or name a file that holds it with --access-token-file ' +
  '(mParticle calls it "System User Admin Access Token")';

const NO_DATASET =
  'datasetId is missing, which api conversions needs: name the dataset with --dataset-id, MP2FB_DATASET_ID or the settings file';

const NO_EVENT_SET =
  'offlineEventSetId is missing, which api offline-conversions needs: name the offline event set with --offline-event-set-id ' +
  '(mParticle calls it "Offline Event Set Id")';

const NO_DESTINATION =
  'there is no destination: name a dataset with --dataset-id (Conversions API), ' +
  'or an offline event set with --offline-event-set-id (mParticle calls it "Offline Event Set Id")';

/** A variable that is set but empty is usually a secret that did not arrive. */
const emptyOne = (env: Environment, ...settings: readonly SettingName[]): string => {
  const empty = settings.flatMap((name) => settingNamed(name)?.env ?? []).find((name) => env[name]?.trim() === '');
  return empty === undefined ? '' : `. The environment has ${empty}, but it is empty`;
};

/** The missing settings of a live upload, each with how to set it; empty: none. */
export const missingForUpload = ({ delivery, apiIsDefault }: Settings, env: Environment): string[] => {
  const missing: string[] = [];
  if (delivery.accessToken === null) missing.push(`${NO_TOKEN}${emptyOne(env, 'accessToken')}`);
  if (delivery.destinationId !== null) return missing;
  const ofApi = delivery.api === 'conversions' ? NO_DATASET : NO_EVENT_SET;
  const empty = emptyOne(env, 'datasetId', 'offlineEventSetId');
  return [...missing, `${apiIsDefault ? NO_DESTINATION : ofApi}${empty}`];
};
