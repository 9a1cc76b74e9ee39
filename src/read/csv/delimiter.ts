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
