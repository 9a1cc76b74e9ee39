// Compiles what a manifest says about a column into the function that reads its cell of a row: constants, joined
// columns, mapped words, dates, amounts. Not here: where its columns are in a file (apply-manifest.ts).
import { cleanText } from '../../lib/clean-text.js';
import { plainWord } from '../../lib/printable.js';
import { markedTime } from '../../model/time-format.js';
import type { CsvOptions } from '../options.js';
import { amountReader } from './amount.js';
import { dateReader, type DateReader } from './date-format.js';
import type { LeftOut } from './header.js';
import type { CsvManifest, ManifestColumn } from './manifest-members.js';
import { isBlankCell } from './blank-cells.js';
import { isAmount, type Section, type Target } from './targets.js';
import { ZoneOffsets } from './time.js';

/** The cell of a column, as it is read in a row of the file. */
export type CellReader = (row: readonly string[]) => string;

/** Readers of the manifest's date formats, by format. */
export type DateReaders = ReadonlyMap<string, DateReader>;

/** Loads what the date formats of a manifest need; nothing if it has none. */
export const dateReadersOf = async ({ manifest, timeZone }: CsvOptions): Promise<DateReaders> => {
  const formats = new Set(manifest?.columns.flatMap(({ dateFormat }) => dateFormat ?? []));
  const zone = timeZone === undefined ? null : new ZoneOffsets(timeZone);
  const readers = new Map<string, DateReader>();
  for (const format of formats) readers.set(format, await dateReader(format, zone, manifest?.language));
  return readers;
};

/** What a manifest says about all its columns. */
export interface CellForm {
  readonly decimal: CsvManifest['decimal'];
  readonly dates: DateReaders;
}

type Step = (cell: string) => string;

/** Stands for every other cell of a column. Blank cells stay blank, because further rows of a sale have them. */
const OTHERS = '*';

/** The value of a cell, null: its row is left out, undefined: the map does not have it. */
const mapping = (map: Readonly<Record<string, string | null>>): ((cell: string) => string | null | undefined) => {
  const values = new Map(Object.entries(map).map(([word, value]) => [plainWord(word), value]));
  const anyCase = new Map([...values].map(([word, value]) => [word.toLowerCase(), value]));
  const others = values.get(OTHERS);
  return (cell) => {
    const text = plainWord(cell);
    const exact = values.get(text);
    const value = exact === undefined ? anyCase.get(text.toLowerCase()) : exact;
    return value !== undefined || text === '' ? value : others;
  };
};

const CODE = /^\s*\d+\s*$/;
/** mParticle's id of the action. */
const PURCHASE_ID = 7;

/** Whether a map names the codes of a till for actions: other codes are then not mParticle's ids. */
const namesOwnCodes = (map: Readonly<Record<string, string | null>>, { section, key }: Target): boolean =>
  section === 'action' &&
  key === 'action' &&
  Object.entries(map).some(
    ([word, value]) => value?.toLowerCase() === 'purchase' && CODE.test(word) && Number(word) !== PURCHASE_ID,
  );

/** Cells that the map does not have are unchanged, or codes that are marked: no later stage takes them for ids. */
const mapped = (map: Readonly<Record<string, string | null>>, target: Target): Step => {
  const valueOf = mapping(map);
  const hasOwnCodes = namesOwnCodes(map, target);
  return (cell) => {
    const value = valueOf(cell);
    if (value !== undefined) return value ?? '';
    return hasOwnCodes && CODE.test(cell) ? `${cell} (not in the map)` : cell;
  };
};

/** Milliseconds, or the marked cell. */
const dated =
  (format: string, read: DateReader): Step =>
  (cell) => {
    if (isBlankCell(cell)) return '';
    const time = read(cell);
    if (typeof time === 'string') return cell.trim() + time;
    return Number.isNaN(time) ? markedTime(cell, format) : String(time);
  };

