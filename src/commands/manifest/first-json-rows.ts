// The first rows of a table that was exported as JSON, one object per row, with paths as headers. Refuses mParticle's own
// exports, which need no manifest.
import { InputError, UsageError } from '../../lib/errors.js';
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { shellPath, shellWord } from '../../lib/format.js';
import { isOfItems, pathsOf, rowsOf } from '../../read/csv/json-paths.js';
import { firstRows, isBatch } from '../../read/csv/json-rows.js';
import type { InputRef } from '../../read/index.js';
import { MAX_ROWS, type FirstRows } from './table.js';

/** Names that only a batch has, and which occur even if the batch is longer than what was read. */
export const EVENTS = /"events"\s*:/;
const MAX_PATHS = 500;

/** `comments`: the lines above the first batch. */
const noManifestNeeded = (path: string, comments: string): UsageError => {
  const file = shellPath(path);
  const advice =
    comments === ''
      ? `Check it as it is: mp2fb check ${file}`
      : `Remove the comments above it, and check it: tail -n +${comments.split('\n').length} ${file} | mp2fb check -`;
  return new UsageError(`${path} is an mParticle export, which needs no manifest. ${advice}`);
};

/** The list that a reply of an API has its rows in: people are in the list, and nowhere else. null: there is none. */
const listAround = ([only, ...others]: readonly JsonObject[]): string | null => {
  const hasAddress = (value: unknown): boolean => JSON.stringify(value).includes('@');
  const [named, ...more] = others.length > 0 ? [] : Object.entries(only ?? {}).filter(([, value]) => hasAddress(value));
  const isList = named !== undefined && more.length === 0 && Array.isArray(named[1]) && named[1].every(isJsonObject);
  return isList ? named[0] : null;
};

/** The first rows in a JSON text, which follow `comments`. Throws UsageError for an export, InputError without rows. */
export const jsonTable = (text: string, { path }: InputRef, comments: string): FirstRows => {
  const objects = firstRows(text.slice(comments.length), MAX_ROWS);
  if (objects.length === 0 ? EVENTS.test(text) : objects.some(isBatch)) throw noManifestNeeded(path, comments);
  if (objects.length === 0) throw new InputError(`${path}: it contains JSON, but no table rows (one object each)`);
  const list = listAround(objects);
  if (list !== null) {
    const advice = `Extract them: jq -c ${shellWord(`.[${JSON.stringify(list)}][]`)} ${shellPath(path)} > FILE.ndjson`;
    throw new InputError(`${path}: its rows are in the list ${JSON.stringify(list)} of one object`, { advice });
  }
  const paths = [...new Set(objects.flatMap((row) => pathsOf(row)))].slice(0, MAX_PATHS);
  const rows = objects.flatMap((row) => rowsOf(row, paths, undefined));
  const ofItems = new Set(paths.filter((at) => objects.some((row) => isOfItems(row, at))));
  return { table: { headers: paths, rows, ofItems }, csv: null };
};
