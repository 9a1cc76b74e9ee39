// One source checked against the schema. Defaults: resolve.ts.

import * as v from 'valibot';
import type { JsonObject } from '../../lib/json.js';
import { givenValue, type Problem } from '../problem.js';
import { LAYER, type Said } from '../table/schema.js';
import { settingNamed, type SettingName, SETTING_NAMES } from '../table/table.js';
import { join, resolve } from 'node:path';

/** An absolute path; a relative one counts from `folder`, and `~/` from the home directory. */
export const absolutePath = (path: string, folder: string, homeDirectory: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : resolve(folder, path);

/** One place that settings come from, as it was written. */
export interface Layer {
  /** Values by setting name; unknown names have been removed before. */
  readonly values: JsonObject;
  /** Names the place: `file PATH`, `flag --x` … */
  readonly sourceOf: (name: SettingName) => string;
  /** Relative paths of this place count from here. */
  readonly folder: string;
}

/** One place, checked: what it says, without whatever is wrong. */
export interface CheckedLayer extends Layer {
  readonly said: Said;
  readonly problems: readonly Problem[];
}

type Issue = v.InferIssue<typeof LAYER>;

const problemOf = (issue: Issue, layer: Layer): Problem => {
  const path = v.getDotPath(issue) ?? '';
  const setting = settingNamed(path.replace(/\..*$/, ''));
  // A pair without a name is the one thing that can be wrong below a setting without words of its own.
  const expected = `must be ${setting?.expects ?? 'known'}`;
  return {
    path,
    message: issue.message === '' ? expected : issue.message,
    source: setting === undefined ? null : layer.sourceOf(setting.name),
    given: setting === undefined || setting.kind === 'secret' ? null : givenValue(issue.input),
  };
};

/** Valibot's own words quote the value, which may be a secret: they are never asked for. */
const WITHOUT_VALUES = { message: () => '' };

const absolute = (said: Said, folder: string, homeDirectory: string): Said => {
  const at = (path: string): string => absolutePath(path, folder, homeDirectory);
  return {
    ...said,
    ...(said.accessTokenFile === undefined ? {} : { accessTokenFile: at(said.accessTokenFile) }),
    ...(said.appSecretFile === undefined ? {} : { appSecretFile: at(said.appSecretFile) }),
    ...(typeof said.ledger === 'string' ? { ledger: at(said.ledger) } : {}),
  };
};

/** Checks one layer against the schema; invalid values become problems, the others are kept. */
export const checkLayer = (layer: Layer, homeDirectory: string): CheckedLayer => {
  const first = v.safeParse(LAYER, layer.values, WITHOUT_VALUES);
  const problems = (first.issues ?? []).map((issue) => problemOf(issue, layer));
  const wrong = new Set(problems.map(({ path }) => path.replace(/\..*$/, '')));
  const sound = Object.fromEntries(Object.entries(layer.values).filter(([name]) => !wrong.has(name)));
  const second = first.success ? first : v.safeParse(LAYER, sound, WITHOUT_VALUES);
  const said = second.success ? absolute(second.output, layer.folder, homeDirectory) : {};
  return { ...layer, said, problems };
};

/** Where a setting's value was found; a higher rank is a stronger place. */
interface Found {
  readonly source: string;
  readonly rank: number;
}

/** All places taken together: of each setting the strongest word, and who said it. */
export interface Merged {
  readonly said: Said;
  readonly found: ReadonlyMap<SettingName, Found>;
}

/** Lays the places over each other, the weakest first. A list or map is replaced as a whole, never mixed. */
export const mergeLayers = (weakestFirst: readonly CheckedLayer[]): Merged => {
  const found = new Map<SettingName, Found>();
  let said: Said = {};
  weakestFirst.forEach((layer, rank) => {
    said = { ...said, ...layer.said };
    for (const name of SETTING_NAMES)
      if (layer.said[name] !== undefined) found.set(name, { source: layer.sourceOf(name), rank });
  });
  return { said, found };
};
