// Validates the content of a manifest and reports every mistake. Not here: its JSON text (manifest.ts), the columns of
// a file (apply-manifest.ts), and how cells are read (cells.ts).
import { arrayOrEmpty, isJsonObject, type JsonObject } from '../../lib/json.js';
import type { Path } from '../../lib/json-with-comments.js';
import { timeZoneNamed } from '../../lib/instant.js';
import { didYouMean, nearestName } from '../../lib/nearest.js';
import { encodingNamed } from '../bytes/decoded-source.js';
import { faultOfFormat } from './date-format.js';
import { DELIMITERS } from './delimiter.js';
import { isTimeField, nearestColumn, targetOf } from './targets.js';

/** One entry of a manifest: the meaning of some cells of a row. */
export interface ManifestColumn {
  /** Headers in the file; several are joined. Empty: a constant, or the file has no header row. */
  readonly columns: readonly string[];
  /** The cell's position in a file without a header row, from 0. */
  readonly position: number;
  /** The constant instead of a cell. */
  readonly value?: string;
  /** Its meaning, in dot notation; null: ignored. */
  readonly field: string | null;
  /** From cell to value, null: the row is left out; `*`: every other cell that is not blank. */
  readonly map?: Readonly<Record<string, string | null>>;
  /** Unicode date field symbols, checked. */
  readonly dateFormat?: string;
}

/** mParticle's custom manifest, with more members for tills, shops and warehouses: the meaning of columns. */
export interface CsvManifest {
  /** The path as given, for messages. */
  readonly path: string;
  readonly hasHeaderRow: boolean;
  /** Canonical name; absent: UTF-8. */
  readonly encoding?: string | undefined;
  /** One character; absent: recognised from the first line. A flag has priority. */
  readonly delimiter?: string | undefined;
  /** The decimal sign of amounts; absent: amounts are plain numbers. */
  readonly decimal?: '.' | ',' | undefined;
  /** IANA name of the zone of times without one. A flag has priority. */
  readonly timeZone?: string | undefined;
  /** Language of the names of months and days, as a BCP 47 tag; absent: several are tried. */
  readonly language?: string | undefined;
  readonly columns: readonly ManifestColumn[];
}

/** Receives each mistake, with its place. */
export type Report = (path: Path, message: string) => void;

const MEMBERS = ['hasHeaderRow', 'encoding', 'delimiter', 'decimal', 'timeZone', 'language', 'columns', '$schema'];
const COLUMN_MEMBERS = ['column', 'value', 'action', 'field', 'map', 'dateFormat'];

const checkMembers = (object: JsonObject, path: Path, known: readonly string[], report: Report): void => {
  for (const name of Object.keys(object))
    if (!known.includes(name)) report([...path, name], `is not known${didYouMean(nearestName(name, known))}`);
};

