import { InputError } from '../../lib/errors.js';
import { shellWord } from '../../lib/format.js';
import { nearestName } from '../../lib/nearest.js';
import type { CountedWarning } from '../../model/warnings.js';
import type { CsvManifest } from './manifest.js';
import { nearestColumn, targetOf, type Target } from './targets.js';

const CANDIDATES = [',', ';', '\t', '|'] as const;

/** Delimiters of the first line, those inside quotes left out. */
const countOutsideQuotes = (line: string, delimiter: string): number => {
  let count = 0;
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) count += 1;
  }
  return count;
};

/** The delimiter that the first line of a file is divided by; a comma where there is none. */
export const recogniseDelimiter = (text: string): string => {
  const [line = ''] = text.trimStart().split(/[\r\n]/, 1);
  const [first, ...others] = CANDIDATES;
  let best: string = first;
  let most = countOutsideQuotes(line, first);
  for (const candidate of others) {
    const count = countOutsideQuotes(line, candidate);
    if (count > most) [best, most] = [candidate, count];
  }
  return best;
};

export interface Column extends Target {
  /** Position in a row, from 0. */
  readonly index: number;
}

/** What the columns of one file mean. */
export interface Header {
  /** Cells that every row must have. */
  readonly width: number;
  readonly columns: readonly Column[];
  readonly warnings: readonly CountedWarning[];
}

const RESERVED_ATTRIBUTE = /^(?:\$|reserved\.)(?:firstname|lastname|gender|city|state|zip|country|mobile)$/i;
const ADVERTISING_IDS = ['ios_advertising_id', 'android_advertising_id'];

const canMatch = ({ section, key }: Target): boolean =>
  section === 'identities' ||
  (section === 'device' && ADVERTISING_IDS.includes(key)) ||
  (section === 'attributes' && RESERVED_ATTRIBUTE.test(key));

const ESSENTIAL: readonly (readonly [what: string, is: (target: Target) => boolean])[] = [
  [
    'the event time (events.data.timestamp_unixtime_ms)',
    ({ section, key }) => section === 'data' && key === 'timestamp_unixtime_ms',
  ],
  ['the action (events.data.product_action.action)', ({ section, key }) => section === 'action' && key === 'action'],
  ['anything that identifies a person (such as user_identities.email or user_attributes.$FirstName)', canMatch],
];

/** For headers other than mParticle's, and columns without headers. */
const adviceToDraft = (path: string): string =>
  `Write a manifest, which says what its columns are: mp2fb manifest ${path === '-' ? 'FILE' : shellWord(path)} ` +
  '--output manifest.json; then give it with --csv-manifest manifest.json';

/** Never names what stands in the file: without a header row, its first line would be somebody's data. */
const checkEssentials = (columns: readonly Column[], path: string, hasManifest: boolean): void => {
  const missing = ESSENTIAL.filter(([, is]) => !columns.some(is)).map(([what]) => what);
  if (missing.length === 0) return;
  const advice = hasManifest ? 'Add them to the manifest' : adviceToDraft(path);
  throw new InputError(`${path}: no column holds ${missing.join('; nor ')}`, { advice });
};

const checkOneMeaning = (columns: readonly Column[], path: string): void => {
  const seen = new Map<string, Column>();
  for (const column of columns) {
    if (column.section === 'unused') continue;
    const meaning = `${column.section} ${column.key}`;
    const earlier = seen.get(meaning);
    if (earlier !== undefined)
      throw new InputError(`${path}: its columns ${earlier.index + 1} and ${column.index + 1} mean the same`);
    seen.set(meaning, column);
  }
};

const checkNoTwins = (names: readonly string[], path: string): void => {
  names.forEach((name, index) => {
    const earlier = names.indexOf(name);
    if (name !== '' && earlier < index)
      throw new InputError(`${path}: its columns ${earlier + 1} and ${index + 1} have the same header`);
  });
};

const unknownColumn = (name: string, index: number): CountedWarning => {
  const nearest = name === '' ? null : nearestColumn(name);
  const shown = name === '' ? `column ${index + 1}, which has no header` : name;
  const detail = nearest === null ? shown : `${shown} (did you mean ${nearest}?)`;
  return { code: 'csv_unknown_column', count: 1, detail };
};

/** The header row of a file in mParticle's own dot notation. Throws InputError when rows could not become events. */
export const readHeader = (cells: readonly string[], path: string): Header => {
  const names = cells.map((cell) => cell.trim());
  const columns: Column[] = [];
  const warnings: CountedWarning[] = [];
  names.forEach((name, index) => {
    const target = targetOf(name);
    if (target === null) warnings.push(unknownColumn(name, index));
    else columns.push({ ...target, index });
  });
  checkNoTwins(names, path);
  checkEssentials(columns, path, false);
  checkOneMeaning(columns, path);
  return { width: cells.length, columns, warnings };
};

const indexOfColumn = (names: readonly string[] | null, column: string | null, position: number): number =>
  names === null || column === null ? position : names.indexOf(column);

/** The absent columns, and what may have become of them. Only a header that is nearly one of them is shown. */
const lacking = (absent: readonly string[], names: readonly string[]): string => {
  const told = absent.map((column) => {
    const nearest = nearestName(column, names);
    return nearest === null ? column : `${column} (did you mean column ${names.indexOf(nearest) + 1}, ${nearest}?)`;
  });
  const list = told.join(', ');
  if (names.some((name) => name.includes('\ufffd'))) return `${list}; its first line is not UTF-8: save it as UTF-8`;
  return names.length === 1 ? `${list}; its first line is one single column: is the delimiter right?` : list;
};

/**
 * The columns as a manifest names them; `cells` is the header row, null where the file has none. Columns that the
 * manifest leaves out are ignored, as are those it ignores. Throws InputError when the file lacks columns it names.
 */
export const applyManifest = (manifest: CsvManifest, cells: readonly string[] | null, path: string): Header => {
  const names = cells === null ? null : cells.map((cell) => cell.trim());
  const absent: string[] = [];
  const columns = manifest.columns.flatMap(({ column, field }, position): Column[] => {
    const target = field === null ? null : targetOf(field);
    if (target === null) return [];
    const index = indexOfColumn(names, column, position);
    if (index === -1) absent.push(column ?? '');
    else if (names !== null && names.indexOf(names[index] ?? '', index + 1) !== -1)
      throw new InputError(`${path}: two of its columns have the header ${column ?? ''}`);
    return [{ ...target, index }];
  });
  if (absent.length > 0)
    throw new InputError(`${path} lacks columns that ${manifest.path} names: ${lacking(absent, names ?? [])}`);
  checkEssentials(columns, path, true);
  return { width: names?.length ?? manifest.columns.length, columns, warnings: [] };
};
