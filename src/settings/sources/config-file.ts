// The settings file and its connections.

import { dirname } from 'node:path';
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { didYouMean, nearestName } from '../../lib/nearest.js';
import { isMissing, readFault, readTextFile } from '../../lib/file-errors.js';
import type { Layer } from './layer.js';
import type { Problem } from '../problem.js';
import { settingNamed } from '../table/table.js';
import { adviceOnKey, shownKey } from '../table/unknown-names.js';

const CONNECTIONS = 'connections';
/** Editors look for their schema there. */
const SCHEMA_KEY = '$schema';

/** A settings file: its settings, those of its connections, and its mistakes. */
export interface ConfigFile {
  /** null: there is no file. */
  readonly path: string | null;
  readonly common: Layer | null;
  readonly connections: ReadonlyMap<string, Layer>;
  readonly problems: readonly Problem[];
}

const NO_FILE: ConfigFile = { path: null, common: null, connections: new Map(), problems: [] };

const broken = (path: string, message: string): ConfigFile => ({
  ...NO_FILE,
  path,
  problems: [{ path, message, source: null }],
});

interface Section {
  readonly layer: Layer;
  readonly problems: readonly Problem[];
}

/** Separates settings from unknown keys; `prefix` is the path to this object from the top of the file. */
const sectionOf = (members: JsonObject, source: string, prefix: string, path: string): Section => {
  const known = Object.entries(members).filter(([key]) => settingNamed(key) !== undefined);
  const unknown = Object.keys(members).filter((key) => settingNamed(key) === undefined);
  return {
    layer: { written: Object.fromEntries(known), sourceOf: () => source, folder: dirname(path) },
    problems: unknown.map((key) => ({
      path: `${prefix}${shownKey(key)}`,
      message: adviceOnKey(key, prefix === '' ? [CONNECTIONS] : []),
      source: `file ${path}`,
    })),
  };
};

const connectionsOf = (value: unknown, path: string): Pick<ConfigFile, 'connections' | 'problems'> => {
  const source = `file ${path}`;
  const connections = new Map<string, Layer>();
  if (!isJsonObject(value)) {
    const message = 'must be an object: settings by name of a connection';
    return { connections, problems: value === undefined ? [] : [{ path: CONNECTIONS, message, source }] };
  }
  const problems: Problem[] = [];
  for (const [name, members] of Object.entries(value)) {
    const place = `${CONNECTIONS}.${name}`;
    if (isJsonObject(members)) {
      const section = sectionOf(members, `${place} in ${path}`, `${place}.`, path);
      connections.set(name, section.layer);
      problems.push(...section.problems);
    } else problems.push({ path: place, message: 'must be an object: settings of this connection', source });
  }
  return { connections, problems };
};

const fileOf = (document: JsonObject, path: string): ConfigFile => {
  const { [CONNECTIONS]: named, [SCHEMA_KEY]: schema, ...members } = document;
  const common = sectionOf(members, `file ${path}`, '', path);
  const { connections, problems } = connectionsOf(named, path);
  const schemaProblems =
    schema === undefined || typeof schema === 'string'
      ? []
      : [{ path: SCHEMA_KEY, message: 'must be text', source: `file ${path}` }];
  return { path, common: common.layer, connections, problems: [...schemaProblems, ...common.problems, ...problems] };
};

/** Reads the settings file. The default one (`isDefault`) may be missing. */
export const readConfigFile = async (path: string, isDefault: boolean): Promise<ConfigFile> => {
  let text: string;
  try {
    text = await readTextFile(path);
  } catch (error) {
    return isDefault && isMissing(error)
      ? NO_FILE
      : broken(path, `the settings file cannot be used: ${readFault(error)}`);
  }
  // Loaded only if there is a file.
  const { parseJsonWithComments } = await import('../../lib/json-with-comments.js');
  const { value, faults, placeOf } = parseJsonWithComments(text);
  const [fault] = faults;
  if (fault !== undefined) return broken(`${path}:${placeOf(fault.offset)}`, fault.message);
  return isJsonObject(value)
    ? fileOf(value, path)
    : broken(path, 'the settings file must contain one object in braces');
};

/** The problem with the chosen connection; null: none. */
export const connectionProblem = (name: string, source: string, file: ConfigFile): Problem | null => {
  // A file that could not be read has been reported already.
  if (file.connections.has(name) || (file.common === null && file.path !== null)) return null;
  const known = [...file.connections.keys()];
  if (known.length === 0)
    return { path: 'connection', message: 'there is no such connection: no settings file defines any', source };
  const nearest = nearestName(name, known);
  const others = nearest !== null && known.length === 1 ? '' : `; known: ${known.join(', ')}`;
  return { path: 'connection', message: `there is no such connection${others}${didYouMean(nearest)}`, source };
};
