// What a value says once the marks of spreadsheets, databases and scripts are off it: its text, nothing, or no value at all.
import { hash } from 'node:crypto';

/** Words that systems write where they have no value, lower case, without brackets and quotes around them. */
const WORDS = [
  ...['n\\a', '#spill!', '#calc!', 'pd.na', 'not_available', 'not_set', 'not_provided'],
  ...[
    'null',
    '\\n',
    'nil',
    'none',
    'undefined',
    'void',
    'n/a',
    '#n/a',
    'n.a.',
    'n.a',
    '#null!',
    '#value!',
    '#ref!',
    '#name?',
    '#num!',
  ],
  ...[
    '#div/0!',
    '-',
    '--',
    '---',
    '–',
    '—',
    '.',
    '..',
    '...',
    '?',
    '??',
    '???',
    '*',
    '_',
    'not available',
    'not applicable',
  ],
  ...[
    'not provided',
    'not set',
    'not given',
    'no value',
    'unknown',
    'unspecified',
    '[object object]',
    'system.dbnull',
    'dbnull',
  ],
  ...[
    '1.#ind',
    '1.#qnan',
    '-1.#ind',
    '#n/a n/a',
    '<na>',
    'keine angabe',
    'k. a.',
    'k.a.',
    'unbekannt',
    'inconnu',
    'desconocido',
  ],
] as const;
/** Words that are placeholders only in brackets: `Blank` is a name of people. */
const BRACKETED_WORDS = ['empty', 'blank', 'missing'] as const;
/** `Nan` and `NA` are names of people and of a country: only the spellings of programs are placeholders. */
const EXACT_WORDS = ['NaN', 'nan', '-nan', 'NAN', 'NaT'] as const;

const PLACEHOLDERS: ReadonlySet<string> = new Set(WORDS);
const BRACKETED_PLACEHOLDERS: ReadonlySet<string> = new Set(BRACKETED_WORDS);
const EXACT_PLACEHOLDERS: ReadonlySet<string> = new Set(EXACT_WORDS);
const LONGEST_PLACEHOLDER = 24;
const AROUND = /^[("'<[{]+|[)"'>\]}]+$/g;
const HEX_DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

const isWord = (text: string): boolean => {
  if (text.length > LONGEST_PLACEHOLDER) return false;
  if (EXACT_PLACEHOLDERS.has(text)) return true;
  const lower = text.toLowerCase();
  if (PLACEHOLDERS.has(lower)) return true;
  const inner = lower.replace(AROUND, '').trim();
  // Nothing but brackets and quotes is nothing, too.
  return inner !== lower && (inner === '' || PLACEHOLDERS.has(inner) || BRACKETED_PLACEHOLDERS.has(inner));
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const nothingHashes = (): ReadonlySet<string> => {
  const written = WORDS.flatMap((word) => [word, word.toUpperCase(), capitalised(word)]);
  const bracketed = [...written, ...BRACKETED_WORDS].flatMap((word) => [`(${word})`, `<${word}>`, `[${word}]`]);
  const texts = ['', ' ', ...written, ...EXACT_WORDS, ...bracketed];
  return new Set(texts.flatMap((text) => [hash('sha256', text), hash('sha1', text), hash('md5', text)]));
};

let hashesOfNothing: ReadonlySet<string> | null = null;

/** Whether a text stands for no value: a word of that kind, or the SHA-256, SHA-1 or MD5 of such a word or of nothing. */
const isPlaceholderText = (text: string): boolean => {
  if (!HEX_DIGEST.test(text)) return isWord(text);
  hashesOfNothing ??= nothingHashes();
  return hashesOfNothing.has(text.toLowerCase());
};

const charactersAt = (index: 0 | -1, around: readonly string[]): ReadonlySet<string> =>
  new Set([
    ...[...WORDS, ...EXACT_WORDS].flatMap((word) => {
      const character = word.at(index) ?? '';
      return [character.toLowerCase(), character.toUpperCase()];
    }),
    ...around,
  ]);

const FIRST_CHARACTERS = charactersAt(0, ['(', '"', "'", '<', '[', '{']);
const LAST_CHARACTERS = charactersAt(-1, [')', '"', "'", '>', ']', '}']);

/** The same, quick for the texts that cannot be one: by their length, first and last character. */
export const isPlaceholder = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_PLACEHOLDER) return HEX_DIGEST.test(trimmed) && isPlaceholderText(trimmed);
  return (
    FIRST_CHARACTERS.has(trimmed.charAt(0)) &&
    LAST_CHARACTERS.has(trimmed.charAt(trimmed.length - 1)) &&
    isWord(trimmed)
  );
};

// eslint-disable-next-line no-control-regex -- the question is just whether a text is ASCII
const NOT_ASCII = /[^\x00-\x7f]/;
const FORMAT_CHARACTERS = /\p{Cf}/gu;
const APOSTROPHE = 39;

/**
 * A value without what is no part of it: format characters (marks of direction, joiners, soft hyphens), and the apostrophe
 * that a spreadsheet puts before a text.
 */
export const cleanText = (text: string): string => {
  const visible = NOT_ASCII.test(text) ? text.replace(FORMAT_CHARACTERS, '') : text;
  return visible.charCodeAt(0) === APOSTROPHE && visible.indexOf("'", 1) === -1 ? visible.slice(1) : visible;
};

/** MD5, SHA-1, SHA-512, and hashes with their kind before them (`sha256:…`, `{SHA}…`, `$2b$…`). */
const FOREIGN_HASH =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{96}|[0-9a-f]{128}|\$[0-9a-z]{1,8}\$\S+|\{(?:s?sha\d*|s?md5)\}\S+|(?:md5|sha-?\d{1,3})[:_=-]\s*[0-9a-z+/=]{20,})$/i;
const SHORTEST_HASH = 20;

/** Whether a text is a hash of another kind than Meta takes; hashed again it would match nobody. */
export const isForeignHash = (text: string): boolean => {
  const trimmed = text.trim();
  return trimmed.length >= SHORTEST_HASH && FOREIGN_HASH.test(trimmed);
};

const E_NOTATION = /^[+-]?\d+(?:[.,](\d+))?E[+-]?(\d+)$/i;

/** A number in E-notation, as spreadsheets shorten long ones: no phone number. */
export const isShortened = (text: string): boolean => E_NOTATION.test(text.trim());

/**
 * Whether E-notation left digits out: `1.79555E+12` did, `1.795551538634E+12` did not. Without a decimal sign (`1E5`) it
 * is as likely something of its own.
 */
export const hasLostDigits = (text: string): boolean => {
  const [, fraction, exponent] = E_NOTATION.exec(text.trim()) ?? [];
  return fraction !== undefined && fraction.length < Number(exponent);
};

/** An id as it is sent: trimmed and clean; `placeholder` or `shortened` where it says nothing. */
export const idTextOf = (text: string): string | { readonly lost: 'placeholder' | 'shortened' } => {
  const id = cleanText(text).trim();
  if (isPlaceholder(id)) return { lost: 'placeholder' };
  return hasLostDigits(id) ? { lost: 'shortened' } : id;
};

/** The same; what says nothing is counted by the member's name, and absent. */
export const idOrWarn = (
  written: string | null,
  member: string,
  warn: (code: 'placeholder_value' | 'id_digits_lost', detail: string) => void,
): string | null => {
  const id = written === null ? null : idTextOf(written);
  if (id === null || typeof id === 'string') return id;
  warn(id.lost === 'placeholder' ? 'placeholder_value' : 'id_digits_lost', member);
  return null;
};