/** The value of a member, if it is valid; reports a problem if it is present and invalid. */
const checked = <Value>(
  value: unknown,
  read: (value: unknown) => Value | null | undefined,
  path: Path,
  report: Report,
  message: string,
): Value | undefined => {
  if (value === undefined) return undefined;
  const result = read(value) ?? undefined;
  if (result === undefined) report(path, message);
  return result;
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const textWith =
  (read: (text: string) => string | null) =>
  (value: unknown): string | null =>
    typeof value === 'string' ? read(value) : null;
const decimalOrNull = (value: unknown): '.' | ',' | null => (value === '.' || value === ',' ? value : null);

const columnsOf = (column: unknown): readonly string[] | null => {
  const names = Array.isArray(column) ? arrayOrEmpty(column) : [column];
  const texts = names.flatMap((name) => (typeof name === 'string' ? [name.trim()] : []));
  return texts.length === names.length && texts.length > 0 ? texts : null;
};

const mapOf = (map: unknown): Readonly<Record<string, string | null>> | null => {
  if (!isJsonObject(map)) return null;
  const entries = Object.entries(map).flatMap(([cell, value]): (readonly [string, string | null])[] =>
    typeof value === 'string' || value === null ? [[cell.trim(), value]] : [],
  );
  return entries.length === Object.keys(map).length ? Object.fromEntries(entries) : null;
};

const fieldOf = (field: unknown, path: Path, report: Report): string | null => {
  if (typeof field !== 'string') {
    report(path, 'name what the column is, such as "user_identities.email"');
    return null;
  }
  if (targetOf(field) !== null) return field;
  report(path, `${field} is not known${didYouMean(nearestColumn(field))}`);
  return null;
};

const dateFormatOf = (dateFormat: unknown, field: string | null, path: Path, report: Report): string | undefined => {
  const format = checked(dateFormat, textOrNull, path, report, 'must be a format such as "dd.MM.yyyy HH:mm"');
  if (format === undefined) return undefined;
  const fault = faultOfFormat(format);
  if (fault !== null) report(path, fault);
  else if (field !== null && !isTimeField(field)) report(path, `${field} is not a time`);
  return format;
};

const namesIn = (
  { column, value }: JsonObject,
  path: Path,
  hasHeaderRow: boolean,
  report: Report,
): readonly string[] => {
  if (value !== undefined) {
    if (column !== undefined) report(path, 'a constant (value) has no column');
    return [];
  }
  if (!hasHeaderRow) return [];
  const names = columnsOf(column);
  if (names === null) report(path, 'name the column as in the header row');
  return names ?? [];
};

/** Reads the columns of a manifest in order: constants take no position among those of a file without headers. */
const columnReader = (hasHeaderRow: boolean, report: Report): ((entry: unknown, at: Path) => ManifestColumn) => {
  let next = 0;
  return (entry, at) => {
    const position = next;
    if (!isJsonObject(entry)) {
      report(at, 'must be an object');
      return { columns: [], position, field: null };
    }
    checkMembers(entry, at, COLUMN_MEMBERS, report);
    const value = checked(entry['value'], textOrNull, [...at, 'value'], report, 'must be a text in quotes');
    if (entry['value'] === undefined) next += 1;
    const { action } = entry;
    if (action !== 'keep' && action !== 'ignore') report([...at, 'action'], 'must be "keep" or "ignore"');
    const columns = namesIn(entry, [...at, 'column'], hasHeaderRow, report);
    const field = action === 'ignore' ? null : fieldOf(entry['field'], [...at, 'field'], report);
    const says = 'must be an object from cells to texts, or to null for rows to leave out';
    const map = checked(entry['map'], mapOf, [...at, 'map'], report, says);
    const dateFormat = dateFormatOf(entry['dateFormat'], field, [...at, 'dateFormat'], report);
    return {
      columns,
      position,
      field,
      ...(value === undefined ? {} : { value }),
      ...(map === undefined ? {} : { map }),
      ...(dateFormat === undefined ? {} : { dateFormat }),
    };
  };
};

/** Must start with letters, because `Intl` throws for what is not a tag. */
const languageNamed = (tag: string): string | null =>
  /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) ? (Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? null) : null;

/** Two columns for one field: the manifest does not say which of them counts. */
const checkRepeated = (columns: readonly ManifestColumn[], report: Report): void => {
  const seen = new Map<string, number>();
  columns.forEach(({ columns: names, field, map }, index) => {
    const target = field === null ? null : targetOf(field);
    const [name, more] = names;
    // A column may be mapped to several fields, such as a shop to its country and its currency. Drafts list ignored
    // columns, which people keep in a further entry.
    const keys = [
      ...(name === undefined || field === null || more !== undefined || map !== undefined ? [] : [`column ${name}`]),
      ...(target === null || target.section === 'unused' ? [] : [`field ${target.section}.${target.key}`]),
    ];
    for (const key of keys) {
      const earlier = seen.get(key);
      const [member = ''] = key.split(' ');
      if (earlier === undefined) seen.set(key, index);
      else report(['columns', index, member], `the same ${member} as columns[${earlier}]`);
    }
  });
};

/** The content of a manifest's JSON value; `report` receives every mistake. */
export const readManifest = (value: unknown, report: Report): Omit<CsvManifest, 'path'> => {
  if (!isJsonObject(value)) report([], 'must be an object');
  const members = isJsonObject(value) ? value : {};
  const { hasHeaderRow = true, columns: entries, ...form } = members;
  checkMembers(members, [], MEMBERS, report);
  if (typeof hasHeaderRow !== 'boolean') report(['hasHeaderRow'], 'must be true or false');
  if (!Array.isArray(entries) || entries.length === 0) report(['columns'], 'must be a list of columns');
  const columnOf = columnReader(hasHeaderRow !== false, report);
  const columns = arrayOrEmpty(entries).map((entry, index) => columnOf(entry, ['columns', index]));
  checkRepeated(columns, report);
  const member = <Value>(name: string, read: (one: unknown) => Value | null, message: string): Value | undefined =>
    checked(form[name], read, [name], report, message);
  return {
    hasHeaderRow: hasHeaderRow !== false,
    encoding: member('encoding', textWith(encodingNamed), 'must be a label such as "windows-1252"'),
    delimiter: member(
      'delimiter',
      textWith((text) => (DELIMITERS.includes(text) ? text : null)),
      'must be ",", ";", "|", "\\t" or "\\u0001"',
    ),
    decimal: member('decimal', decimalOrNull, 'must be "," or "."'),
    timeZone: member('timeZone', textWith(timeZoneNamed), 'must be a name such as "Europe/Berlin"'),
    language: member('language', textWith(languageNamed), 'must be a tag such as "pl"'),
    columns,
  };
};
