// The fast path's cache of texts that many records share. For each of them the ordinary code is called once, with a
// batch or an event that has nothing else, so that each rule about such a text is written only once.
import { IDENTITY_TYPES, type Batch, type ReservedAttribute } from '../../model/batch.js';
import { BARE_SALE, FORWARDED_ACTIONS, type Conversion, type MatchKeyName } from '../../model/conversion.js';
import { flagFact, flagNumber } from '../../model/fact-columns.js';
import { identityTypeOf } from '../../model/identity-types.js';
import { roundAmount } from '../../model/money.js';
import type { MappingSettings } from '../../model/settings.js';
import type { Encoder } from '../encode/wire-event.js';
import { actionMeaning } from '../map/action.js';
import { limitedDataUseOf } from '../map/consent.js';
import { customDataOf } from '../map/custom-data.js';
import { matchKeysOf } from '../map/match-keys.js';
import { mayHaveTrunkPrefix } from '../map/phone.js';
import { currencyOf } from '../map/value.js';
import { parseAttributes } from '../parse/attributes.js';
import { isEmailAttribute } from '../parse/batch.js';
import { isOfDevice } from '../parse/identities.js';
import { Reading } from '../parse/reading.js';

/** An answer as bytes: numbers, and texts in UTF-8; null: records with this text are handed back. */
export type Answer = readonly (number | string)[] | null;

/** Attributes that many people share, by the kind of text in the question, with the keys that they become. */
const SHARED: readonly (readonly [ReservedAttribute, MatchKeyName])[] = [
  ['firstname', 'firstName'],
  ['lastname', 'lastName'],
  ['gender', 'gender'],
  ['city', 'city'],
  ['state', 'state'],
  ['zip', 'zip'],
  ['country', 'country'],
];

/** Separates a country from a text that is read in it. */
const SEPARATOR = '\u001f';
/** Stands for an action that is not forwarded, and for an identity of a device. */
const NONE = 255;

const NO_BATCH: Batch = {
  environment: 'production',
  source: 'feed',
  blocked: false,
  identities: new Map(),
  attributes: new Map(),
  appleAdvertisingId: null,
  googleAdvertisingId: null,
  userAttributes: null,
  saleOptOut: true,
  events: [],
};

/** An attribute that is always there, so that another one is written after it. */
const BASE_NAME = '.base.';

const EMPTY_EVENT: Conversion = { ...BARE_SALE, customData: { [BASE_NAME]: 'x' } };

/** The part of the longer of two texts from where they start to differ. */
const inserted = (base: string, longer: string): string => {
  let at = 0;
  while (at < base.length && base[at] === longer[at]) at += 1;
  return longer.slice(at, at + longer.length - base.length);
};

/** A name of a mailbox that is no placeholder, whatever the domain is. */
const MAILBOX = 'q7w';

/** Values of each type that the fast path copies; a value that has Meta's type for its name is written differently. */
const ATTRIBUTE_VALUES: readonly (string | number | boolean)[] = ['x', '2', 1.5, true];
const IGNORED = { personal: () => undefined, unusable: () => undefined };

/** The number of the kind in assembly/memo.ts of which texts are kept from the beginning. */
export const KEPT_KIND = 16;

/** Answers for one run's settings. The kinds are those of assembly/memo.ts. */
export class Answers {
  /** The currencies in questions so far, by the numbers that they were given. */
  readonly currencies: string[] = [];
  readonly #settings: MappingSettings;
  readonly #encode: Encoder;
  readonly #empty: string;

  constructor(settings: MappingSettings, encode: Encoder) {
    this.#settings = settings;
    this.#encode = encode;
    this.#empty = encode(EMPTY_EVENT).json;
  }

  answer(kind: number, text: string): Answer {
    const shared = SHARED[kind];
    if (shared !== undefined) return this.#sharedKey(shared, text);
    return KINDS[kind]?.(this, text) ?? null;
  }

