// E-mail addresses, names and places in the form that Meta wants before hashing (customer information parameters). Each
// function gives the normalised text, or null for an unusable text, because an empty text is never hashed. Each is
// idempotent. Where Meta's page and its libraries disagree, manual/matching.md has the choice and the reason.
// Phones: phone.ts; genders: gender.ts.

import { domainToASCII } from 'node:url';
import { lazyPattern } from '../../lib/memoize.js';

const SHA256_HEX = /^[0-9a-f]{64}$/i;
/** Maximum length of an e-mail address (RFC 5321: 64 and 255 octets, and the at sign). */
const EMAIL_LENGTH = 320;
/** Stars mask an address (`i***@example.com`): no mail provider allows them. A domain ends with letters. */
const ADDRESS = /^[^\s@"(),:;<>[\\\]*]+@(?:[a-z0-9-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/;
// oxlint-disable-next-line no-control-regex -- the question is just whether a text is ASCII
const NOT_ASCII = /[^\x00-\x7f]/;
const SPACE_AND_ASCII_PUNCTUATION = /[\s!-/:-@[-`{-~]/g;

/** Whether a text is already a SHA-256: 64 hex digits in any case. */
export const isSha256 = (text: string): boolean => text.length === 64 && SHA256_HEX.test(text);

/** Nearly every value is ASCII and needs no Unicode rules. */
export const isAscii = (text: string): boolean => !NOT_ASCII.test(text);

/** Styled letters: full width and half width, ligatures, mathematical ones. */
const OTHER_FORMS = /[\uff01-\uffdc\ufb00-\ufb06\u{1d400}-\u{1d7ff}]+/gu;
const usualForm = (letters: string): string => letters.normalize('NFKC');

/** Lower case, composed (NFC) and unstyled, so that each name has one spelling. */
export const lowered = (text: string): string => text.replace(OTHER_FORMS, usualForm).normalize('NFC').toLowerCase();

const asciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@') + 1;
  return at === 0 ? address : address.slice(0, at) + domainToASCII(address.slice(at));
};

/** Beyond ASCII: letters, digits, and dots of other scripts; no quotes, which would become a domain. */
const OTHER_SIGN = lazyPattern(String.raw`[^\x20-\x7e\p{L}\p{M}\p{N}\p{Cf}\u3002\uff0e\uff61]`, 'u');

const plainAddress = (written: string): string | null => {
  const text = written.replaceAll('＠', '@');
  if (!isAscii(text) && OTHER_SIGN().test(text)) return null;
  const address = isAscii(text) ? text.toLowerCase() : asciiDomain(lowered(text).normalize('NFC'));
  return ADDRESS.test(address) ? address : null;
};

/** An address in `Ann Berg <…>`, in quotes, as a link, after `E-mail:`, or before the separator of a list. */
const WRAPPED =
  /^(?:[^<>@]*<\s*(?:mailto:)?([^<>\s]+)\s*>|mailto:([^?]+)(?:\?.*)?|e-?mail:(.+)|["'`‘’‚“”„«»](.+)["'`‘’“”«»]|(.+?)[.;,]+)$/i;

const BETWEEN_ADDRESSES = /[\s<>()[\]"'|,;]+/;

/** An address that is written twice, or in brackets: `ida@example.com <ida@example.com>`, as mail programs copy it. */
const repeatedAddress = (text: string): string | null => {
  const parts = text.split(BETWEEN_ADDRESSES).filter((part) => part !== '');
  const addresses = new Set(parts.map((part) => plainAddress(part.replace(/^mailto:/i, ''))));
  const [address = null] = addresses;
  return addresses.size === 1 ? address : null;
};

/** E-mail: trimmed, lower-case, an address with a dotted domain. */
export const normaliseEmail = (text: string): string | null => {
  if (text.length > EMAIL_LENGTH) return null;
  const trimmed = text.trim();
  const address = plainAddress(trimmed);
  if (address !== null) return address;
  const inner = WRAPPED.exec(trimmed)?.slice(1).join('') ?? '';
  return plainAddress(inner.trim()) ?? repeatedAddress(trimmed);
};

/** An e-mail address instead of a name: without its punctuation it would look like one. */
const ADDRESS_INSIDE = /[^\s@]@[^\s@]+\.[^\s@]/;

const LETTER = /\p{L}/u;

/** Whether a text has a letter of any script. */
export const hasLetter = (text: string): boolean => LETTER.test(text);

/** With skin colours, flags, and joiners. */
const PICTURES = lazyPattern(
  String.raw`\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\ufe0f|\u200d`,
  'gu',
);

/** First or last name: lower-case, no whitespace, no ASCII punctuation, no emoji; all other characters stay. */
export const normaliseName = (text: string): string | null => {
  if (ADDRESS_INSIDE.test(text)) return null;
  // Removing a character can join a letter and its accent, so the text is composed again.
  const bare = lowered(text).replace(SPACE_AND_ASCII_PUNCTUATION, '').normalize('NFC');
  const name = isAscii(bare) ? bare : bare.replace(PICTURES(), '');
  return hasLetter(name) ? name : null;
};

const SIGNS = lazyPattern(String.raw`[^\p{L}\p{M}\p{N}]`, 'gu');

/** The letters (with their marks) and digits of a text in lower case. */
export const withoutSigns = (lower: string): string =>
  isAscii(lower) ? lower.replace(/[^a-z0-9]/g, '') : lower.replace(SIGNS(), '').normalize('NFC');

/** UTF-8 letters (with their marks) and digits, lower-case: Meta's page for places with special characters. */
export const lettersAndDigits = (text: string): string | null => {
  if (ADDRESS_INSIDE.test(text)) return null;
  const place = withoutSigns(isAscii(text) ? text.toLowerCase() : lowered(text));
  return hasLetter(place) ? place : null;
};
