import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../lib/errors.js';
import { writeAtomically } from '../lib/atomic-write.js';
import type { Report } from '../model/report.js';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

/** Writes a text of this room to disk, atomically; throws UsageError, naming the path, when that cannot be done. */
export const saveText = async (path: string, text: string): Promise<void> => {
  try {
    await writeAtomically(path, text);
  } catch (error) {
    throw new UsageError(`${path} cannot be written (${codeOf(error)})`);
  }
};

/** Throws UsageError when a file that is to be written at the end of a run has no place to lie: known before it starts. */
export const ensurePlace = async (path: string): Promise<void> => {
  try {
    // What is there already may be a device, whose folder nobody may write to.
    await access(path, constants.W_OK).catch(() => access(dirname(path), constants.W_OK));
  } catch (error) {
    throw new UsageError(`${path} cannot be written (${codeOf(error)})`);
  }
};

/** The report as it is saved: JSON, a member a line, a line end at the end. */
export const reportText = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** Saves the report (`--report FILE`), whole or not at all; throws UsageError when the file cannot be written. */
export const saveReport = (path: string, report: Report): Promise<void> => saveText(path, reportText(report));
