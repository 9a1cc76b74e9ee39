import { hash } from 'node:crypto';
import { plainMember } from '../../lib/json-text.js';
import { memoizeBy } from '../../lib/memoize.js';
import type { MatchKey } from '../../model/conversion.js';

/** SHA-256 of a normalised match key, lower-case hex of the UTF-8 text, as Meta asks. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');

/** The form in which a key is sent: its hash, or its text if that is already a hash or must stay unchanged. */
export const wireTextOf = (key: MatchKey): string => (key.form === 'plain' ? sha256Hex(key.text) : key.text);

/** The same for a key that may be absent. */
export const wireText = (key: MatchKey | undefined): string | undefined =>
  key === undefined ? undefined : wireTextOf(key);

/**
 * Writes a key that many people have in common (first name, city, country …), with a cache by text; nothing for an
 * absent key. `write` must be pure; `textOf` differs for keys that are written differently.
 */
export const sharedKeyMember = <Key extends MatchKey>(
  write: (key: Key) => string,
  textOf: (key: Key) => string = ({ text }) => text,
): ((key: Key | undefined) => string) => {
  const cached = memoizeBy(textOf, write);
  return (key) => {
    if (key === undefined) return '';
    // Only hashing is expensive enough to be cached.
    return key.form === 'plain' ? cached(key) : write(key);
  };
};

/** Writes a shared key of one name as its hash. */
export const hashedMember = (name: string): ((key: MatchKey | undefined) => string) => {
  const member = plainMember(name);
  return sharedKeyMember((key) => member(wireTextOf(key)));
};
