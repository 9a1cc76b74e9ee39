import { hash } from 'node:crypto';
import type { MatchKey } from '../model/conversion.js';

/** Distinct values remembered per cache: names and cities repeat, and a cache must not grow with the input. */
const CACHE_ENTRIES = 20_000;

const sha256Hex = (text: string): string => hash('sha256', text, 'hex');

/** SHA-256 of normalised match keys, lower-case hex of the UTF-8 text, as Meta asks. */
export class Hasher {
  readonly #seen = new Map<string, string>();

  /** For keys that many people share (first name, city, country …): remembers what it has hashed. */
  shared(text: string): string {
    const known = this.#seen.get(text);
    if (known !== undefined) return known;
    if (this.#seen.size >= CACHE_ENTRIES) this.#seen.clear();
    const digest = sha256Hex(text);
    this.#seen.set(text, digest);
    return digest;
  }

  /** For keys that are one person's own (e-mail, phone): remembering them would not pay. */
  own(text: string): string {
    return sha256Hex(text);
  }

  /** What goes on the wire for a key: its hash, or its text where that is a hash already or must stay as it stands. */
  sharedKey(key: MatchKey): string;
  sharedKey(key: MatchKey | undefined): string | undefined;
  sharedKey(key: MatchKey | undefined): string | undefined {
    if (key === undefined) return undefined;
    return key.form === 'plain' ? this.shared(key.text) : key.text;
  }

  ownKey(key: MatchKey | undefined): string | undefined {
    if (key === undefined) return undefined;
    return key.form === 'plain' ? this.own(key.text) : key.text;
  }
}
