import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { InputError } from '../lib/errors.js';
import { readFault } from '../lib/file-faults.js';
import { print } from '../lib/print.js';
import type { Report } from '../model/report.js';
import type { Ports } from './ports.js';

interface ReportOptions {
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
  const { parseReport } = await import('../report/schema.js');
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

const showSummary = async (report: Report, ports: Ports): Promise<string> => {
  const [{ renderSummary }, { wantsColor }, { missingShares }] = await Promise.all([
    import('../report/summary.js'),
    import('../report/paint.js'),
    import('../report/merge-shards.js'),
  ]);
  const { isTTY, columns } = terminalOf(ports);
  const color = wantsColor(ports.env, isTTY);
  return renderSummary(report, { width: columns, color, missing: missingShares(report) });
};

const showReports = async (files: readonly string[], options: ReportOptions, ports: Ports): Promise<void> => {
  const { parseFailOn } = await import('../report/fail-on.js');
  const { mergeReports } = await import('../report/merge.js');
  const { oncePerRun } = await import('../report/same-run.js');
  const { reportText, saveText } = await import('../report/save.js');
  const conditions = parseFailOn(options.failOn);
  const given = await Promise.all(files.map(async (file) => ({ file, report: await readReport(file, ports) })));
  const { reports, repeated } = oncePerRun(given);
  repeated.forEach((file) => ports.stderr.write(`${file} is of a run that another file reports: it counts once\n`));
  const report = mergeReports(reports);
  if (options.html !== undefined) {
    const { renderHtml } = await import('../report/html/page.js');
    await saveText('--html', resolve(ports.cwd, options.html), renderHtml(report));
  }
  await print(options.json === true ? reportText(report) : await showSummary(report, ports), ports.stdout);
  const failures = conditions.flatMap((condition) => condition(report) ?? []);
  failures.forEach((failure) => ports.stderr.write(`--fail-on ${failure}\n`));
  ports.exit(failures.length > 0 ? 3 : 0);
};

const appended = (value: string, previous: readonly string[]): string[] => [...previous, value];

/** `mp2fb report FILE…`: shows, merges and renders saved reports, and tells monitoring whether all is well. */
export const reportCommand = (ports: Ports): Command =>
  new Command('report')
    .summary('Show, merge and render saved reports.')
    .description(
      'Show what "mp2fb upload --report FILE" saved. Several reports (nights, shards) are shown as one: counts added up, the worst exit code, a line for each run.',
    )
    .argument('<file...>', 'saved reports; - reads one from stdin')
    .option('--html <file>', 'also write the report as one web page, complete in itself (default: none)')
    .option('--json', 'print the report, merged, as JSON instead of the summary (default: off)')
    .addOption(
      new Option('--fail-on <expr>', 'exit with 3 when this holds, as rejects>1% or unsent>0; may be repeated')
        .argParser(appended)
        .default([], 'none'),
    )
    .addHelpText(
      'after',
      `
Names for --fail-on: read, sent, previewed, alreadySent, skipped, rejects, malformed, unsent, warnings,
weak (events without a strong match key), retries, seconds, throttledSeconds, exitCode, missingShares.

Exit codes: 0 shown; 2 wrong usage; 3 a --fail-on holds; 6 a file could not be read, or is no report.`,
    )
    .action((files: string[], options: ReportOptions) => showReports(files, options, ports));
