import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UsageError } from './errors.js';

const UTF_16 = 'UTF-16';
/** Its byte order mark, or the zero byte of an ASCII character, read as UTF-8. */
const READ_AS_UTF_8 = /^(?:\ufffd{2}|.?\0)/s;

const READ_FAULTS: Readonly<Record<string, string>> = {
  [UTF_16]: 'it is UTF-16 text: save it as UTF-8',
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
};

const WRITE_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's disk quota is used up",
  EFBIG: 'the file would exceed the size limit',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  EIO: 'the disk reports an error',
};

/** The code of an error of the system or of a library; null: none. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const UNKNOWN = 'an unknown error';

/** Why a file could not be read, for people. */
export const readFault = (error: unknown): string => {
  const code = codeOf(error) ?? UNKNOWN;
  return READ_FAULTS[code] ?? `the system reports ${code}`;
};

/**
 * The text of a file that people write, without its byte order mark. Rejects, with an error for `readFault`, also for
 * UTF-16, which Windows writes when output is redirected.
 */
export const readTextFile = async (path: string): Promise<string> => {
  const text = await readFile(path, 'utf8');
  if (READ_AS_UTF_8.test(text)) throw Object.assign(new Error('not UTF-8'), { code: UTF_16 });
  return text.replace(/^\ufeff/, '');
};

/** Why something could not be written, for people. */
export const writeFault = (error: unknown, path = ''): string => {
  const code = codeOf(error) ?? UNKNOWN;
  // The file itself is created if missing, so only its folder can be absent.
  if (code === 'ENOENT') return `the folder ${basename(dirname(path))} does not exist`;
  return WRITE_FAULTS[code] ?? `the system reports ${code}`;
};

/** The error for a file that cannot be written; `name` is what people call it, such as the flag that names it. */
export const cannotWrite = (name: string, path: string, error: unknown): UsageError =>
  new UsageError(`${name} ${path} cannot be written: ${writeFault(error, path)}`);

/** Whether a read failed because the file does not exist. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** Whether a file was not written because it already exists. */
export const isAlreadyThere = (error: unknown): boolean => codeOf(error) === 'EEXIST';
