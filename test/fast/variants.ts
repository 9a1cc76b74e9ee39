// One record to another that is odd in one thing, now and then in two: each change leaves the rest of the record as it is,
// so that the fast path gets as far as the odd thing.
import type { Dice } from '../../src/sample/dice.js';
import { otherNames, ownNameOf, UNMARKED_NAMES } from '../../src/transform/parse/member-names.js';
import { BY_NAME, NAMES, NUMBERS, OTHER_TYPES, TEXTS, WRITTEN_NUMBERS } from './odd-values.js';

type Json = Record<string, unknown>;

const pick = <Element>(dice: Dice, list: readonly Element[]): Element => list[dice.int(list.length)];
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Marks a text that is written as it is, so that 64-bit numbers keep their digits. */
const MARK = '@@';
const LONG_NUMBER = /(":|[[,])(-?\d{16,})(?=[,}\]])/g;
const isJson = (line: string): boolean => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};

/** Long numbers within texts stay as they are. */
const parse = (line: string): unknown => {
  const marked = line.replace(LONG_NUMBER, `$1"${MARK}$2${MARK}"`);
  return JSON.parse(isJson(marked) ? marked : line);
};
const write = (value: unknown): string =>
  JSON.stringify(value).replaceAll(new RegExp(`"${MARK}([^"@]*)${MARK}"`, 'g'), '$1');

interface Place {
  readonly holder: Json;
  readonly name: string;
}

/** Every member and element of a document, by what holds it. */
const placesIn = (value: unknown): readonly Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((name) => {
        const holder = value as Json;
        return [{ holder, name }, ...placesIn(holder[name])];
      });

/** A copy: what is put into the lists' own objects would come back in other records. */
const oddValue = (dice: Dice, name: string): unknown => structuredClone(oddElement(dice, name));

const oddElement = (dice: Dice, name: string): unknown => {
  const own = BY_NAME[name];
  if (own !== undefined && dice.chance(0.6)) return pick(dice, own);
  const kind = dice.int(10);
  if (kind < 5) return pick(dice, TEXTS);
  if (kind < 7) return pick(dice, NUMBERS);
  return kind < 8 ? `${MARK}${pick(dice, WRITTEN_NUMBERS)}${MARK}` : pick(dice, OTHER_TYPES);
};

const objectsNamed = (batch: unknown, name: string): readonly Json[] =>
  placesIn(batch).flatMap(({ holder, name: own }) => {
    const value = holder[own];
    return own === name && isObject(value) ? [value] : [];
  });

const shuffled = (dice: Dice, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((element) => shuffled(dice, element));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([name, inner]) => [dice.int(1_000_000), name, shuffled(dice, inner)] as const,
  );
  return Object.fromEntries(members.sort(([a], [b]) => a - b).map(([, name, inner]) => [name, inner]));
};

const eventsOf = (batch: unknown): unknown[] =>
  isObject(batch) && Array.isArray(batch['events']) ? (batch['events'] as unknown[]) : [];

/** Another value in some place, or none. */
const changeValue = (batch: unknown, dice: Dice): void => {
  const places = placesIn(batch);
  if (places.length === 0) return;
  const named = places.filter(({ name }) => name in BY_NAME);
  const { holder, name } = pick(dice, dice.chance(0.7) && named.length > 0 ? named : places);
  if (dice.chance(0.1) && !Array.isArray(holder)) Reflect.deleteProperty(holder, name);
  else holder[name] = oddValue(dice, name);
};

const OTHER = [...otherNames(), ...UNMARKED_NAMES.keys()];

/** A member under another name: most often its own in another style. */
const respell = (batch: unknown, dice: Dice): void => {
  const places = placesIn(batch).filter(({ holder }) => !Array.isArray(holder));
  if (places.length === 0) return;
  const { holder, name } = pick(dice, places);
  const own = OTHER.filter((other) => ownNameOf(other) === name);
  const other = pick(dice, own.length > 0 && dice.chance(0.8) ? own : OTHER);
  holder[other] = holder[name];
  if (dice.chance(0.8)) Reflect.deleteProperty(holder, name);
};

const addAttribute = (batch: unknown, dice: Dice): void => {
  for (const holder of objectsNamed(batch, pick(dice, ['custom_attributes', 'custom_attributes', 'user_attributes'])))
    Object.defineProperty(holder, pick(dice, NAMES), {
      value: oddValue(dice, ''),
      enumerable: true,
      writable: true,
      configurable: true,
    });
};

const addAttributes = (batch: unknown, dice: Dice): void => {
  const names = Array.from({ length: pick(dice, [0, 1, 11, 23, 24, 25]) }, (_, index) => `k${index}`);
  for (const holder of objectsNamed(batch, 'data'))
    holder['custom_attributes'] = Object.fromEntries(names.map((name) => [name, oddValue(dice, '')]));
};

/** Copies of events and entries, so that there are receipts to join, and identities of one type. */
const repeat = (batch: unknown, dice: Dice): void => {
  const lists = [eventsOf(batch), isObject(batch) ? batch['user_identities'] : null].filter(Array.isArray);
  const list: unknown[] = pick(dice, lists) ?? [];
  if (list.length === 0) return;
  const copies = pick(dice, [1, 1, 2, 4, 5, 6]);
  list.push(...Array.from({ length: copies }, () => structuredClone(list[0])));
  if (dice.chance(0.5)) changeValue(list, dice);
};

