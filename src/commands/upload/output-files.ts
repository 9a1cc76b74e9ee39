// The files that a run writes: named, checked before it, saved after it. Their contents come from report/.

import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { asError, UsageError } from '../../lib/errors.js';
import type { Report } from '../../model/report.js';
import { shardLabel, type Shard } from '../../model/shard.js';
import type { InputRef } from '../../read/index.js';
import { saveMetrics } from '../../report/files/metrics.js';
import { ensureWritable, saveReport } from '../../report/files/save.js';
import { DEFAULT_CONFIG_FILE } from '../../settings/table/table.js';

const PLACEHOLDERS: readonly string[] = ['{date}', '{time}', '{run}', '{shard}'];

/** The values of `{date}`, `{time}`, `{run}` and `{shard}` in the name of an output. */
interface NameParts {
  readonly runId: string;
  /** When the run starts; dates and times are UTC. */
  readonly nowMs: number;
  readonly shard: Shard | null;
}

/**
 * The file that an option names, with `{date}` (2026-11-27), `{time}` (021500), `{run}` and `{shard}` filled in: a
 * second run of a day, or another process, must not write over the first one's. Without a shard, `{shard}` stays as it
 * is. Throws UsageError for another word in braces, which would be the same name every night, and for `-`.
 */
export const ownPath = (text: string, { runId, nowMs, shard }: NameParts, cwd: string): string => {
  if (text === '-') throw new UsageError('an output is named -, which is not a file here: give the name of a file');
  const unknown = (text.match(/\{[a-z]+\}/gi) ?? []).find((part) => !PLACEHOLDERS.includes(part));
  if (unknown !== undefined)
    throw new UsageError(
      `${text}: ${unknown} is not a placeholder for output names; those are ${PLACEHOLDERS.join(', ')}`,
    );
  const [date = '', time = ''] = new Date(nowMs).toISOString().split('T');
  const named = text
    .replaceAll('{date}', date)
    .replaceAll('{time}', time.replaceAll(/\..*|:/g, ''))
    .replaceAll('{run}', runId);
  return resolve(cwd, shard === null ? named : named.replaceAll('{shard}', shardLabel(shard)));
};

/** A file, and how messages name it: by its flag or its purpose. */
interface NamedFile {
  readonly name: string;
  readonly path: string;
}

const statsOf = (path: string): Promise<Stats | null> => stat(path).catch(() => null);

/** Equal for two names of one file, existing or not; null: not a regular file, which several outputs may share. */
const identityOf = async (path: string): Promise<string | null> => {
  const stats = await statsOf(path);
  if (stats === null) return resolve(path);
  return stats.isFile() ? `${stats.dev}:${stats.ino}` : null;
};

const ensureNoFolder = async ({ name, path }: NamedFile): Promise<void> => {
  if ((await statsOf(path))?.isDirectory() === true)
    throw new UsageError(`${name} ${path} is a folder: name a file in it`);
};

/**
 * Throws UsageError if one of the output files is a folder, an input, or the same as another one: a report must not
 * replace an export or a settings file.
 */
export const ensureDistinct = async (written: readonly NamedFile[], read: readonly NamedFile[]): Promise<void> => {
  const taken = new Map<string, string>();
  for (const { name, path } of read) {
    const identity = await identityOf(path);
    if (identity !== null) taken.set(identity, name);
  }
  for (const file of written) {
    await ensureNoFolder(file);
    const identity = await identityOf(file.path);
    const other = identity === null ? undefined : taken.get(identity);
    if (other !== undefined) throw new UsageError(`${file.name} ${file.path} is also ${other}: choose another name`);
    if (identity !== null) taken.set(identity, file.name);
  }
};

/** The files that a run is to write, absolute; null: not asked for. */
export interface OutputPaths {
  readonly inputs: readonly InputRef[];
  readonly rejectsPath: string | null;
  readonly reportPath: string | null;
  readonly metricsPath: string | null;
}

const READ_FLAGS = ['config', 'envFile', 'accessTokenFile', 'appSecretFile', 'csvManifest'] as const;

type ReadFlags = { readonly [flag in (typeof READ_FLAGS)[number]]?: unknown };

const filesRead = (inputs: readonly InputRef[], flags: ReadFlags, cwd: string): readonly NamedFile[] => [
  ...inputs.flatMap(({ absolute }) => (absolute === null ? [] : { name: 'one of the inputs', path: absolute })),
  ...READ_FLAGS.flatMap((flag) => {
    const path = flags[flag] ?? (flag === 'config' ? DEFAULT_CONFIG_FILE : undefined);
    return typeof path === 'string' ? { name: `the file that ${flag} names`, path: resolve(cwd, path) } : [];
  }),
];

/** Throws UsageError before the run if an output cannot be written, or would replace another file that the run uses. */
export const ensureOutputsWritable = async (paths: OutputPaths, flags: ReadFlags, cwd: string): Promise<void> => {
  const named = (name: string, path: string | null): readonly NamedFile[] => (path === null ? [] : [{ name, path }]);
  const atTheEnd = [...named('--report', paths.reportPath), ...named('--metrics', paths.metricsPath)];
  await ensureDistinct([...named('--rejects', paths.rejectsPath), ...atTheEnd], filesRead(paths.inputs, flags, cwd));
  for (const { name, path } of atTheEnd) await ensureWritable(name, path);
};

const faultOf = async (path: string | null, save: (path: string) => Promise<void>): Promise<Error | null> => {
  try {
    if (path !== null) await save(path);
    return null;
  } catch (error) {
    return asError(error);
  }
};

/** Combines several errors into one, unless one of them is a bug, whose stack is kept. */
const asOne = (faults: readonly Error[]): Error | null => {
  const bug = faults.find((fault) => !(fault instanceof UsageError));
  if (bug !== undefined || faults.length === 0) return bug ?? null;
  return new UsageError(faults.map(({ message }) => message).join('; '));
};

interface Saved {
  /** The report for the summary: it names only the files that were written. */
  readonly report: Report;
  readonly error: Error | null;
}

/** Saves report and metrics at the end of a run. If one fails, the other is still saved. */
export const saveOutputs = async (report: Report, { reportPath, metricsPath }: OutputPaths): Promise<Saved> => {
  const whole = { ...report, files: { ...report.files, metrics: metricsPath } };
  const unsaved = await faultOf(reportPath, (path) => saveReport(path, whole));
  const unmeasured = await faultOf(metricsPath, (path) => saveMetrics(path, report));
  const files = {
    ...whole.files,
    report: unsaved === null ? report.files.report : null,
    metrics: unmeasured === null ? metricsPath : null,
  };
  return { report: { ...report, files }, error: asOne([unsaved, unmeasured].filter((fault) => fault !== null)) };
};
