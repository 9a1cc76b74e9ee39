// Finds match keys of which one value is on many events: the shop's own e-mail address, one customer id for walk-in
// sales. Counts events as they would be sent, in bounded memory; no value leaves this file.

import { arrayOrEmpty, objectOrNull, type JsonObject } from '../../lib/json.js';
import type { MatchKeyName } from '../../model/conversion.js';
import type { MappedBlock } from '../../model/mapped.js';
import { Frequencies } from './frequencies.js';

/** Keys that identify one person, by their names in either API. */
const MEMBERS: ReadonlyMap<string, MatchKeyName> = new Map([
  ['em', 'email'],
  ['email', 'email'],
  ['ph', 'phone'],
  ['phone', 'phone'],
  ['external_id', 'externalId'],
  ['extern_id', 'externalId'],
]);
/** Distinct values counted for each key. A value of many events is among the first of them. */
const DISTINCT_COUNTED = 20_000;

/** A key, and how many events of the sample have its most frequent value. */
export interface SharedKey {
  readonly key: MatchKeyName;
  readonly most: number;
}

const userDataOf = (wire: Uint8Array): JsonObject | null => {
  const event: unknown = JSON.parse(new TextDecoder().decode(wire));
  const members = objectOrNull(event);
  return objectOrNull(members?.['user_data'] ?? members?.['match_keys']);
};

/** Counts the values of the keys that identify one person. */
export class SharedKeys {
  readonly #counts = new Map<MatchKeyName, Frequencies<string>>();

  add({ wire, wireEnds }: MappedBlock): void {
    let from = 0;
    for (const end of wireEnds) {
      // The last byte separates it from the next event.
      this.#event(userDataOf(wire.subarray(from, end - 1)));
      from = end;
    }
  }

  facts(): readonly SharedKey[] {
    return [...this.#counts].map(([key, { most }]) => ({ key, most }));
  }

  #event(userData: JsonObject | null): void {
    for (const [member, value] of Object.entries(userData ?? {})) {
      const key = MEMBERS.get(member);
      const [text = value] = arrayOrEmpty(value);
      if (key !== undefined && typeof text === 'string') this.#value(key, text);
    }
  }

  #value(key: MatchKeyName, text: string): void {
    const counts = this.#counts.get(key) ?? new Frequencies(DISTINCT_COUNTED);
    this.#counts.set(key, counts);
    counts.add(text);
  }
}
