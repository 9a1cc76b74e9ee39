// One source checked against the schema. Defaults: resolve.ts.

import * as v from 'valibot';
import type { JsonObject } from '../../lib/json.js';
import { givenValue, type Problem } from '../problem.js';
import { LAYER, type LayerValues } from '../table/schema.js';
import { settingNamed, type SettingName, SETTING_NAMES } from '../table/table.js';
import { join, resolve } from 'node:path';

/** An absolute path; a relative one is resolved against `folder`, and `~/` against the home directory. */
export const absolutePath = (path: string, folder: string, homeDirectory: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : resolve(folder, path);

/** One source of settings, as it was written. */
export interface Layer {
  /** Values by setting name, unchecked; unknown names have been removed before. */
  readonly written: JsonObject;
  /** Names the source: `file PATH`, `flag --x` … */
  readonly sourceOf: (name: SettingName) => string;
  /** Relative paths in this source are resolved against this folder. */
  readonly folder: string;
}

/** One source, checked: its values except the invalid ones. */
export interface CheckedLayer extends Layer {
  readonly values: LayerValues;
  readonly problems: readonly Problem[];
}

type Issue = v.InferIssue<typeof LAYER>;

const problemOf = (issue: Issue, layer: Layer): Problem => {
  const path = v.getDotPath(issue) ?? '';
  const setting = settingNamed(path.replace(/\..*$/, ''));
  // A pair without a name is the only problem below a setting that has no message of its own.
  const expected = `must be ${setting?.expects ?? 'known'}`;
  return {
    path,
    message: issue.message === '' ? expected : issue.message,
    source: setting === undefined ? null : layer.sourceOf(setting.name),
    given: setting === undefined || setting.kind === 'secret' ? null : givenValue(issue.input),
  };
};

/** Valibot's own messages quote the value, which may be a secret, so they are never used. */
const WITHOUT_VALUES = { message: () => '' };

const absolute = (values: LayerValues, folder: string, homeDirectory: string): LayerValues => {
  const at = (path: string): string => absolutePath(path, folder, homeDirectory);
  return {
    ...values,
    ...(values.accessTokenFile === undefined ? {} : { accessTokenFile: at(values.accessTokenFile) }),
    ...(values.appSecretFile === undefined ? {} : { appSecretFile: at(values.appSecretFile) }),
    ...(typeof values.ledger === 'string' ? { ledger: at(values.ledger) } : {}),
  };
};

/** Checks one layer against the schema; invalid values become problems, the others are kept. */
export const checkLayer = (layer: Layer, homeDirectory: string): CheckedLayer => {
  const first = v.safeParse(LAYER, layer.written, WITHOUT_VALUES);
  const problems = (first.issues ?? []).map((issue) => problemOf(issue, layer));
  const wrong = new Set(problems.map(({ path }) => path.replace(/\..*$/, '')));
  const sound = Object.fromEntries(Object.entries(layer.written).filter(([name]) => !wrong.has(name)));
  const second = first.success ? first : v.safeParse(LAYER, sound, WITHOUT_VALUES);
  const values = second.success ? absolute(second.output, layer.folder, homeDirectory) : {};
  return { ...layer, values, problems };
};

/** Where a setting's value was found; a higher rank is a stronger source. */
interface Found {
  readonly source: string;
  readonly rank: number;
}

/** All sources combined: the value of each setting from the strongest source, and which one that is. */
export interface Merged {
  readonly values: LayerValues;
  readonly found: ReadonlyMap<SettingName, Found>;
}

/** Combines the sources, the weakest first. A list or map is replaced as a whole, never merged. */
export const mergeLayers = (weakestFirst: readonly CheckedLayer[]): Merged => {
  const found = new Map<SettingName, Found>();
  let values: LayerValues = {};
  weakestFirst.forEach((layer, rank) => {
    values = { ...values, ...layer.values };
    for (const name of SETTING_NAMES)
      if (layer.values[name] !== undefined) found.set(name, { source: layer.sourceOf(name), rank });
  });
  return { values, found };
};
