// The facts of events for the report, as columns that are cheap to pass between threads.

import { LDU_NOT_SENDABLE, type LduNotSendable, type LimitedDataUse } from './conversion.js';

/** Facts about an event for the report; counted when its outcome is known. */
export interface EventFacts {
  readonly eventName: string;
  readonly currency: string;
  /** null: the event carries no value. */
  readonly value: number | null;
  /** Bit i is set when the event carries `MATCH_KEY_NAMES[i]`. */
  readonly keyMask: number;
  readonly limitedDataUse: 'off' | 'flagged' | LduNotSendable;
  /** Whole UNIX seconds. */
  readonly time: number;
  /** A number that is equal for events of one receipt; 0 or absent: no receipt. */
  readonly receipt?: number;
}

const FLAGS = ['off', 'flagged', ...LDU_NOT_SENDABLE] as const;

/** The outcome of the Limited Data Use flag as a fact. */
export const flagFact = (flag: LimitedDataUse): EventFacts['limitedDataUse'] =>
  flag.kind === 'not_sendable' ? flag.why : flag.kind;
/** The number of that fact in a column. */
export const flagNumber = (fact: EventFacts['limitedDataUse']): number => FLAGS.indexOf(fact);
/** The fact with a number; an unknown number: `off`. */
export const flagOf = (number: number | undefined): EventFacts['limitedDataUse'] => FLAGS[number ?? 0] ?? 'off';

/** The facts of many events as columns: they are passed between threads as plain bytes, and take little memory. */
export interface FactColumns {
  readonly count: number;
  /** Event names and currency codes by the numbers in the columns. */
  readonly names: readonly string[];
  readonly currencies: readonly string[];
  readonly name: Uint8Array<ArrayBuffer>;
  readonly currency: Uint16Array<ArrayBuffer>;
  /** NaN: no value. */
  readonly value: Float64Array<ArrayBuffer>;
  readonly keyMask: Uint16Array<ArrayBuffer>;
  readonly flag: Uint8Array<ArrayBuffer>;
  readonly time: Uint32Array<ArrayBuffer>;
  readonly receipt: Float64Array<ArrayBuffer>;
}

/** The facts of one event. */
export const factsAt = (columns: FactColumns, index: number): EventFacts => {
  const value = columns.value[index] ?? NaN;
  return {
    eventName: columns.names[columns.name[index] ?? 0] ?? '',
    currency: columns.currencies[columns.currency[index] ?? 0] ?? '',
    value: Number.isNaN(value) ? null : value,
    keyMask: columns.keyMask[index] ?? 0,
    limitedDataUse: flagOf(columns.flag[index]),
    time: columns.time[index] ?? 0,
  };
};

/** Numbers for texts that repeat, from 0 in the order of their first use: a column keeps the number of its text. */
export class TextNumbers {
  readonly texts: string[];
  readonly #numbers: Map<string, number>;

  /** `texts`: those that have the first numbers. */
  constructor(texts: readonly string[] = []) {
    this.texts = [...texts];
    this.#numbers = new Map(texts.map((text, number) => [text, number]));
  }

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** Collects facts into columns. */
export class FactWriter {
  readonly #names = new TextNumbers();
  readonly #currencies = new TextNumbers();
  readonly #rows: Readonly<Record<Exclude<keyof FactColumns, 'count' | 'names' | 'currencies'>, number[]>> = {
    name: [],
    currency: [],
    value: [],
    keyMask: [],
    flag: [],
    time: [],
    receipt: [],
  };

  add(facts: EventFacts): void {
    const rows = this.#rows;
    rows.name.push(this.#names.of(facts.eventName));
    rows.currency.push(this.#currencies.of(facts.currency));
    rows.value.push(facts.value ?? NaN);
    rows.keyMask.push(facts.keyMask);
    rows.flag.push(flagNumber(facts.limitedDataUse));
    rows.time.push(facts.time);
    rows.receipt.push(facts.receipt ?? 0);
  }

  finish(): FactColumns {
    const rows = this.#rows;
    return {
      count: rows.name.length,
      names: this.#names.texts,
      currencies: this.#currencies.texts,
      name: Uint8Array.from(rows.name),
      currency: Uint16Array.from(rows.currency),
      value: Float64Array.from(rows.value),
      keyMask: Uint16Array.from(rows.keyMask),
      flag: Uint8Array.from(rows.flag),
      time: Uint32Array.from(rows.time),
      receipt: new Float64Array(rows.receipt),
    };
  }
}
