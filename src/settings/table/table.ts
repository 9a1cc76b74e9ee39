import type { Environment } from '../../lib/environment.js';
import { DELIVERY_ROWS } from './delivery-rows.js';
import { DESTINATION_ROWS, NIGHTLY_ROWS } from './destination-rows.js';
import { MAPPING_ROWS } from './mapping-rows.js';
import type { Row } from './setting.js';

const ROWS = [...DESTINATION_ROWS, ...MAPPING_ROWS, ...DELIVERY_ROWS, ...NIGHTLY_ROWS];

/** The name of a setting, as in the settings file. */
export type SettingName = (typeof ROWS)[number]['name'];

/** One setting: the source of its flag, its environment variables, its help and its schema. */
export interface Setting extends Row<SettingName> {
  /** `--email-type`; null: it has none, since process lists show arguments to every user of the machine. */
  readonly flag: string | null;
  /** Environment variables, the strongest first. */
  readonly env: readonly string[];
}

const words = (name: string): readonly string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

const settingOf = (row: Row<SettingName>): Setting => ({
  ...row,
  flag: row.kind === 'secret' ? null : `--${words(row.name).join('-')}`,
  env: [`MP2FB_${words(row.name).join('_').toUpperCase()}`, ...(row.otherEnv ?? [])],
});

/** Every setting once, in the order of the documentation. */
export const SETTINGS: readonly Setting[] = ROWS.map(settingOf);

const BY_NAME: ReadonlyMap<string, Setting> = new Map(SETTINGS.map((setting) => [setting.name, setting]));

export const SETTING_NAMES: readonly SettingName[] = SETTINGS.map(({ name }) => name);

/** The setting of that exact name. */
export const settingNamed = (name: string): Setting | undefined => BY_NAME.get(name);

/** The default name of the settings file, in the working folder. */
export const DEFAULT_CONFIG_FILE = 'mp2fb.config.json';

/** Variables that select settings but are not settings. */
export const CONFIG_VARIABLE = 'MP2FB_CONFIG';
export const CONNECTION_VARIABLE = 'MP2FB_CONNECTION';
/** `off` switches the fast path off. */
export const FAST_VARIABLE = 'MP2FB_FAST';

/** Whether the environment leaves the fast path on. */
export const isFast = (env: Environment): boolean => env[FAST_VARIABLE] !== 'off';
