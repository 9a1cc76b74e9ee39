import { codeOf, isMissing } from '../lib/file-errors.js';

/** Why a gzip file without its end cannot be read. */
export const GZIP_ENDS_EARLY = 'the gzip data ends too early (an unfinished download or upload?)';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be read (permission denied)',
  EPERM: 'it may not be read (permission denied)',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its links form a loop',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports a read error',
  Z_BUF_ERROR: GZIP_ENDS_EARLY,
  Z_DATA_ERROR: 'the gzip data is damaged',
};

/** Node.js replaces bytes of a name that are not UTF-8 with this, and then cannot find the file. */
export const isNotUtf8 = (path: string): boolean => path.includes('\ufffd');

/** Why something could not be read, in words that name no path. */
export const reasonOf = (error: unknown): string => {
  const code = codeOf(error);
  return code === null ? 'its stream failed' : (WORDS[code] ?? `it cannot be read (${code})`);
};

/** The same for a path, whose name may be one that cannot be opened. */
export const reasonOfPath = (path: string, error: unknown): string =>
  isMissing(error) && isNotUtf8(path) ? 'its name is not UTF-8, so it cannot be opened: rename it' : reasonOf(error);
