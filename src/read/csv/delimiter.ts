// The delimiter of a CSV file, by its first line. A flag or a manifest may name it instead.

/** Delimiters of CSV files in words; the last one is Hive's. */
export const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  '\u0001': 'the control character ^A',
};
/** The delimiters that are recognised. */
export const DELIMITERS: readonly string[] = Object.keys(DELIMITER_NAMES);

/** Delimiters in the first line, except those inside quotes. */
const countOutsideQuotes = (line: string, delimiter: string): number => {
  let count = 0;
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) count += 1;
  }
  return count;
};

/** The delimiter of the first line of a file; a comma if there is none. */
export const recogniseDelimiter = (text: string): string => {
  const [line = ''] = text.trimStart().split(/[\r\n]/, 1);
  const counts = DELIMITERS.map((delimiter) => countOutsideQuotes(line, delimiter));
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
};

/** Excel's own first line, which names the delimiter, also in the form of a program that saved it as a row. */
export const SEPARATOR_LINE = /^"?sep=([^"])"?[,;|\t ]*(?:\r?\n|\r)/i;

/** The delimiter that divides a row into this many cells, if its own does not; null: none does. */
export const otherDelimiter = (row: string, width: number): string | null => {
  const found = width < 2 ? undefined : DELIMITERS.find((sign) => countOutsideQuotes(row, sign) === width - 1);
  return found === undefined ? null : (DELIMITER_NAMES[found] ?? null);
};