  #sharedKey([attribute, name]: (typeof SHARED)[number], text: string): Answer {
    const { keys, warnings } = matchKeysOf(
      { ...NO_BATCH, attributes: attributesIn(attribute, text) },
      { ...this.#settings, extendedMatchKeys: true },
    );
    if (warnings.length > 0 || keys[name] === undefined) return null;
    const matchKeys = name === 'country' ? keys : { ...keys, country: undefined };
    return [`,${this.#added({ matchKeys })}`];
  }

  limitedDataUse(text: string): Answer {
    const batch = { ...NO_BATCH, attributes: attributesIn('state', text) };
    const limitedDataUse = limitedDataUseOf(batch, this.#settings.sendCcpaLimitedDataUse);
    return [flagNumber(flagFact(limitedDataUse)), this.#added({ limitedDataUse })];
  }

  action(text: string): Answer {
    const meaning = actionMeaning(text);
    if (meaning === 'unknown') return null;
    return [meaning === 'not_forwarded' ? NONE : FORWARDED_ACTIONS.indexOf(meaning)];
  }

  /** Only currencies that are rounded to hundredths. */
  currency(text: string): Answer {
    const { currencies } = this;
    const currency = currencyOf(text, '');
    if (currency.kind !== 'given' || roundAmount(1.001, currency.code) !== 1 || currencies.length > NONE) return null;
    if (!currencies.includes(currency.code)) currencies.push(currency.code);
    return [currencies.indexOf(currency.code), currency.code];
  }

  /** Empty for a name that is left out. Names that start with a digit may be moved to the front by JavaScript. */
  attributeName(name: string): Answer {
    if (this.#settings.customDataExclude.includes(name)) return [];
    const member = `,${JSON.stringify(name)}:`;
    const isUsual = ATTRIBUTE_VALUES.every((value) => {
      const customData = customDataOf({ [BASE_NAME]: 'x', [name]: value }, this.#settings, IGNORED);
      return this.#added({ customData }) === member + JSON.stringify(value);
    });
    return isUsual && !/^\d/.test(name) ? [member] : null;
  }

  emailDomain(domain: string): Answer {
    const address = `${MAILBOX}@${domain}`;
    const batch = { ...NO_BATCH, identities: new Map([['email', address] as const]) };
    const { keys, warnings } = matchKeysOf(batch, this.#settings);
    const isUsual = warnings.length === 0 && keys.email?.form === 'plain' && keys.email.text === address;
    return isUsual ? [] : null;
  }

  /** The members of the changed event that the empty one lacks. */
  #added(change: Partial<Conversion>): string {
    return inserted(this.#empty, this.#encode({ ...EMPTY_EVENT, ...change }).json);
  }
}

/** A text that was asked about with or without its country, as the attributes of a batch. */
const attributesIn = (name: ReservedAttribute, text: string): ReadonlyMap<ReservedAttribute, string> => {
  const [country = '', value] = text.split(SEPARATOR);
  const attributes = new Map<ReservedAttribute, string>([[name, value ?? country]]);
  if (value !== undefined && country !== '') attributes.set('country', country);
  return attributes;
};

const identityType = (text: string): Answer => {
  const type = identityTypeOf(text);
  if (type === undefined) return isOfDevice(text) ? [NONE] : null;
  return [IDENTITY_TYPES.indexOf(type), type];
};

/** Whether a name that may mean a reserved attribute does not mean one. */
const reservedName = (name: string): Answer => {
  const reading = new Reading();
  if (isEmailAttribute(name)) return null;
  return parseAttributes({ [name]: 'x' }, reading).size === 0 && reading.notes().length === 0 ? [] : null;
};

/** By their numbers in assembly/memo.ts, above those of the shared attributes. */
const KINDS: Readonly<Record<number, (answers: Answers, text: string) => Answer>> = {
  8: (answers, text) => answers.limitedDataUse(text),
  9: (answers, text) => answers.action(text),
  10: (answers, text) => answers.currency(text),
  11: (answers, text) => answers.attributeName(text),
  12: (answers, text) => answers.emailDomain(text),
  13: (_, text) => identityType(text),
  14: (_, text) => reservedName(text),
  // The first digits of a phone number.
  15: (_, text) => (mayHaveTrunkPrefix(text) ? null : []),
};
