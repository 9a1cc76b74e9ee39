// The header of a CSV file: the meaning of its columns, and its errors. By a manifest: apply-manifest.ts.

import { InputError } from '../../lib/errors.js';
import { shellPath } from '../../lib/format.js';
import { plainWord } from '../../lib/printable.js';
import type { CountedWarning } from '../../model/warnings.js';
import { DELIMITER_NAMES, DELIMITERS } from './delimiter.js';
import { isBlankCell, isNoValue } from './blank-cells.js';
import { metaTemplate } from './meta-template.js';
import { consentTargetOf, nearestColumn, styledTargetOf, targetOf, type Target } from './targets.js';

/** A column of a file: what its cells are. */
export interface Column extends Target {
  /** Position in a row, from 0. */
  readonly index: number;
  /** Whether the cell is already in milliseconds, or not a time. */
  readonly isReadTime?: boolean;
}

/**
 * Whether a row is left out. `blank`: yes, for a cell that is blank, unless the row is a further line of a sale, whose
 * blank cells take the values above. null: all cells that decide it are blank and say nothing.
 */
export type LeftOut = boolean | 'blank' | null;

/** The meaning of the columns of one file. */
export interface Header {
  /** The cells that every row must have: those up to the last column with a header. */
  readonly width: number;
  /** Cells without a header (delimiters at the end of the header row), which a row may have. */
  readonly unnamed: number;
  /** Times in seconds are usual in such files, and cause no warning. */
  readonly hasSeconds?: boolean;
  /** Converts a row of the file to a row of `columns`; absent: they are the same. */
  readonly cells?: (row: readonly string[]) => readonly string[];
  readonly columns: readonly Column[];
  /** Whether a row of the file is left out; absent: none is. */
  readonly leavesOut?: (row: readonly string[]) => LeftOut;
  /** Finds amounts with the sign of another currency than the row (`otherCurrency`); absent: none can have one. */
  readonly otherCurrencies?: (row: readonly string[]) => readonly string[];
  readonly warnings: readonly CountedWarning[];
}

const RESERVED_ATTRIBUTE = /^(?:\$|reserved\.)(?:firstname|lastname|gender|city|state|zip|country|mobile)$/i;
const ADVERTISING_IDS = ['ios_advertising_id', 'android_advertising_id'];

/** Whether a column identifies a person. */
export const canMatch = ({ section, key }: Target): boolean =>
  section === 'identities' ||
  (section === 'device' && (key === '' || ADVERTISING_IDS.includes(key))) ||
  (section === 'attributes' && (key === '' || RESERVED_ATTRIBUTE.test(key)));

const ESSENTIAL: readonly (readonly [what: string, is: (target: Target) => boolean])[] = [
  [
    'the event time (events.data.timestamp_unixtime_ms)',
    ({ section, key }) => section === 'data' && key === 'timestamp_unixtime_ms',
  ],
  [
    'the action (events.data.product_action.action)',
    ({ section, key }) => section === 'action' && (key === 'action' || key === ''),
  ],
  ['anything that identifies a person (such as user_identities.email or user_attributes.$FirstName)', canMatch],
];

/** For headers other than mParticle's, and columns without headers. */
const adviceToDraft = (path: string): string =>
  `Draft a manifest, which says what each column is: mp2fb manifest ${shellPath(path)} ` +
  '--output manifest.json; then add --csv-manifest manifest.json';

/** Never shows content of the file: if there is no header row, its first line is personal data. */
export const checkEssentials = (columns: readonly Column[], path: string, advice: string): void => {
  const missing = ESSENTIAL.filter(([, is]) => !columns.some(is)).map(([what]) => what);
  if (missing.length > 0)
    throw new InputError(
      `${path}: there is no column for ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(missing)}`,
      { advice },
    );
};

/** Columns without meaning may be repeated, and all of Meta's template; of others it must be clear which counts. */
const checkOneMeaning = (columns: readonly Column[], names: readonly string[], path: string): void => {
  const seen = new Map<string, Column>();
  for (const column of columns) {
    const meaning = meaningOf(column);
    const earlier = seen.get(meaning);
    if (earlier !== undefined) {
      const same = names[earlier.index] === names[column.index] ? 'have the same header' : 'mean the same';
      const what = `${path}: its columns ${earlier.index + 1} and ${column.index + 1} ${same}`;
      throw new InputError(what, { advice: `Rename or remove one of them. ${adviceToDraft(path)}` });
    }
    if (column.section !== 'unused') seen.set(meaning, column);
  }
};

const meaningOf = ({ section, key }: Target): string => `${section} ${key}`;

/** The first of several columns with the same meaning, of which the first cell with a value counts. */
const withoutRepeats = (columns: readonly Column[]): Pick<Header, 'columns' | 'cells'> => {
  const firsts = new Map<string, Column>();
  const repeats: (readonly [from: number, to: number])[] = [];
  for (const column of columns) {
    const first = firsts.get(meaningOf(column));
    if (first === undefined) firsts.set(meaningOf(column), column);
    else repeats.push([column.index, first.index]);
  }
  const cells = (row: readonly string[]): readonly string[] => {
    const filled = [...row];
    for (const [from, to] of repeats) {
      const other = filled[from] ?? '';
      if (isNoValue(filled[to] ?? '') && !isBlankCell(other)) filled[to] = other;
    }
    return filled;
  };
  return { columns: [...firsts.values()], ...(repeats.length === 0 ? {} : { cells }) };
};

