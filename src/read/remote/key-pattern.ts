import picomatch from 'picomatch';

const GLOB_SIGN = /[*?[{]|[@+!]\(/;
/** The end of the literal start of a pattern: a group, an escape or a leading `!` also ends it. */
const FIRST_SIGN = /[*?[{\\]|[@+!]\(|\([^()]*\||^!/;

/** Whether a key contains pattern characters. */
export const isPattern = (key: string): boolean => GLOB_SIGN.test(key);

/** The literal prefix of all keys that match a pattern, because stores can only list by prefix. */
export const fixedPrefix = (pattern: string): string => pattern.slice(0, Math.max(0, pattern.search(FIRST_SIGN)));

/**
 * Whether keys match a pattern, with the library and options that are used for files. The folders before the first
 * pattern character are compared literally, so that parentheses in their names are parentheses.
 */
export const keyMatcher = (pattern: string): ((key: string) => boolean) => {
  const folders = pattern.slice(0, fixedPrefix(pattern).lastIndexOf('/') + 1);
  const matches = picomatch(pattern.slice(folders.length), { dot: false, posix: true });
  return (key) => key.startsWith(folders) && matches(key.slice(folders.length));
};
