// Extracts a first or last name from the field of a form or a till: without titles and nicknames, and nothing if it may
// be another person's name. How a name is normalised is in normalise.ts.
import { hasLetter, normaliseName } from './normalise.js';
import { lazyPattern } from '../../lib/memoize.js';

/** Titles before a name, as words; those that are also names (Ing, Mag, Don) only with a dot. */
const TITLE_WORDS =
  'mr|mrs|ms|mx|miss|mister|dr|prof|professor|herr|herrn|frau|fräulein|fru|mme|mlle|madame|monsieur|señora?|señorita|srta|senhora?|signora?|dhr|mevr|mevrouw|meneer|familie|famille|eheleute|smt|sig\\.ra|dott\\.ssa|sra|frk|г-н|г-жа';
const SHORT_TITLES = String.raw`(?:sr|srta|ing|mag|dipl(?:\.\s?-?\s?[a-zäöü]{2,9})?|sig|dott|dra|avv|lic|arq|eng|mgr|mudr|judr|bc|fam|hr|fr|frl|rev|hon|capt|lt|col|sgt|gen|maj|ltn)\.`;
/** `Dr. med. dent.`, `Dr. h. c.` */
const DOCTOR = String.raw`dr\.?\s*(?:(?:med|dent|vet|phil|jur|iur|rer|nat|pol|oec|soc|theol|h\.\s*c|mult)\.\s*)+`;
const TITLE = String.raw`(?:${DOCTOR}|(?:${TITLE_WORDS})(?![\p{L}\p{M}'\u2019-])\.?|${SHORT_TITLES})`;
/** A cheap test first: patterns with the letters of all scripts are expensive. */
const MAYBE_TITLE = new RegExp(String.raw`^\s*(?:${TITLE_WORDS}|${SHORT_TITLES})`, 'i');
const TITLES_BEFORE = lazyPattern(String.raw`^\s*(?:${TITLE}[\s-]*)+(?=\p{L})`, 'iu');
/** The only title that a text without the characters of `MAYBE_MORE` can be. */
const TITLE_WORD = new RegExp(`^(?:${TITLE_WORDS})$`, 'i');
const TITLES_ALONE = lazyPattern(String.raw`^\s*(?:${TITLE}[\s-]*)+$`, 'iu');
/** Around the whole name: ASCII quotes are dropped with its other punctuation. */
const QUOTED = /^\s*[“”„«»「](.*)[“”»«」]\s*$/s;
/** A nickname, or the name at birth. */
const ASIDE = /\s*(?:\([^()]*\)|\[[^[\]]*\]|["“„][^"”“]*["”“])/g;
/** `Ann & Bob`: `and` in languages in which no family name has it, except `von und zu`. */
const AND = 'and|und|et|og|och|és|και|та';
const MAYBE_SEVERAL = new RegExp(String.raw`[&;]|\s(?:${AND})\s`, 'i');
const SEVERAL_PEOPLE = lazyPattern(String.raw`\p{L}\.?\s*[&;]\s*\p{L}|\p{L}\.?\s+(?:${AND})\s+(?!zu\s)\p{L}`, 'iu');
/** Family names have these (Ortega y Gasset, Batista e Silva, Berg/Holm), and in capitals they may be initials. */
const SEVERAL_FIRST_NAMES = lazyPattern(
  String.raw`\p{L}\s*[/+]\s*\p{L}|\p{L}\s+(?:y|e|i|a|u\.?|en|ja|ve|и|і|й)\s+\p{L}`,
  'u',
);
/** The name at birth, and academic degrees, after a name without a separator. */
const AFTER =
  /(?<=\S)\s+(?:(?:geb\.?|geborener?|née?|roz\.|z\s+domu|født|född)\s.*|ph\.?\s?d\.?|m\.d\.|esq\.?|mba|[mb]\.?sc\.?)\s*$/is;
/** Legal forms, and what programs write for a missing part of a name: no person has such a name. */
const NO_NAMES = String.raw`gmbh|mbh|ohg|gbr|ltd|llc|inc|corp|plc|llp|sàrl|sarl|s\.?r\.?l\.|s\.p\.a\.|b\.v\.|n\.v\.|aps|a\/s|z\s?o\.?\s?o\.|kft|zrt|s\.?r\.o\.|d\.o\.o\.|ооо|pty|pvt|undefined`;
const MAYBE_NO_PERSON = new RegExp(NO_NAMES, 'i');
const NO_PERSON = lazyPattern(String.raw`(?<![\p{L}\p{M}.])(?:${NO_NAMES})(?![\p{L}\p{M}])`, 'iu');
/** Legal forms in capitals after a name that is not: `Schmidt AG`. In a name in capitals they may be part of it. */
const LEGAL_FORM =
  /\s(?:AG|KG|KGaA|UG|SE|SA|SAS|SL|SLU|BV|NV|AB|ASA|Oyj|Ltda\.?|EIRELI|e\.\s?[KV]\.|S\.\s?[AL]\.(?:\s?[SU]\.)?)\s*$/;
const ASIAN_COMPANY = /株式会社|有限会社|合同会社|有限公司|[㈱㈲]|\((?:株|有|주)\)/;
const isCompany = (text: string): boolean =>
  (MAYBE_NO_PERSON.test(text) && NO_PERSON().test(text)) ||
  (LEGAL_FORM.test(text) && text !== text.toUpperCase()) ||
  ASIAN_COMPANY.test(text);
/** `c/o` another person, and addresses of web pages. */
const NO_NAME = /^\s*(?:c\s?\/\s?o\b|attn\b|z\.\s?hd?n?\.)|https?:\/\/|^\s*www\./i;
/** Tags of HTML, and "Mr" after a name in Japan. */
const MARKUP = /<\/?(?:b|i|u|em|strong|br|p|span|div|font|small)(?:\s[^<>]*)?\/?>/gi;
const HONORIFIC = /様\s*$/;
const NULL_BESIDE = /(?:^|\s)(?:null|NULL)(?:\s|$)/;
const hasNullBeside = (text: string): boolean => NULL_BESIDE.test(text) && /\p{Lu}\p{Ll}/u.test(text);

/** Few names have any of these characters, or a word in front. */
const MAYBE_MORE = /[\s.,;&/+()[\]"“”„«»「<様社司㈱㈲]/;
const LONGEST_NAME = 256;

const bareName = (text: string): string | null => {
  if (text.length > LONGEST_NAME) return text;
  if (isCompany(text) || NO_NAME.test(text) || hasNullBeside(text)) return null;
  const name = text
    .replace(MARKUP, ' ')
    .replace(QUOTED, '$1')
    .replace(ASIDE, '')
    .replace(AFTER, '')
    .replace(HONORIFIC, '');
  const own = hasLetter(name) ? name : text;
  if (MAYBE_SEVERAL.test(own) && SEVERAL_PEOPLE().test(own)) return null;
  if (!MAYBE_TITLE.test(own)) return own;
  return TITLES_ALONE().test(own) ? null : own.replace(TITLES_BEFORE(), '');
};

const COMMA = ',';

/** First name, normalised; null: none, or several people's. `Berg, Ann` may be the whole name, or two first names. */
export const normaliseFirstName = (text: string): string | null => {
  if (!MAYBE_MORE.test(text)) return normaliseName(TITLE_WORD.test(text) ? '' : text);
  const name = bareName(text);
  const parts = name?.split(COMMA).filter(hasLetter) ?? [];
  return name === null || parts.length > 1 || SEVERAL_FIRST_NAMES().test(name) ? null : normaliseName(name);
};

/** `Berg, van den`: what Dutch and German lists write after a name. In capitals it may be a first name (`Nguyen, Van`). */
const PREFIX_AFTER = /^\s*(?:(?:van|von|vom|de[nrs]?|het|te[nr]?|op|zu[mr]?|d[uia]|dell?a?|l[ae]|['’]t)(?:\s+|$))+$/;

/** Last name, normalised; null: none, or several people's. What is after a comma is a first name or a title. */
export const normaliseLastName = (text: string): string | null => {
  if (!MAYBE_MORE.test(text)) return normaliseName(TITLE_WORD.test(text) ? '' : text);
  const name = bareName(text);
  const [own = name, prefix = ''] = name?.split(COMMA).filter(hasLetter) ?? [];
  if (own === null) return null;
  // Where nothing is in capitals, neither says which it is.
  return normaliseName(PREFIX_AFTER.test(prefix) && own !== own.toLowerCase() ? prefix + own : own);
};
