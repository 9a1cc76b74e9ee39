// Time cells to milliseconds, with time zones. Formats that a manifest names are read elsewhere.

import { cleanText } from '../../lib/clean-text.js';
import { isDate, timeZoneNamed } from '../../lib/instant.js';
import { memoize } from '../../lib/memoize.js';
import { CLOCK_CHANGE } from '../../model/time-format.js';
import { MS_PER_DAY, MS_PER_SECOND } from '../../lib/units.js';

const MILLISECONDS = /^\d{11,14}$/;
/** Microseconds, as BigQuery and Spark write times, and nanoseconds, as pandas does, since 2001. */
const FINER = /^[1-9]\d{15}(?:\d{3})?$/;
const MILLISECOND_DIGITS = 13;
/** Ten digits are from 2001 on, nine before; as milliseconds both would be in January 1970. */
const SECONDS = /^\d{9,10}(?:\.\d+)?$/;
/** Seconds as Java and Spark write decimal numbers, with all their digits. */
const SECONDS_IN_E_NOTATION = /^\d\.\d{9,}E\+?0?9$/i;
/** The zone may be an offset, with its name in brackets as in Java, or only its name, as in Athena and Trino. */
const ISO_8601 =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)([.,]\d+)? ?(?:(Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT)(?:\[[\w/+-]+\])?|([a-z]+(?:\/[\w+-]+)+))?$/i;
/** ISO 8601 without its separators: `20261124T201858Z`. */
const BASIC_ISO_8601 = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?((?:[.,]\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Zones change their offset at quarters of an hour only. */
const OFFSET_STEP_MS = 900_000;
const MAX_OFFSETS_KEPT = 50_000;

/** What the cell of a time means. */
export interface CellTime {
  /** Milliseconds since the epoch as text, or the unchanged cell if it is not a time. */
  readonly text: string;
  readonly wasSeconds: boolean;
}

/** The offset of a zone from UTC at instants, cached: asking Intl takes longer than reading a whole row. */
export class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, number>();

  constructor(timeZone: string) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, ...numeric, ...time });
  }

  at(instantMs: number): number {
    const step = Math.floor(instantMs / OFFSET_STEP_MS);
    let offset = this.#known.get(step);
    if (offset === undefined) {
      if (this.#known.size >= MAX_OFFSETS_KEPT) this.#known.clear();
      this.#known.set(step, (offset = this.#ask(step * OFFSET_STEP_MS)));
    }
    return offset;
  }

  #ask(instantMs: number): number {
    const parts = this.#format.formatToParts(instantMs);
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return wall - instantMs;
  }

  /** The instants at which the clocks of the zone show a wall time: none in the gap of spring, two in autumn. */
  instantsOf(wallMs: number): readonly number[] {
    if (Number.isNaN(wallMs)) return [];
    const early = wallMs - this.at(wallMs - MS_PER_DAY);
    const late = wallMs - this.at(wallMs + MS_PER_DAY);
    // Around a change of offset only one of the two readings is what the clocks show.
    return (early === late ? [early] : [early, late]).filter((instant) => instant + this.at(instant) === wallMs);
  }

  /** The first instant of a day, which is not midnight if the clocks change then. */
  startOf(midnightMs: number): number {
    return this.instantsOf(midnightMs)[0] ?? midnightMs - this.at(midnightMs - MS_PER_DAY);
  }
}

const isoMs = (date: string, time: string, fraction: string, zone: string): number => {
  if (!isDate(date)) return NaN;
  const clock = time.length === 5 ? `${time}:00` : time;
  // Times are in milliseconds; more digits would not be read everywhere.
  return Date.parse(`${date}T${clock}${fraction.replace(',', '.').slice(0, 4)}${zone}`);
};

const zoneText = (zone: string): string => {
  const offset = zone.replace(/^(?:UTC|GMT)/i, '');
  if (!/\d/.test(offset)) return 'Z';
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3) || '00'}`;
};

const withSeparators = (text: string): string => {
  const [, year = '', month, day, hour, minute, second = '00', rest] = BASIC_ISO_8601.exec(text) ?? [];
  return year === '' ? text : `${year}-${month}-${day}T${hour}:${minute}:${second}${rest}`;
};

const zoneNamed = memoize((name) => {
  const known = timeZoneNamed(name);
  return known === null ? null : new ZoneOffsets(known);
});

/**
 * Makes the reader of time cells: milliseconds stay, seconds (9 or 10 digits), micro- and nanoseconds (16 or 19) and
 * ISO 8601 with a zone become milliseconds; a time or a date (its midnight) without a zone only where `timeZone` (IANA)
 * says which, and clocks show it once. Anything else is unchanged or marked, and later stages reject it.
 */
export const timeReader = (timeZone: string | undefined): ((cell: string) => CellTime) => {
  const given = timeZone === undefined ? null : new ZoneOffsets(timeZone);
  const asIs = (text: string): CellTime => ({ text, wasSeconds: false });
  const known = (cell: string, ms: number): CellTime => asIs(Number.isNaN(ms) ? cell : String(ms));
  return (cell) => {
    const text = withSeparators(cleanText(cell).trim());
    if (MILLISECONDS.test(text)) return asIs(text);
    if (FINER.test(text)) return asIs(text.slice(0, MILLISECOND_DIGITS));
    if (SECONDS.test(text) || SECONDS_IN_E_NOTATION.test(text))
      return { text: String(Math.floor(Number(text) * MS_PER_SECOND)), wasSeconds: true };
    const [, date, time, fraction = '', offset, name] = ISO_8601.exec(text) ?? [];
    const zone = name === undefined ? given : zoneNamed(name);
    if (date !== undefined && time !== undefined && offset !== undefined)
      return known(cell, isoMs(date, time, fraction, zoneText(offset)));
    if (zone === null) return asIs(cell);
    if (DATE.test(text)) return asIs(isDate(text) ? String(zone.startOf(Date.parse(text))) : cell);
    const wallMs = date !== undefined && time !== undefined ? isoMs(date, time, fraction, 'Z') : NaN;
    if (Number.isNaN(wallMs)) return asIs(cell);
    const [instant, second] = zone.instantsOf(wallMs);
    return asIs(instant === undefined || second !== undefined ? text + CLOCK_CHANGE : String(instant));
  };
};
