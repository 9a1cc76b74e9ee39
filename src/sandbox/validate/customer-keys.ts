// Checks of match keys that both APIs have in common.

import type { JsonObject } from '../../lib/json.js';
import { type Refusal, SUBCODES, mustBe } from './refusal.js';

/** The form of a customer key: hashed, an advertising id, an unsigned number, or any text. */
type KeyForm = 'hash' | 'advertising_id' | 'advertising_id_or_hash' | 'number' | 'text';

/** One customer key. Keys with the same `weight` name are parts of one thing, as a first name and its initial. */
export interface KeyRule {
  readonly form: KeyForm;
  readonly weight: string;
  /** Maximum number of values in an array; null: any number. */
  readonly maxValues: number | null;
}

/** Rules for keys of one form: their names, each with its `weight` after a `=` if that is another word. */
export const keyRules = (
  form: KeyForm,
  names: string,
  maxValues: number | null = null,
): Readonly<Record<string, KeyRule>> =>
  Object.fromEntries(
    names.split(' ').map((entry) => {
      const [name = '', weight = name] = entry.split('=');
      return [name, { form, weight, maxValues }];
    }),
  );

/** The hash of an empty text, which shows that a client hashes without checking. */
const HASH_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Meta's own libraries append a dot and eight characters that name the library. */
const SHA256_HEX = /^[0-9a-f]{64}(?:\.[0-9A-Za-z_-]{8})?$/;
const LONGEST_HASH = 73;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What phones return when tracking is off. */
const ALL_ZEROS = '00000000-0000-0000-0000-000000000000';
const UNSIGNED = /^\d{1,20}$/;

const isUnsigned = (value: unknown): boolean => typeof value === 'string' && UNSIGNED.test(value);
const isHash = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length <= LONGEST_HASH &&
  SHA256_HEX.test(value) &&
  !value.startsWith(HASH_OF_NOTHING);
const isAdvertisingId = (value: unknown): boolean =>
  typeof value === 'string' && UUID.test(value) && value !== ALL_ZEROS;

const FORMS: Readonly<Record<KeyForm, { readonly is: (value: unknown) => boolean; readonly rule: string }>> = {
  hash: { is: isHash, rule: 'a SHA-256 in lower-case hex, and not that of an empty text' },
  advertising_id: {
    is: isAdvertisingId,
    rule: 'an advertising id as the device gave it, not hashed and not all zeros',
  },
  advertising_id_or_hash: { is: (value) => isHash(value) || isAdvertisingId(value), rule: 'an advertising id' },
  number: {
    is: (value) => (typeof value === 'number' ? Number.isSafeInteger(value) && value >= 0 : isUnsigned(value)),
    rule: 'an unsigned whole number',
  },
  text: {
    is: (value) => (typeof value === 'string' ? value.trim() !== '' : Number.isSafeInteger(value)),
    rule: 'a text that is not blank',
  },
};

const WEAK: Omit<Refusal, 'path'> = {
  subcode: SUBCODES.weakCustomerData,
  title: 'Not Enough Customer Information',
  message: "You haven't added sufficient customer information parameter data for this event.",
};

/** Checks the customer keys of one event. Keys that are not in the table are ignored. */
export const customerKeysCheck = (
  parent: string,
  rules: Readonly<Record<string, KeyRule>>,
  weakSets: readonly (readonly string[])[],
): ((keys: JsonObject) => Refusal | null) => {
  const weights = [...new Set(Object.values(rules).map((rule) => rule.weight))];
  const bitOf = (weight: string): number => 1 << weights.indexOf(weight);
  const weakMasks = weakSets.map((set) => set.reduce((mask, weight) => mask | bitOf(weight), 0));
  const weak = { ...WEAK, path: [parent] };
  const prepared = new Map(
    Object.entries(rules).map(([name, rule]) => [
      name,
      {
        bit: bitOf(rule.weight),
        maxValues: rule.maxValues ?? Infinity,
        is: FORMS[rule.form].is,
        refusal: mustBe(FORMS[rule.form].rule, parent, name),
        tooMany: mustBe(`at most ${rule.maxValues ?? 0} values`, parent, name),
      },
    ]),
  );
  return (keys) => {
    let known = 0;
    for (const name in keys) {
      const rule = prepared.get(name);
      const value = keys[name];
      if (rule === undefined || value === null || value === undefined) continue;
      if (Array.isArray(value)) {
        if (value.length === 0) continue;
        if (value.length > rule.maxValues) return rule.tooMany;
        if (!value.every(rule.is)) return rule.refusal;
      } else if (!rule.is(value)) return rule.refusal;
      known |= rule.bit;
    }
    return weakMasks.some((mask) => (known & ~mask) === 0) ? weak : null;
  };
};