/** The width of the rows of a file, by its header row. */
export const widthOf = (names: readonly string[]): Pick<Header, 'width' | 'unnamed'> => {
  const width = names.findLastIndex((name) => name !== '') + 1;
  return { width, unnamed: names.length - width };
};

/** Digits and addresses are cells: of a file without headers or with unusual line ends. */
const MAYBE_PERSONAL = /@|\d{5}|[\p{Cc}\p{Zl}\p{Zp}]/u;

/** Characters that some programs use as line ends: vertical tab, form feed, next line, line and paragraph separator. */
const OTHER_LINE_END = /[\v\f\u0085\u2028\u2029]/;

/** Throws InputError if the header row contains a line end that CSV does not know: the whole file may be this row. */
export const checkLineEnds = (cells: readonly string[], path: string): void => {
  if (cells.some((cell) => OTHER_LINE_END.test(cell.trim())))
    throw new InputError(`${path}: its lines do not end with line feeds or carriage returns`, {
      advice: 'Export it again, or convert its line ends',
    });
};

/** The warning about an unknown column, by its header or its position. */
export const unknownColumn = (name: string, index: number): CountedWarning => {
  const nearest = name === '' ? null : nearestColumn(name);
  const isShown = name !== '' && !MAYBE_PERSONAL.test(name);
  const shown = isShown ? name : `column ${index + 1}, which has no header${name === '' ? '' : ' that can be shown'}`;
  const detail = nearest === null ? shown : `${shown} (did you mean ${nearest}?)`;
  return { code: 'csv_unknown_column', count: 1, detail };
};

const UNRESERVED = /^(?:firstname|lastname|gender|city|state|zip|country|mobile)$/i;

/** Warnings about attributes that would be match keys if their names started with a dollar sign. */
export const unreservedAttributes = (columns: readonly Target[]): readonly CountedWarning[] => {
  const keys = new Set(columns.flatMap(({ section, key }) => (section === 'attributes' ? [key.toLowerCase()] : [])));
  return [...keys]
    .filter((key) => UNRESERVED.test(key) && !keys.has(`$${key}`))
    .map((key) => unknownColumn(`user_attributes.${key}`, 0));
};

const adviceOnDelimiters = (names: readonly string[], path: string): string => {
  const others = DELIMITERS.filter((sign) => names.some((name) => name.includes(sign)));
  if (others.length === 0) return adviceToDraft(path);
  const signs = others.map((sign) => DELIMITER_NAMES[sign]).join(' and ');
  return `Headers in its first line contain ${signs}: use one delimiter in the whole file, and name it with --csv-delimiter`;
};

/** Columns whose names are in another style than mParticle's, unless another column has the same meaning. */
const styledColumns = (names: readonly string[], own: readonly Column[]): readonly Column[] => {
  const taken = new Set(own.map(meaningOf));
  const places = new Set(own.map(({ index }) => index));
  return names.flatMap((name, index) => {
    const target = places.has(index) ? null : styledTargetOf(name);
    if (target === null || taken.has(meaningOf(target))) return [];
    taken.add(meaningOf(target));
    return [{ ...target, index }];
  });
};

/** Columns about consent with other names than mParticle's: an opt-out is never ignored. */
const consentColumns = (names: readonly string[], own: readonly Column[]): readonly Column[] =>
  names.flatMap((name, index) => {
    const target =
      own.some((column) => column.index === index) || styledTargetOf(name) !== null ? null : consentTargetOf(name);
    return target === null ? [] : [{ ...target, index }];
  });

/**
 * The meaning of the header row of a file in mParticle's own dot notation, or in Meta's template. Throws InputError if
 * rows could not become events.
 */
export const readHeader = (cells: readonly string[], path: string): Header => {
  const names = cells.map(plainWord);
  const meta = metaTemplate(names);
  const size = widthOf(names);
  const headers = names.slice(0, size.width);
  const own = headers.flatMap((name, index) => {
    const target = targetOf(meta?.[index] ?? name);
    return target === null ? [] : [{ ...target, index }];
  });
  const styled = meta === null ? [...styledColumns(headers, own), ...consentColumns(headers, own)] : [];
  const columns: readonly Column[] = [...own, ...styled].sort((a, b) => a.index - b.index);
  const isOptOut = ({ section }: Target): boolean => meta !== null && section === 'optOut';
  const warnings = headers.flatMap((name, index): readonly CountedWarning[] => {
    if ([...styled, ...own.filter(isOptOut)].some((column) => column.index === index))
      return [{ code: 'member_spelling', count: 1, detail: name }];
    return own.some((column) => column.index === index) ? [] : [unknownColumn(name, index)];
  });
  checkEssentials(columns, path, adviceOnDelimiters(names, path));
  if (meta !== null) return { ...size, ...withoutRepeats(columns), hasSeconds: true, warnings };
  checkOneMeaning(columns, names, path);
  return { ...size, columns, warnings: [...warnings, ...unreservedAttributes(columns)] };
};