const changeProducts = (batch: unknown, dice: Dice): void => {
  for (const action of objectsNamed(batch, 'product_action')) {
    action['products'] = Array.from({ length: pick(dice, [0, 1, 2, 3, 23, 24, 25]) }, (_, index) => ({
      id: `p${index}`,
      price: dice.chance(0.8) ? pick(dice, NUMBERS) : null,
      ...(dice.chance(0.5)
        ? {
            quantity: pick(
              dice,
              NUMBERS.filter((number) => number > 0),
            ),
          }
        : {}),
    }));
    if (dice.chance(0.7)) action['total_amount'] = pick(dice, [null, 0]);
  }
};

/** What says where a batch comes from, in any combination. */
const changeSource = (batch: unknown, dice: Dice): void => {
  if (!isObject(batch)) return;
  for (const [holder, name] of [
    ['application_info', 'os'],
    ['device_info', 'platform'],
    ['source_info', 'channel'],
  ] as const) {
    const own = batch[holder];
    if (dice.chance(0.5)) batch[holder] = { ...(isObject(own) ? own : {}), [name]: oddValue(dice, name) };
  }
};

/** Brackets within brackets, as deep as the fast path reads and deeper. */
const nest = (batch: unknown, dice: Dice): void => {
  const depth = pick(dice, [10, 49, 50, 51, 52, 200]);
  if (isObject(batch)) batch['other'] = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
};

const CHANGES = [
  changeValue,
  changeValue,
  changeValue,
  changeValue,
  addAttribute,
  addAttributes,
  repeat,
  changeProducts,
  changeSource,
  respell,
  respell,
  nest,
];

const changed = (line: string, dice: Dice): string => {
  const batch = parse(line);
  pick(dice, CHANGES)(batch, dice);
  if (dice.chance(0.1)) pick(dice, CHANGES)(batch, dice);
  return write(batch);
};

const SIGNS = [
  ...['"', ',', ':', '{', '}', '[', ']', '\\', '/', 'x', '0', ' ', '1', 'e', '.', '-', '\t', '\r', '\0', '\u00a0'],
  ...['\ufeff', '\u2028'],
];

/** A character lost, added or another one; a record cut off, or something after it. */
const damaged = (line: string, dice: Dice): string => {
  const at = dice.int(line.length);
  const sign = pick(dice, SIGNS);
  return pick(dice, [
    line.slice(0, at),
    line.slice(0, at) + sign + line.slice(at + 1),
    line.slice(0, at) + sign + line.slice(at),
    line + pick(dice, [' ', '\t', '}', ']', ' x', '\r', '{}', line, '\u00a0']),
    ` ${line}`,
    line.slice(1),
  ]);
};

const NAMED_VALUE =
  /"(\$City|\$Country|identity|identity_type|email|mobile_number|quantity|currency_code|price|action|consented|os|environment|events|ccpa|data|products|promotion_action|product_impressions|id|k1|store_id|user_attributes|event_type)":("[^"]*"|[\d.]+|null)/g;

/** A member twice. */
const doubled = (line: string, dice: Dice): string => {
  const found = [...line.matchAll(NAMED_VALUE)];
  if (found.length === 0) return line;
  const { index, 0: text, 1: name, 2: value } = pick(dice, found);
  const other = pick(dice, [value, 'null', '"x"', '1']);
  return `${line.slice(0, index)}${text},"${name}":${other}${line.slice(index + text.length)}`;
};

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One letter of a name or a value as an escape, or a slash. */
const escaped = (line: string, dice: Dice): string => {
  const found = [...line.matchAll(/[A-Za-z/@]/g)];
  if (found.length === 0) return line;
  const { index, 0: character } = pick(dice, found);
  const escape =
    character === '/' ? '\\/' : pick(dice, [unicodeEscape(character), '\\n', '\\ud83d', '\\ud83d\\ude00', '\\"']);
  return line.slice(0, index) + escape + line.slice(index + 1);
};

/** Blanks wherever JSON allows them. */
const spaced = (line: string, dice: Dice): string =>
  line.replace(/"(?:[^"\\]|\\.)*"|[:,{}[\]]/g, (text: string) =>
    text.startsWith('"') || dice.chance(0.7) ? text : pick(dice, [`${text} `, `\t${text}`, `${text}\r`, ` ${text}  `]),
  );

/** Bytes that are no UTF-8, halves of characters, controls. */
const BYTES = [
  0, 9, 13, 0x20, 0x22, 0x2c, 0x5c, 0x7f, 0x80, 0xc2, 0xa0, 0xe2, 0xef, 0xff, 0xed, 0xf0, 0x30, 0x39, 0x65, 0x61,
];

const damagedBytes = (line: string, dice: Dice): Buffer => {
  const bytes = Buffer.from(line);
  for (let count = pick(dice, [1, 1, 2, 3]); count > 0; count -= 1) bytes[dice.int(bytes.length)] = pick(dice, BYTES);
  return bytes;
};

const reordered = (line: string, dice: Dice): string => write(shuffled(dice, parse(line)));

/** How often each way is taken, of 100; the rest stay as they are. */
const WAYS: readonly (readonly [number, (line: string, dice: Dice) => string | Buffer])[] = [
  [56, changed],
  [8, damagedBytes],
  [8, damaged],
  [6, doubled],
  [5, escaped],
  [4, spaced],
  [5, reordered],
];

/** A variant of a record, as bytes without line ends; most of them are odd in one thing only. */
export const variantOf = (line: string, dice: Dice): Buffer => {
  let left = dice.int(100);
  const way = isJson(line) ? WAYS.find(([share]) => (left -= share) < 0)?.[1] : damagedBytes;
  const variant = way?.(line, dice) ?? line;
  return typeof variant === 'string' ? Buffer.from(variant.replaceAll('\n', ' ')) : variant;
};
