import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { Ports } from './cli/ports.js';
import { InputError } from './lib/errors.js';
import { readFault } from './lib/file-faults.js';
import { print } from './lib/print.js';
import type { Report } from './model/report.js';
import { parseFailOn } from './report/fail-on.js';
import { mergeReports } from './report/merge.js';
import { missingShares } from './report/merge-shards.js';
import { wantsColor } from './report/paint.js';
import { oncePerRun } from './report/same-run.js';
import { reportText, saveText } from './report/save.js';
import { parseReport } from './report/schema.js';
import { renderSummary } from './report/summary.js';

/** The flags of `mp2fb report`, as commander hands them over. */
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
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${readFault(error)}`);
  }
};

const readJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words hold a piece of the file.
    throw new InputError(`${file} is not JSON: give a file that "mp2fb upload --report FILE" wrote`);
  }
};

const readReport = async (file: string, ports: Ports): Promise<Report> => {
  const json = readJson(await readText(file, ports), file);
  try {
    return parseReport(json);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
  }
};

const terminalOf = ({ stdout }: Ports): { readonly isTTY: boolean; readonly columns: number } => {
  const isTTY = 'isTTY' in stdout && stdout.isTTY === true;
  const columns = 'columns' in stdout && typeof stdout.columns === 'number' ? stdout.columns : WIDTH_UNKNOWN;
  return { isTTY, columns };
};

const summaryOf = (report: Report, ports: Ports): string => {
  const { isTTY, columns } = terminalOf(ports);
  const color = wantsColor(ports.env, isTTY);
  return renderSummary(report, { width: columns, color, missing: missingShares(report) });
};

/**
 * `mp2fb report`: shows saved reports as one, and says by its exit code whether a condition holds. Throws InputError,
 * UsageError.
 */
export const showReports = async (files: readonly string[], options: ReportOptions, ports: Ports): Promise<void> => {
  const conditions = parseFailOn(options.failOn);
  const given = await Promise.all(files.map(async (file) => ({ file, report: await readReport(file, ports) })));
  const { reports, repeated } = oncePerRun(given);
  repeated.forEach((file) => ports.stderr.write(`${file} is of a run that another file reports: it counts once\n`));
  const report = mergeReports(reports);
  if (options.html !== undefined) {
    const { renderHtml } = await import('./report/html/page.js');
    await saveText('--html', resolve(ports.cwd, options.html), renderHtml(report));
  }
  await print(options.json === true ? reportText(report) : summaryOf(report, ports), ports.stdout);
  const failures = conditions.flatMap((condition) => condition(report) ?? []);
  failures.forEach((failure) => ports.stderr.write(`--fail-on ${failure}\n`));
  ports.exit(failures.length > 0 ? 3 : 0);
};
