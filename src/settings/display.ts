// Settings as text and JSON, with secrets masked. For `mp2fb settings`.

import type { RejectLimit, Settings } from '../model/settings.js';
import type { ApiChoice } from './combine.js';
import type { Merged } from './sources/layer.js';
import type { FoundSecret } from './sources/secret-files.js';
import { SETTING_NAMES, type SettingName } from './table/table.js';

/** A value as it would be in the settings file; null: not set, and no default. A secret is `***`. */
export type DisplayValue = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** One setting, its effective value, and its source: `default`, `file PATH`, `flag --x` … */
export interface ResolvedSetting {
  readonly name: SettingName;
  readonly value: DisplayValue;
  readonly source: string;
}

const PERCENT = 100;

const limitText = (limit: RejectLimit | null): DisplayValue => {
  if (limit === null) return 'none';
  // 0.07 * 100 is 7.000000000000001: round to twelve digits.
  return limit.kind === 'count' ? limit.count : `${Number((limit.share * PERCENT).toPrecision(12))}%`;
};

const masked = (secret: object | null): DisplayValue => (secret === null ? null : '***');

/** The values for display: most are shown unchanged. */
const valuesOf = ({ mapping, delivery, nightly }: Settings, { values }: Merged): Record<SettingName, DisplayValue> => ({
  ...mapping,
  ...delivery,
  ...nightly,
  accessToken: masked(delivery.accessToken),
  accessTokenFile: values.accessTokenFile ?? null,
  appSecret: masked(delivery.appSecret),
  appSecretFile: values.appSecretFile ?? null,
  datasetId: values.datasetId ?? null,
  offlineEventSetId: values.offlineEventSetId ?? null,
  defaultCountry: mapping.defaultCountry ?? null,
  customerSegmentation: mapping.customerSegmentation ?? null,
  maxAgeDays: mapping.maxAgeDays ?? 'none',
  maxWait: delivery.maxWaitSeconds ?? 'none',
  maxRejects: limitText(delivery.maxRejects),
  ledger: delivery.ledger ?? false,
  expectEvents: nightly.expectEvents ?? 'none',
  notifyUrl: masked(nightly.notifyUrl),
});

/** Every setting as `mp2fb settings` shows it. */
export const displaySettings = (
  settings: Settings,
  merged: Merged,
  secrets: { readonly accessToken: FoundSecret; readonly appSecret: FoundSecret },
  choice: ApiChoice,
): readonly ResolvedSetting[] => {
  const values = valuesOf(settings, merged);
  const sourceOf = (name: SettingName): string => {
    if (name === 'accessToken' || name === 'appSecret') return secrets[name].source ?? 'default';
    // If an id decided the API, the id's source is shown.
    const decider = name === 'api' && choice.kind === 'chosen' ? choice.by : name;
    return merged.found.get(decider)?.source ?? 'default';
  };
  return SETTING_NAMES.map((name) => ({ name, value: values[name], source: sourceOf(name) }));
};
