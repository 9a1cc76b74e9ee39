// Parses the JSON text of a manifest, with the place of each mistake. Not here: what it may contain
// (manifest-members.ts).
import { UsageError } from '../../lib/errors.js';
import { oneLine } from '../../lib/format.js';
import { parseJsonWithComments, shownPath } from '../../lib/json-with-comments.js';
import { readManifest, type CsvManifest } from './manifest-members.js';

export type { CsvManifest } from './manifest-members.js';

/**
 * Reads a manifest (mParticle's custom manifest of the CSV import and this program's members; comments and trailing commas
 * are allowed). `hasHeaderRow` is true when it is left out. Throws UsageError that lists every problem with
 * its line and column in the file at `path`.
 */
export const parseCsvManifest = (text: string, path: string): CsvManifest => {
  const { value, faults, offsetOf, placeOf } = parseJsonWithComments(text);
  const problems = [...faults];
  const manifest = readManifest(value, (at, message) =>
    problems.push({ offset: offsetOf(at), message: at.length === 0 ? message : `${shownPath(at)}: ${message}` }),
  );
  if (problems.length === 0) return { path, ...manifest };
  const lines = (value === undefined ? faults : problems)
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => oneLine(`${path}:${placeOf(offset)}: ${message}`));
  throw new UsageError([`${path} is not a manifest:`, ...new Set(lines)].join('\n  '));
};
