// `mp2fb report`: reads, merges and shows saved reports. Merging and rendering are in report/.

import { jsonOrUndefined } from '../lib/json.js';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { Ports } from './ports.js';
import { InputError, UsageError } from '../lib/errors.js';
import { readFault, readTextFile } from '../lib/file-errors.js';
import { print } from '../lib/output-stream.js';
import { EXIT } from '../model/exit-code.js';
import type { Report } from '../model/report.js';
import { parseFailOn } from '../report/fail-on.js';
import { mergeReports } from '../report/merge/merge.js';
import { missingShards } from '../report/merge/merge-runs.js';
import { wantsColor } from '../report/summary/paint.js';
import { reportText, saveText } from '../report/files/save.js';
import { parseReport } from '../report/files/schema.js';
import { renderSummary } from '../report/summary/summary.js';
import { ensureDistinct } from './upload/output-files.js';

/** A report, and the file that it was read from. */
interface GivenReport {
  readonly file: string;
  readonly report: Report;
}

/** Older reports of several runs have this instead of an id, and do not name each run. */
const SEVERAL = /^\d+ runs$/;

const idsOf = ({ run, runs }: Report): readonly string[] => {
  if (runs.length > 0) return runs.map(({ id }) => id);
  return SEVERAL.test(run.id) ? [] : [run.id];
};

/**
 * Keeps each run once, because its numbers must not be added twice. `repeated`: files that add nothing new. Throws
 * UsageError for a file of several runs if only some of them are in another file.
 */
const oncePerRun = (
  given: readonly GivenReport[],
): { readonly reports: readonly Report[]; readonly repeated: readonly string[] } => {
  const known = new Map<string, string>();
  const repeated: string[] = [];
  // The report of most runs first: it contains the others.
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

/** The flags of `mp2fb report`, as commander passes them. */
export interface ReportOptions {
  readonly html?: string;
  readonly json?: true;
  readonly failOn: readonly string[];
}

const WIDTH_UNKNOWN = 80;
const STDIN = '-';

const readText = async (file: string, { cwd, stdin }: Ports): Promise<string> => {
  if (file === STDIN) return textOf(stdin());
  try {
    return await readTextFile(resolve(cwd, file));
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${readFault(error)}`);
  }
};

const readJson = (text: string, file: string): unknown => {
  const json = jsonOrUndefined(text);
  if (json === undefined)
    throw new InputError(`${file} is not JSON: give a file that "mp2fb upload --report FILE" wrote`);
  return json;
};

/** The report in a file (`-`: stdin). Rejects with InputError, which names the file. */
export const readReport = async (file: string, ports: Ports): Promise<Report> => {
  const json = readJson(await readText(file, ports), file);
  try {
    return parseReport(json);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
  }
};

const summaryOf = (report: Report, { stdout, env }: Ports): string =>
  renderSummary(report, {
    width: stdout.columns ?? WIDTH_UNKNOWN,
    color: wantsColor(env, stdout.isTTY === true),
    missing: missingShards(report),
  });

/** Shows saved reports as one; the exit code says whether a condition is true. Throws InputError, UsageError. */
export const showReports = async (files: readonly string[], options: ReportOptions, ports: Ports): Promise<void> => {
  const conditions = parseFailOn(options.failOn);
  const given = await Promise.all(files.map(async (file) => ({ file, report: await readReport(file, ports) })));
  const { reports, repeated } = oncePerRun(given);
  repeated.forEach((file) => ports.stderr.write(`${file} is of a run that another file reports: it counts once\n`));
  const report = mergeReports(reports);
  if (options.html !== undefined) {
    const pathOf = (file: string): string => resolve(ports.cwd, file);
    const read = files.map((file) => ({ name: 'one of the reports', path: pathOf(file) }));
    await ensureDistinct([{ name: '--html', path: pathOf(options.html) }], read);
    const { renderHtml } = await import('../report/html/page.js');
    await saveText('--html', pathOf(options.html), renderHtml(report));
  }
  await print(options.json === true ? reportText(report) : summaryOf(report, ports), ports.stdout);
  const failures = conditions.flatMap((condition) => condition(report) ?? []);
  failures.forEach((failure) => ports.stderr.write(`--fail-on ${failure}\n`));
  ports.exit(failures.length > 0 ? EXIT.rejects : EXIT.done);
};
