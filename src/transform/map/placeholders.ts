// Whether a text means that there is no value: a placeholder word, or the hash of one. The words are in
// placeholder-words.ts, addresses in placeholder-addresses.ts, other marks of a value in value-text.ts.
import { hash } from 'node:crypto';
import { once } from '../../lib/memoize.js';
import { capitalised, isSheetError } from '../../lib/words.js';
import { isAscii } from './normalise.js';
import { BRACKETED_WORDS, EXACT_WORDS, WORDS } from './placeholder-words.js';

const withoutAccents = (word: string): string => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** Also without accents, as many people write them. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...WORDS,
  ...WORDS.filter((word) => !isAscii(word)).map(withoutAccents),
]);
const BRACKETED_PLACEHOLDERS: ReadonlySet<string> = new Set(BRACKETED_WORDS);
const EXACT_PLACEHOLDERS: ReadonlySet<string> = new Set(EXACT_WORDS);
const LONGEST_PLACEHOLDER = 24;
/** Brackets, quotes and dots around a word, and the signs of variables: `$null`, `%none%`. */
const AROUND = /^(?:[("'“”‘’«`<[{=.]|[$@%:](?=[a-z_]))+|(?:[)"'“”‘’»`>\]}.,;!]|(?<=[a-z_])[%:])+$/g;

/** A merge field that was never filled in: `{{first_name}}`, `%%FirstName%%`, `*|FNAME|*`, `${name}`. */
const TEMPLATE = /^(?:\{\{.*\}\}|\{%.*%\}|%%.*%%|[$#]\{.*\}|\*\|.*\|\*|<%.*%>|\[\[.*\]\])$/s;
const MAYBE_TEMPLATE = /^[{%$#*<[][{%|[]/;

/** The words of a form where nothing was chosen: `Please select a region, state or province.` */
const PROMPT =
  /^\W*(?:please|bitte|select|choose|enter|selecciona|seleccione|selecione|seleziona|s[ée]lectionne[rz]|choisi(?:r|ssez)|selecteer|wybierz|vyberte)\s+[^\s\d]/i;
/** Whether a text begins like such a prompt. */
export const isPrompt = (text: string): boolean => PROMPT.test(text);

const ONLY_PUNCTUATION = /^[-–—._*?/\\"'()[\]{}<>…,;:\s]*$/;
const BRACKET_BEFORE = /^[([<{]/;

const isWord = (text: string): boolean => {
  if (EXACT_PLACEHOLDERS.has(text)) return true;
  if (isSheetError(text)) return true;
  const lower = text.normalize('NFC').toLowerCase();
  if (PLACEHOLDERS.has(lower)) return true;
  const inner = lower
    .replace(AROUND, '')
    .replace(/[\s_-]+/g, ' ')
    .trim();
  if (inner !== lower && PLACEHOLDERS.has(inner)) return true;
  const words = lower.split(/[\s,;]+/);
  if (words.length > 1 && words.every((word) => word === 'na' || PLACEHOLDERS.has(word))) return true;
  // A text of only brackets, quotes and dots is also a placeholder.
  return ONLY_PUNCTUATION.test(inner) || (BRACKET_BEFORE.test(lower) && BRACKETED_PLACEHOLDERS.has(inner));
};

const HEX_DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const HEX_DIGEST_LENGTHS: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);
const HASHES = ['sha256', 'sha1', 'md5', 'sha224', 'sha384', 'sha512'] as const;

/** Words that are meaningless as ids, and the empty text. */
const NOTHING = [
  ...['', ' ', '\n', '\r\n', '\t', '\0'],
  ...`"" '' [] {} @ 0 -1 na NA no No guest Guest 0000000000 1111111111 9999999999 +10000000000`.split(' '),
  '00000000-0000-0000-0000-000000000000',
  // Hashed twice.
  hash('sha256', ''),
];

const NO_ADDRESSES = (
  'none@none.com noemail@noemail.com na@na.com null@null.com test@test.com no@email.com no@no.com a@a.com abc@abc.com ' +
  'unknown@unknown.com undefined@undefined.com noreply@noreply.com no-reply@no-reply.com nomail@nomail.com ' +
  'example@example.com guest@guest.com customer@customer.com email@email.com'
).split(' ');

/** Created with the first text that looks like a hash. */
const hashesOfNothing = once((): ReadonlySet<string> => {
  const written = WORDS.flatMap((word) => [word, word.toUpperCase(), capitalised(word)]);
  const bracketed = [...written, ...BRACKETED_WORDS].flatMap((word) => [`(${word})`, `<${word}>`, `[${word}]`]);
  const texts = new Set([...NOTHING, ...written, ...EXACT_WORDS, ...bracketed, ...NO_ADDRESSES]);
  return new Set([...texts].flatMap((text) => HASHES.map((kind) => hash(kind, text))));
});

const isHashOfNothing = (text: string): boolean => HEX_DIGEST.test(text) && hashesOfNothing().has(text.toLowerCase());

const DIGIT = /\d/;
/** Every placeholder with a digit also has this character (`#DIV/0!`). */
const SIGN_OF_ERRORS = '#';

/** Whether a text means "no value": a placeholder word, or the hash of one or of nothing. Fast for all others. */
export const isPlaceholder = (text: string): boolean => {
  const trimmed = text.trim();
  if (MAYBE_TEMPLATE.test(trimmed) && TEMPLATE.test(trimmed)) return true;
  if (trimmed.length > LONGEST_PLACEHOLDER) return HEX_DIGEST_LENGTHS.has(trimmed.length) && isHashOfNothing(trimmed);
  return trimmed !== '' && (!DIGIT.test(trimmed) || trimmed.includes(SIGN_OF_ERRORS)) && isWord(trimmed);
};
