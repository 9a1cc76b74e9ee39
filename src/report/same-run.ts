import { UsageError } from '../lib/errors.js';
import type { Report } from '../model/report.js';

/** A report, and the file that it was read from. */
export interface GivenReport {
  readonly file: string;
  readonly report: Report;
}

/** Several runs were given this in place of an id before a report named each. */
const SEVERAL = /^\d+ runs$/;

const idsOf = ({ run, runs }: Report): readonly string[] => {
  if (runs.length > 0) return runs.map(({ id }) => id);
  return SEVERAL.test(run.id) ? [] : [run.id];
};

/**
 * Each run once: added up twice its numbers would be wrong. `repeated` are the files that bring nothing new. Throws
 * UsageError for a file of several runs of which only some are known from another file.
 */
export const oncePerRun = (
  given: readonly GivenReport[],
): { readonly reports: readonly Report[]; readonly repeated: readonly string[] } => {
  const known = new Map<string, string>();
  const repeated: string[] = [];
  // What adds up most comes first: it holds the others.
  const ordered = given.toSorted((a, b) => idsOf(b.report).length - idsOf(a.report).length);
  const reports = ordered.flatMap(({ file, report }) => {
    const ids = idsOf(report);
    const twice = ids.filter((id) => known.has(id));
    if (twice.length > 0 && twice.length < ids.length)
      throw new UsageError(
        `run ${twice[0] ?? ''} is in ${known.get(twice[0] ?? '') ?? ''} and among those that ${file} adds up: leave one of them out`,
      );
    ids.forEach((id) => known.set(id, file));
    if (twice.length === 0) return [report];
    repeated.push(file);
    return [];
  });
  return { reports, repeated };
};