const joined = (row: readonly string[], indexes: readonly number[]): string => {
  let text = '';
  for (const index of indexes) {
    const cell = cleanText(row[index] ?? '').trim();
    if (cell !== '') text += text === '' ? cell : ` ${cell}`;
  }
  return text;
};

/** An amount that the manifest itself names, as JSON does with a decimal point, by the decimal sign of the file. */
const ownAmount = (amount: string): string => amount.replace(/^(\s*-?\d+)\.(\d{1,2}\s*)$/, '$1,$2');

/** The column with the amounts of its constant and of its map in the form of the file's amounts. */
const withOwnAmounts = ({ value, map, ...column }: ManifestColumn): ManifestColumn => ({
  ...column,
  ...(value === undefined ? {} : { value: ownAmount(value) }),
  ...(map === undefined
    ? {}
    : {
        map: Object.fromEntries(Object.entries(map).map(([cell, one]) => [cell, one === null ? null : ownAmount(one)])),
      }),
});

const sourceOf = ({ value }: ManifestColumn, indexes: readonly number[]): ((row: readonly string[]) => string) => {
  if (value !== undefined) return () => value;
  const [first = -1, ...others] = indexes;
  return others.length === 0 ? (row) => cleanText(row[first] ?? '') : (row) => joined(row, indexes);
};

const stepsOf = (
  { map, dateFormat }: ManifestColumn,
  target: Target,
  { decimal, dates }: CellForm,
): readonly Step[] => {
  const read = dateFormat === undefined ? undefined : dates.get(dateFormat);
  return [
    ...(map === undefined ? [] : [mapped(map, target)]),
    ...(dateFormat === undefined || read === undefined ? [] : [dated(dateFormat, read)]),
    ...(decimal === undefined || !isAmount(target) ? [] : [amountReader(decimal)]),
  ];
};

/** The reader of a column whose cells are at these positions of a row; null: its single cell is read unchanged. */
export const cellReader = (
  entry: ManifestColumn,
  target: Target,
  indexes: readonly number[],
  form: CellForm,
): CellReader | null => {
  const column = form.decimal === ',' && isAmount(target) ? withOwnAmounts(entry) : entry;
  const steps = stepsOf(column, target, form);
  if (steps.length === 0 && column.value === undefined && indexes.length === 1) return null;
  const source = sourceOf(column, indexes);
  return (row) => {
    let cell = source(row);
    for (const step of steps) cell = step(cell);
    return cell;
  };
};

/** Builds rows from the columns' cells. */
export const planOf =
  (readers: readonly CellReader[]): ((row: readonly string[]) => readonly string[]) =>
  (row) =>
    readers.map((read) => read(row));

/** An entry of the manifest, what it fills, and where its cells are in a row. */
export interface PlacedEntry {
  readonly entry: ManifestColumn;
  readonly target: Target;
  readonly indexes: readonly number[];
}

/** Further lines of a sale need not repeat these. */
const OF_PERSON: readonly Section[] = ['identities', 'attributes', 'device'];

/** null: no map leaves rows out. */
export const leavingOut = (entries: readonly PlacedEntry[]): ((row: readonly string[]) => LeftOut) | null => {
  const maps = entries.flatMap(({ entry, target, indexes }) => {
    const { map } = entry;
    const leaves = map !== undefined && Object.values(map).includes(null);
    const isOfPerson = OF_PERSON.includes(target.section);
    return leaves ? [{ cellOf: sourceOf(entry, indexes), valueOf: mapping(map), isOfPerson }] : [];
  });
  if (maps.length === 0) return null;
  return (row) => {
    let says: LeftOut = null;
    for (const { cellOf, valueOf, isOfPerson } of maps) {
      const cell = cellOf(row);
      const leaves = valueOf(cell) === null;
      const isBlank = isBlankCell(cell);
      if (leaves && !(isBlank && isOfPerson)) return true;
      if (leaves) says = 'blank';
      else if (!isBlank) says ??= false;
    }
    return says;
  };
};
