import picomatch from 'picomatch';

const GLOB_SIGN = /[*?[{]|[@+!]\(/;
/**
 * Where the part of a pattern ends that is literally the beginning of every key: a group, an escape and a leading `!`
 * too.
 */
const FIRST_SIGN = /[*?[{\\]|[@+!]\(|\([^()]*\||^!/;

/** Whether a key contains pattern characters. */
export const isPattern = (key: string): boolean => GLOB_SIGN.test(key);

/** What all keys that a pattern means begin with: a store lists by such a beginning alone. */
export const fixedPrefix = (pattern: string): string => pattern.slice(0, Math.max(0, pattern.search(FIRST_SIGN)));

/**
 * Whether keys match a pattern, by the library and with the options that patterns over files are matched with. Folders
 * before the first sign are compared as they are, so that parentheses in their names are parentheses.
 */
export const keyMatcher = (pattern: string): ((key: string) => boolean) => {
  const folders = pattern.slice(0, fixedPrefix(pattern).lastIndexOf('/') + 1);
  const matches = picomatch(pattern.slice(folders.length), { dot: false, posix: true });
  return (key) => key.startsWith(folders) && matches(key.slice(folders.length));
};
