// A value without the marks of spreadsheets, databases and scripts. Which texts mean "no value" is in placeholders.ts.
import { cleanText, withoutDecimals } from '../../lib/clean-text.js';
import { hasLostDigits } from '../../lib/e-notation.js';
import { isNothingAsId } from '../../lib/words.js';
import { isPlaceholder } from './placeholders.js';

/** Names of hash functions before a hash, and the marks of passwords and directories. */
const TAGGED_HASH = new RegExp(
  `^(?:${[
    String.raw`(?:sha-?[0-9]{1,3}|md-?[2456]|crc-?[0-9]{2}|ripemd-?[0-9]*|rmd[0-9]*|blake[0-9a-z]*|keccak[-0-9]*|xxh[0-9]*|hmac|pbkdf2|bcrypt|scrypt|argon2[id]*|hash(?:ed)?|hex|digest|sha[0-9]-[0-9]{3})(?:[-_./][a-z0-9]+)*\s*[:=$|_(\s-]\s*(?=\S*\d)\S{16,}`,
    String.raw`(?:0x|\\x|x'|[a-z0-9-]{1,12}[.:])[0-9a-f]{32,}'?`,
    String.raw`\$[0-9a-z-]{1,20}\$\S+`,
    String.raw`\*[0-9a-f]{40}`,
    String.raw`\{[\w.-]{2,20}\}\S+`,
    String.raw`pbkdf2_\S+`,
  ].join('|')})$`,
  'i',
);
/**
 * MD5, SHA-1, SHA-224, SHA-384, SHA-512 and cut hashes, in hex; any with a salt after it or a tag (`v2:`) before it;
 * pairs or other groups with separators.
 */
const HEX_HASH =
  /^(?:[0-9a-f]{32,63}|[0-9a-f]{65,}|[0-9a-f]{32,}[:$.|/_,;-]\s*\S+|[a-z][a-z0-9]{0,15}[\s:=.|/_-]\s*[0-9a-f]{32,}|(?:[0-9a-f]{2}[:\s-]){15,}[0-9a-f]{2}|(?=(?:[:\s]?[0-9a-f]){32,}$)(?:[0-9a-f]{3,16}[:\s])+[0-9a-f]{3,16})$/i;
/** The same bytes in Base64: with padding, which no name has; without it or cut, longer than any name. */
const BASE64_HASH =
  /^(?:(?=(?:\D*\d){3})(?![0-9a-f]{64}$)[0-9a-z+/_-]{40,}|[0-9a-z+/_-]{22}==|[0-9a-z+/_-]{27}=|[0-9a-z+/_-]{38}==|[0-9a-z+/_-]{43}=|[0-9a-z+/_-]{86}==)$/i;
const SHORTEST_HASH = 20;
const QUOTED = /^["'`<([{](.*)["'`>)\]}]$/s;
const ANY_HEX_HASH = /^[0-9a-f]{32,}$/i;

const isHash = (text: string): boolean => HEX_HASH.test(text) || TAGGED_HASH.test(text) || BASE64_HASH.test(text);

/** Whether a text is a hash that Meta does not accept (MD5, tagged, Base64, quoted): it would match nothing. */
export const isForeignHash = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.length < SHORTEST_HASH) return false;
  if (isHash(trimmed)) return true;
  const inner = QUOTED.exec(trimmed)?.[1]?.trim();
  return inner !== undefined && (isHash(inner) || ANY_HEX_HASH.test(inner));
};

/**
 * Letters, digits and hyphens with a digit above zero among them, like nearly all ids. No placeholder and no decimal
 * matches. A hash (32 digits and more) does not match either, because it may be that of an empty text; any other hash
 * is an id.
 */
const PLAIN_ID = /^(?!-)(?=.{1,31}$)[\w-]*[1-9][\w-]*$/;

/** `["R-1"]`, `[1001]`, `b'R-1'`, `"R-1"`: one id, as programs write it in a list, as bytes or as text. */
const LIST_OF_ONE = /^\[\s*([^,]+?)\s*,?\s*\]$/;
const QUOTED_ID = /^[bu]?(["'])([^"'\\]+)\1$/;
const bareId = (id: string): string => {
  const one = LIST_OF_ONE.exec(id)?.[1] ?? id;
  return QUOTED_ID.exec(one)?.[2]?.trim() ?? one;
};

/** An id as it is sent: trimmed and clean; `placeholder` or `shortened` if it has no meaning. */
export const idTextOf = (text: string): string | { readonly lost: 'placeholder' | 'shortened' } => {
  if (PLAIN_ID.test(text)) return text;
  const id = bareId(cleanText(text).trim());
  if (isPlaceholder(id) || isNothingAsId(id)) return { lost: 'placeholder' };
  return hasLostDigits(id) ? { lost: 'shortened' } : withoutDecimals(id);
};

/** The same; an id without meaning is counted by the member's name, and absent. */
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
