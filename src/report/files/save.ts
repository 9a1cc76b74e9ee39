import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../lib/atomic-write.js';
import { cannotWrite } from '../../lib/file-errors.js';
import type { Report } from '../../model/report.js';

/** Writes a text of this room to disk, atomically; throws UsageError, naming flag and path, when that cannot be done. */
export const saveText = async (flag: string, path: string, text: string): Promise<void> => {
  try {
    await writeAtomically(path, text);
  } catch (error) {
    throw cannotWrite(flag, path, error);
  }
};

/** Throws UsageError when a file that is to be written at the end of a run has no place to lie: known before it starts. */
export const ensurePlace = async (flag: string, path: string): Promise<void> => {
  try {
    // What is there already may be a device, whose folder nobody may write to.
    await access(path, constants.W_OK).catch(() => access(dirname(path), constants.W_OK));
  } catch (error) {
    throw cannotWrite(flag, path, error);
  }
};

/** The report as it is saved: JSON, a member a line, a line end at the end. */
export const reportText = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** Saves the report (`--report FILE`), whole or not at all; throws UsageError when the file cannot be written. */
export const saveReport = (path: string, report: Report): Promise<void> =>
  saveText('--report', path, reportText(report));
