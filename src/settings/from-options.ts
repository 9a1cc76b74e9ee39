// The settings of the library's options. Files and flags: load.ts.

import { homedir, platform } from 'node:os';
import { resolve } from 'node:path';
import type { JsonObject } from '../lib/json.js';
import type { MappingOptions, SettingsOptions } from '../model/options.js';
import type { Settings } from '../model/settings.js';
import type { CountedWarning } from '../model/warnings.js';
import type { Gathered } from './sources/from-command-line.js';
import { checkLayer, mergeLayers } from './sources/layer.js';
import { settingsError, type Problem } from './problem.js';
import { resolveSettings } from './resolve.js';
import { chooseApi, ruleProblems, combineSettings } from './combine.js';
import { settingNamed } from './table/table.js';
import { adviceOnKey } from './table/unknown-names.js';

const SOURCE = 'the options';

/** The options of a program as the only source: no file, no environment, no flags. */
const gathered = (options: object): Gathered => {
  const members = Object.entries(options);
  const known: JsonObject = Object.fromEntries(members.filter(([name]) => settingNamed(name) !== undefined));
  const unknown = members.filter(([name]) => settingNamed(name) === undefined);
  const layer = checkLayer({ written: known, sourceOf: () => SOURCE, folder: resolve() }, homedir());
  const problems = unknown.map(([path]): Problem => ({ path, message: adviceOnKey(path), source: SOURCE }));
  return { layers: [layer], problems: [...problems, ...layer.problems], warnings: [] };
};

/** The settings of the mapping; a token may be missing. Throws one UsageError with every problem. */
export const mappingOf = (options: MappingOptions): Settings['mapping'] => {
  const { layers, problems } = gathered(options);
  const merged = mergeLayers(layers);
  const choice = chooseApi(merged);
  const all = [...problems, ...ruleProblems(merged, choice)];
  if (choice.kind === 'conflict' || all.length > 0) throw settingsError(all);
  const unused = { accessToken: null, appSecret: null, ledgerFolder: '' };
  return resolveSettings(merged.values, { api: choice.api, apiIsDefault: choice.kind === 'default', ...unused })
    .mapping;
};

/** Missing settings of an upload. Invalid settings have been reported already. */
const lacking = (options: Partial<SettingsOptions>, { delivery, apiIsDefault }: Settings): readonly Problem[] => {
  const id = delivery.api === 'conversions' ? 'datasetId' : 'offlineEventSetId';
  const hasId = options.datasetId !== undefined || options.offlineEventSetId !== undefined;
  const missing: readonly (readonly [is: boolean, path: string, message: string])[] = [
    [
      options.accessToken === undefined && options.accessTokenFile === undefined,
      'accessToken',
      'is missing: set it, or accessTokenFile',
    ],
    [apiIsDefault && !hasId, 'datasetId', 'is missing: set it, or offlineEventSetId'],
    [!apiIsDefault && options[id] === undefined, id, 'is missing'],
    [options.ledger === undefined, 'ledger', 'must be set: a folder that records what was sent, or false'],
  ];
  return missing.flatMap(([is, path, message]) => (is ? [{ path, message, source: null }] : []));
};

/** The settings of an upload by a program. Throws one UsageError with every problem on a line of its own. */
export const settingsOf = async (
  options: SettingsOptions,
): Promise<{ readonly settings: Settings; readonly warnings: readonly CountedWarning[] }> =>
  combineSettings(gathered(options), {
    platform: platform(),
    ledgerFolder: '',
    missing: (settings) => lacking(options, settings),
  });
