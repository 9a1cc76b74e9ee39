const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

/** Why a file could not be read, for people. */
export const readFault = (error: unknown): string => {
  const code = codeOf(error);
  return FAULTS[code] ?? `it cannot be read (${code})`;
};

/** Why a file could not be written, for people. */
export const writeFault = (error: unknown): string => {
  const code = codeOf(error);
  return code === 'ENOENT' ? 'there is no such folder' : `the system says ${code}`;
};

/** Whether a read failed because nothing is there. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** Whether a file was not written because there is one already. */
export const isAlreadyThere = (error: unknown): boolean => codeOf(error) === 'EEXIST';
