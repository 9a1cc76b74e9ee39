// A text without what spreadsheets and copying add to it.

const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/;
/** Marks of direction, joiners, fillers, soft hyphens, variation selectors, and control characters except spaces. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/gu;
const APOSTROPHE_BEFORE = /^['’‘＇](?=.)(?!.*['’‘＇]$)/su;
/** `="00123"`: a formula that a spreadsheet uses to keep a text. */
const FORMULA = /^="(.*)"$/s;
/** First characters of what a spreadsheet adds: `'`, `=`, and characters beyond ASCII. */
const [APOSTROPHE, EQUALS] = [39, 61];

const inFormula = (text: string): string | undefined => FORMULA.exec(text.trim())?.[1]?.replaceAll('""', '"');

/** The text in the formula `="…"`; any other text is unchanged. */
export const withoutFormula = (text: string): string => inFormula(text) ?? text;

const unmarked = (text: string): string => inFormula(text) ?? text.replace(APOSTROPHE_BEFORE, '');

/** A value without invisible characters, and without the apostrophe or formula (`="…"`) of a spreadsheet. */
export const cleanText = (text: string): string => {
  if (NOT_PRINTABLE_ASCII.test(text)) return unmarked(text.replace(INVISIBLE, ''));
  const first = text.charCodeAt(0);
  return first === APOSTROPHE || first === EQUALS ? unmarked(text) : text;
};

const DECIMAL_ID = /^(\d{3,})\.0$/;

/** `1001.0`: a whole number that a script read as a decimal one. Shorter ones may be version numbers. */
export const withoutDecimals = (id: string): string => (id.endsWith('.0') ? id.replace(DECIMAL_ID, '$1') : id);
