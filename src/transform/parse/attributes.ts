import type { JsonObject } from '../../lib/json.js';
import { memoize } from '../../lib/memoize.js';
import { byWord } from '../../lib/words.js';
import { RESERVED_ATTRIBUTES, type ReservedAttribute } from '../../model/batch.js';
import { isPlaceholder } from '../map/placeholders.js';
import { UNMARKED_NAMES } from './member-names.js';
import type { Reading } from './reading.js';

const RESERVED: ReadonlyMap<string, ReservedAttribute> = new Map(RESERVED_ATTRIBUTES.map((name) => [name, name]));
const RESERVED_PREFIX = 'reserved.';
/** Other programs' names for the reserved attributes, without spaces and marks. */
const FOREIGN = byWord<ReservedAttribute>([
  ['firstname', 'fname givenname forename'],
  ['lastname', 'lname surname familyname'],
  ['gender', 'sex'],
  ['city', 'town'],
  ['state', 'region province'],
  ['zip', 'zipcode postalcode postcode'],
  ['country', 'countrycode'],
  ['mobile', 'phone phonenumber mobilenumber mobilephone telephone'],
]);

/** The attribute that a key means; `isRead`: it is used; `isOwn`: the key is spelt as mParticle spells it. */
interface Meaning {
  readonly name: ReservedAttribute;
  readonly isRead: boolean;
  readonly isOwn: boolean;
}

const marked = (text: string): Meaning | null => {
  const word = text.toLowerCase();
  const own = RESERVED.get(word);
  if (own !== undefined) return { name: own, isRead: true, isOwn: true };
  const plain = word.replace(/[\s_-]/g, '');
  const name = RESERVED.get(plain) ?? FOREIGN.get(plain);
  return name === undefined ? null : { name, isRead: RESERVED.has(plain), isOwn: false };
};

/**
 * `$FirstName`, `$firstname` and the `reserved.firstname` of some stores all mean one attribute. Without its mark a
 * name may be the customer's own attribute, so it is not used.
 */
const meaningOf = memoize((written): Meaning | null => {
  const key = written.replace(/^ +/, '');
  if (key.startsWith('$')) return marked(key.slice(1));
  if (key.startsWith(RESERVED_PREFIX)) return marked(key.slice(RESERVED_PREFIX.length));
  const name = UNMARKED_NAMES.get(written);
  return name === undefined ? null : { name, isRead: false, isOwn: false };
});

const firstText = (value: unknown, name: ReservedAttribute, reading: Reading): string | null => {
  // mParticle's attributes may be booleans, which mean nothing as a name or a place.
  if (typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return reading.text(value, `user_attributes.$${name}`);
  const texts = value.flatMap((element) => reading.text(element, `user_attributes.$${name}`) ?? []);
  return texts.find((text) => !isPlaceholder(text)) ?? texts[0] ?? null;
};

/** Adds attributes by other names to those by their own; counts them. */
const addOthers = (
  attributes: Map<ReservedAttribute, string>,
  others: readonly (readonly [key: string, meaning: Meaning])[],
  source: JsonObject,
  reading: Reading,
): void => {
  const own = new Set(
    Object.keys(source)
      .map(meaningOf)
      .flatMap((meaning) => (meaning?.isOwn === true ? [meaning.name] : [])),
  );
  for (const [key, { name, isRead }] of others) {
    if (attributes.has(name) || (own.has(name) && !isRead)) continue;
    const value = isRead ? firstText(source[key], name, reading) : source[key];
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'string' && isRead) attributes.set(name, value);
    reading.note(isRead ? 'member_spelling' : 'member_ignored', `user_attributes.${key}`);
  }
};

/** The reserved ones, of a list the first value that is not blank; others that seem to mean one are counted. */
export const parseAttributes = (
  source: JsonObject | null,
  reading: Reading,
): ReadonlyMap<ReservedAttribute, string> => {
  const attributes = new Map<ReservedAttribute, string>();
  if (source === null) return attributes;
  const others: (readonly [string, Meaning])[] = [];
  for (const key in source) {
    const meaning = meaningOf(key);
    if (meaning === null) continue;
    const { name, isOwn } = meaning;
    const value = isOwn ? firstText(source[key], name, reading) : null;
    const held = attributes.get(name) ?? value;
    if (value !== null && held !== value && held !== null && !isPlaceholder(held))
      reading.note('member_ignored', `user_attributes.$${name} (a second one)`);
    else if (value !== null) attributes.set(name, value);
    if (!isOwn) others.push([key, meaning]);
  }
  if (others.length > 0) addOthers(attributes, others, source, reading);
  return attributes;
};
