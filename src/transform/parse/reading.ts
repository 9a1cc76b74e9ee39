// Reads the members of one record: each has the type that the format demands, or is JSON text of that type, or absent;
// anything else is a fault. The meaning of the members is decided by the parsers of the batch's parts.

import { isJsonObject, objectOrNull, type JsonObject } from '../../lib/json.js';
import type { CountedWarning } from '../../model/warnings.js';
import { hasHalves, jsonOf } from './json-text.js';
import type { MemberNames } from './member-names.js';

/** JSON text within JSON text is read up to this depth; no program writes deeper ones on purpose. */
const DEEPEST_TEXT = 4;
const REPLACEMENT = '\ufffd';
const JSON_TEXT = /^\s*(?:["[{]|null\s*$)/;

/** The name of a value's type for a sentence, without the value. */
export const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'text' : `a ${typeof value}`;
};

/** Whether a member has no value: missing, null or blank. */
export const isAbsent = (value: unknown): value is undefined | null =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObjectOrArray = (value: unknown): value is JsonObject | readonly unknown[] =>
  isJsonObject(value) || isArray(value);

/** The properties of the text from which a record was parsed. */
export interface TextForm {
  /** The digits of its long numbers were kept, and those of texts within it must also be kept. */
  readonly exact: boolean;
  /** It had halves of surrogate pairs as escapes, which are replaced. */
  readonly hasHalves: boolean;
}

/** Reads the members of one record and remembers their faults. Missing, null and blank members are absent. */
export class Reading {
  readonly #exact: boolean;
  #hasHalves: boolean;
  #faults: string[] = [];
  readonly #notes = new Map<string, CountedWarning>();
  /** Whether an id is a number that lost digits in JSON.parse, so that the record must be read again, exactly. */
  lostDigits = false;

  constructor(form: TextForm = { exact: false, hasHalves: false }) {
    this.#exact = form.exact;
    this.#hasHalves = form.hasHalves;
  }

  /** What was wrong since the last call, in words without values; null: nothing. */
  takeFaults(): string | null {
    if (this.#faults.length === 0) return null;
    const faults = this.#faults.join('; ');
    this.#faults = [];
    return faults;
  }

  /** The notes, by code and detail. */
  notes(): readonly CountedWarning[] {
    return [...this.#notes.values()];
  }

  /** Counts something that does not prevent the batch from being read. `detail` is never a value of the record. */
  note(code: 'member_spelling' | 'member_ignored' | 'not_utf8', detail: string): void {
    const count = (this.#notes.get(code + detail)?.count ?? 0) + 1;
    this.#notes.set(code + detail, { code, count, detail });
  }

  /**
   * The object with its members under mParticle's own names. A member in another style is used if none with the own
   * name has a value; what is not used is noted, unless this object or `beside` has the meant member. `where`: the
   * start of the detail.
   */
  named(object: JsonObject, names: MemberNames, where: string, beside: JsonObject | null = null): JsonObject {
    let named = object;
    // Nearly all objects have only mParticle's own names, and `for in` creates no list of them.
    for (const key in object) {
      const meant = names.get(key);
      if (meant === undefined) continue;
      const value = object[key];
      if (isAbsent(value)) continue;
      const isElsewhere = key === meant.own || isAbsent(named[meant.own]);
      const own = isElsewhere ? beside?.[meant.own] : named[meant.own];
      if (isAbsent(own) && meant.isRead) {
        named = { ...named, [meant.own]: value };
        this.note('member_spelling', where + key);
      } else if (isAbsent(own) || (meant.isRead && own !== value)) this.note('member_ignored', where + key);
    }
    return named;
  }

  /** The object of a member, or in its JSON text; null: absent. `name`: its name in a fault. */
  object(value: unknown, name: string): JsonObject | null {
    return this.#typed(value, name, isJsonObject, 'an object');
  }

  /** The object that a value is, or that its JSON text contains; null: neither, which is not a fault here. */
  peek(value: unknown): JsonObject | null {
    return objectOrNull(typeof value === 'string' ? this.#unwrapped(value) : value);
  }

  /** The same as `object` for a dictionary, which some languages write as `[]` if it is empty. */
  dictionary(value: unknown, name: string): JsonObject | null {
    const inner = typeof value === 'string' ? this.#unwrapped(value) : value;
    return Array.isArray(inner) && inner.length === 0 ? null : this.object(inner, name);
  }

  /** The array of a member, or in its JSON text; empty: absent. */
  array(value: unknown, name: string): readonly unknown[] {
    return this.#typed(value, name, isArray, 'an array') ?? [];
  }

  /** The object or array of a member, or in its JSON text; null: absent. */
  objectOrArray(value: unknown, name: string): JsonObject | readonly unknown[] | null {
    return this.#typed(value, name, isObjectOrArray, 'an object or an array');
  }

  /** Text that is not blank, or a number as text; null: absent. */
  text(value: unknown, name: string): string | null {
    if (typeof value === 'string') {
      this.lookForHalves(value, name);
      return value.trim() === '' ? null : value;
    }
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number') return this.#fault(name, value, 'text');
    if (!Number.isSafeInteger(value)) this.lostDigits = true;
    return String(value);
  }

  /** Counts a text in which half a surrogate pair lost its letter. Bytes that are not UTF-8 are counted elsewhere. */
  lookForHalves(value: unknown, name: string): void {
    if (this.#hasHalves && typeof value === 'string' && value.includes(REPLACEMENT)) this.note('not_utf8', name);
  }

  /** One of a list of words, so never a number. */
  word(value: unknown, name: string): string | null {
    return typeof value === 'number' ? this.#fault(name, value, 'text') : this.id(value, name);
  }

  /** An id: text without the spaces around it. */
  id(value: unknown, name: string): string | null {
    return this.text(value, name)?.trim() ?? null;
  }

  #typed<T>(value: unknown, name: string, is: (value: unknown) => value is T, wanted: string): T | null {
    if (is(value)) return value;
    if (isAbsent(value)) return null;
    const inner = this.#unwrapped(value);
    if (is(inner)) return inner;
    return isAbsent(inner) ? null : this.#fault(name, inner, wanted);
  }

  /** The value of a JSON text, however often it was encoded as text; the value itself if it is not JSON text. */
  #unwrapped(value: unknown): unknown {
    let inner = value;
    for (let depth = 0; depth < DEEPEST_TEXT && typeof inner === 'string' && JSON_TEXT.test(inner); depth += 1) {
      const parsed = jsonOf(inner, this.#exact);
      if (parsed === undefined) return inner;
      this.#hasHalves ||= hasHalves(inner);
      inner = parsed;
    }
    return inner;
  }

  #fault(name: string, value: unknown, wanted: string): null {
    this.#faults.push(`${name} is ${typeName(value)}, not ${wanted}`);
    return null;
  }
}
