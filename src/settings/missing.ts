import type { Settings } from '../model/settings.js';

const NO_TOKEN =
  'accessToken is missing: set MP2FB_ACCESS_TOKEN, or name a file that holds it with --access-token-file ' +
  '(mParticle calls it "System User Admin Access Token")';

const NO_DATASET = 'datasetId is missing: name the dataset with --dataset-id, MP2FB_DATASET_ID or the settings file';

const NO_EVENT_SET =
  'offlineEventSetId is missing: name the offline event set with --offline-event-set-id ' +
  '(mParticle calls it "Offline Event Set Id")';

const NO_DESTINATION =
  'there is no destination: name a dataset with --dataset-id (Conversions API), ' +
  'or an offline event set with --offline-event-set-id (mParticle calls it "Offline Event Set Id")';

/** The missing settings of a live upload, each with how to set it; empty: none. */
export const missingForUpload = ({ delivery, apiIsDefault }: Settings): string[] => {
  const missing: string[] = [];
  if (delivery.accessToken === null) missing.push(NO_TOKEN);
  if (delivery.destinationId !== null) return missing;
  if (apiIsDefault) missing.push(NO_DESTINATION);
  else missing.push(delivery.api === 'conversions' ? NO_DATASET : NO_EVENT_SET);
  return missing;
};
