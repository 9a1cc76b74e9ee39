// mParticle's custom manifest: from its JSON text to what the reader needs, with every mistake.

import { UsageError } from '../../lib/errors.js';
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import { oneLine } from '../../lib/format.js';
import { timeZoneNamed } from '../../lib/instant.js';
import { nearestColumn, targetOf } from './targets.js';

export interface ManifestColumn {
  /** Its header in the file; null where the file has no header row and columns go by position. */
  readonly column: string | null;
  /** What it is, in dot notation; null: ignored. */
  readonly field: string | null;
}

/** mParticle's custom manifest: what the columns of a file with headers of its own, or none, mean. */
export interface CsvManifest {
  /** As given, for messages. */
  readonly path: string;
  readonly hasHeaderRow: boolean;
  /** One character; absent: recognised from the first line. A flag beats it. */
  readonly delimiter?: string | undefined;
  /** IANA name of the zone of times without one. A flag beats it. */
  readonly timeZone?: string | undefined;
  readonly columns: readonly ManifestColumn[];
}

/** A string, or a `//` comment to the end of its line: a string may hold two slashes. */
const STRING_OR_COMMENT = /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*/g;

const parseJson = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '').replace(STRING_OR_COMMENT, '$1'));
  } catch (error) {
    throw new UsageError(`${path} is not a manifest: it is not JSON`, { cause: error });
  }
};

const fieldOf = (field: unknown, at: string, problems: string[]): string | null => {
  if (typeof field !== 'string') {
    problems.push(`${at}.field: name what the column is, such as "user_identities.email"`);
    return null;
  }
  if (targetOf(field) !== null) return field;
  const nearest = nearestColumn(field);
  problems.push(`${at}.field: ${field} is not known${nearest === null ? '' : `; did you mean ${nearest}?`}`);
  return null;
};

/** Members that change what cells mean: leaving them unread would send wrong amounts, names or actions. */
export const UNREAD_MEMBERS: readonly string[] = ['encoding', 'decimal'];
export const UNREAD_COLUMN_MEMBERS: readonly string[] = ['map', 'dateFormat', 'value'];

/** What divides cells, as `--csv-delimiter` has it. */
const DELIMITER = /^[,;\t|]$/;

const findUnread = (entry: JsonObject, members: readonly string[], at: string, problems: string[]): void => {
  for (const member of members)
    if (member in entry) problems.push(`${at}${member}: this version does not read it; convert the file beforehand`);
};

const columnOf = (entry: unknown, at: string, hasHeaderRow: boolean, problems: string[]): ManifestColumn => {
  if (!isJsonObject(entry)) {
    problems.push(`${at}: must be an object`);
    return { column: null, field: null };
  }
  findUnread(entry, UNREAD_COLUMN_MEMBERS, `${at}.`, problems);
  const { column, action, field } = entry;
  if (hasHeaderRow && typeof column !== 'string') problems.push(`${at}.column: name the column as in the header row`);
  if (action !== 'keep' && action !== 'ignore') problems.push(`${at}.action: must be "keep" or "ignore"`);
  return {
    column: hasHeaderRow && typeof column === 'string' ? column.trim() : null,
    field: action === 'ignore' ? null : fieldOf(field, at, problems),
  };
};

const delimiterOf = (delimiter: unknown, problems: string[]): string | undefined => {
  if (delimiter === undefined) return undefined;
  if (typeof delimiter === 'string' && DELIMITER.test(delimiter)) return delimiter;
  problems.push('delimiter: must be ",", ";", "|" or "\\t"');
  return undefined;
};

const timeZoneOf = (timeZone: unknown, problems: string[]): string | undefined => {
  if (timeZone === undefined) return undefined;
  const known = typeof timeZone === 'string' ? timeZoneNamed(timeZone) : null;
  if (known !== null) return known;
  problems.push('timeZone: must be a name such as "Europe/Berlin"');
  return undefined;
};

/** Two columns for one thing: nobody could say which of them holds. */
const findRepeated = (columns: readonly ManifestColumn[], problems: string[]): void => {
  const seen = new Map<string, number>();
  columns.forEach(({ column, field }, index) => {
    const target = field === null ? null : targetOf(field);
    const names = [
      ...(column === null ? [] : [`column ${column}`]),
      ...(target === null || target.section === 'unused' ? [] : [`field ${target.section}.${target.key}`]),
    ];
    for (const name of names) {
      const earlier = seen.get(name);
      if (earlier === undefined) seen.set(name, index);
      else problems.push(`columns[${index}]: the same ${name.split(' ')[0] ?? ''} as columns[${earlier}]`);
    }
  });
};

/**
 * Reads a manifest (mParticle's custom manifest of the CSV import, `//` comments allowed). `hasHeaderRow` is true when it
 * is left out. Throws UsageError that lists every problem with its place in the file at `path`.
 */
export const parseCsvManifest = (text: string, path: string): CsvManifest => {
  const manifest = parseJson(text, path);
  const problems: string[] = [];
  const { hasHeaderRow = true, columns: entries, ...form }: JsonObject = isJsonObject(manifest) ? manifest : {};
  if (isJsonObject(manifest)) findUnread(manifest, UNREAD_MEMBERS, '', problems);
  if (typeof hasHeaderRow !== 'boolean') problems.push('hasHeaderRow: must be true or false');
  if (!Array.isArray(entries) || entries.length === 0) problems.push('columns: must be a list of columns');
  const list: readonly unknown[] = Array.isArray(entries) ? entries : [];
  const columns = list.map((entry, index) => columnOf(entry, `columns[${index}]`, hasHeaderRow !== false, problems));
  findRepeated(columns, problems);
  const [delimiter, timeZone] = [delimiterOf(form['delimiter'], problems), timeZoneOf(form['timeZone'], problems)];
  if (problems.length > 0) throw new UsageError([`${path} is not a manifest:`, ...problems.map(oneLine)].join('\n  '));
  return { path, hasHeaderRow: hasHeaderRow !== false, delimiter, timeZone, columns };
};
