import { didYouMean, nearestName } from '../../lib/nearest.js';
import { plainWord } from './value-checks.js';
import { CONFIG_VARIABLE, CONNECTION_VARIABLE, FAST_VARIABLE, SETTINGS, SETTING_NAMES } from './table.js';

/**
 * The suggestion for an unknown key: another spelling, mParticle's own name of a setting, or the nearest name;
 * `others`: names that are allowed there besides those of settings.
 */
export const adviceOnKey = (key: string, others: readonly string[] = []): string => {
  const wanted = plainWord(key);
  const same = SETTINGS.find(
    ({ name, screenName }) =>
      plainWord(name) === wanted || (screenName !== undefined && plainWord(screenName) === wanted),
  );
  const nearest = same?.name ?? nearestName(key, [...SETTING_NAMES, ...others]);
  return `no such setting${didYouMean(nearest)}`;
};

/** Sixteen characters or more without dot, slash or space look like a token or app secret; few file names do. */
const SECRET_LIKE = /[^\s./\\]{16,}/;

/** Whether a text may be a secret that was put in the wrong place; then it is not shown. */
export const mayBeSecret = (text: string): boolean => SECRET_LIKE.test(text);

/** An unknown key, if it may be shown. */
export const shownKey = (key: string): string =>
  mayBeSecret(key) && adviceOnKey(key) === 'no such setting' ? '(a name that may be a secret)' : key;

const PREFIX = 'MP2FB_';
const VARIABLES = [CONFIG_VARIABLE, CONNECTION_VARIABLE, FAST_VARIABLE, ...SETTINGS.flatMap(({ env }) => env)];
/** Without the prefix, which would make any two of them similar. */
const ENDINGS = VARIABLES.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));

/** Variables with this program's prefix that are similar to one of its own: they would be ignored silently. */
export const environmentMisspellings = (
  names: readonly string[],
): readonly { readonly name: string; readonly message: string }[] =>
  names.flatMap((name) => {
    if (!name.startsWith(PREFIX) || VARIABLES.includes(name)) return [];
    const nearest = nearestName(name.slice(PREFIX.length), ENDINGS);
    return nearest === null ? [] : [{ name, message: `no such variable; did you mean ${PREFIX}${nearest}?` }];
  });
