// A first or last name out of what a form or a till has in its field: without titles and nicknames, and none where it may be
// the name of somebody else. How a name is normalised is in normalise.ts.
import { normaliseName } from './normalise.js';

/** Before a name as words; those that are names as well (Ing, Mag, Don) only with a point. */
const TITLE_WORDS =
  'mr|mrs|ms|mx|miss|mister|dr|prof|professor|herr|frau|fru|mme|mlle|madame|monsieur|señora?|señorita|srta|senhora?|signora?|dhr|mevr|mevrouw|meneer';
const SHORT_TITLES = String.raw`(?:sra?|sr|ing|mag|dipl|sig|sig\.ra|dott|dott\.ssa)\.`;
const TITLE = String.raw`(?:(?:${TITLE_WORDS})(?![\p{L}\p{M}'\u2019-])\.?|${SHORT_TITLES})`;
/** The quick look first: what asks for letters of all scripts is dear. */
const MAYBE_TITLE = new RegExp(String.raw`^\s*(?:${TITLE_WORDS}|${SHORT_TITLES})`, 'iu');
const TITLES_BEFORE = new RegExp(String.raw`^\s*(?:${TITLE}[\s-]*)+(?=\p{L})`, 'iu');
/** The one title that a text without the signs of `MAYBE_MORE` can be. */
const TITLE_WORD = new RegExp(`^(?:${TITLE_WORDS})$`, 'iu');
const TITLES_ALONE = new RegExp(String.raw`^\s*(?:${TITLE}[\s-]*)+$`, 'iu');
/** A nickname, or the name at birth. */
const ASIDE = /\s*(?:\([^()]*\)|\[[^[\]]*\]|["“„][^"”“]*["”“])/g;
/** `Ann & Bob`. */
const MAYBE_SEVERAL = /&|\s(?:and|und)\s/i;
const SEVERAL_PEOPLE = /\p{L}\s*&\s*\p{L}|\p{L}\s+(?:and|und)\s+\p{L}/iu;

const LETTER = /\p{L}/u;
/** Few names have any of these signs, or a word in front. */
const MAYBE_MORE = /[\s.,&()[\]"“„]/;

const bareName = (text: string): string | null => {
  const name = text.replace(ASIDE, '');
  const own = LETTER.test(name) ? name : text;
  if (MAYBE_SEVERAL.test(own) && SEVERAL_PEOPLE.test(own)) return null;
  if (!MAYBE_TITLE.test(own)) return own;
  return TITLES_ALONE.test(own) ? null : own.replace(TITLES_BEFORE, '');
};

/** First name, normalised; null: none, or several people's. `Berg, Ann` may be the whole name, or two first names. */
export const normaliseFirstName = (text: string): string | null => {
  if (!MAYBE_MORE.test(text)) return normaliseName(TITLE_WORD.test(text) ? '' : text);
  const name = bareName(text);
  return name === null || /\p{L}.*,.*\p{L}/su.test(name) ? null : normaliseName(name);
};

/** Last name, normalised; null: none, or several people's. What is behind a comma is a first name or a title. */
export const normaliseLastName = (text: string): string | null => {
  if (!MAYBE_MORE.test(text)) return normaliseName(TITLE_WORD.test(text) ? '' : text);
  const name = bareName(text);
  return name === null ? null : normaliseName(/^(.*\p{L}.*?),/su.exec(name)?.[1] ?? name);
};
