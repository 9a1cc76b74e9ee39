import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../lib/atomic-write.js';
import { cannotWrite } from '../../lib/file-errors.js';
import type { Report } from '../../model/report.js';

/** Writes an output file atomically; throws UsageError that names flag and path when that fails. */
export const saveText = async (flag: string, path: string, text: string): Promise<void> => {
  try {
    await writeAtomically(path, text);
  } catch (error) {
    throw cannotWrite(flag, path, error);
  }
};

/** Throws UsageError before the run if an output file cannot be written. */
export const ensureWritable = async (flag: string, path: string): Promise<void> => {
  try {
    // An existing path may be a device in a folder that is not writable.
    await access(path, constants.W_OK).catch(() => access(dirname(path), constants.W_OK));
  } catch (error) {
    throw cannotWrite(flag, path, error);
  }
};

/** The report as it is saved: JSON, one member per line, with a final line end. */
export const reportText = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** Saves the report (`--report FILE`), whole or not at all; throws UsageError when the file cannot be written. */
export const saveReport = (path: string, report: Report): Promise<void> =>
  saveText('--report', path, reportText(report));
