// What the reader of a manifest makes of the sampled times: the language of the names of their months, and how many
// times it does not read. Their format is guessed in guess-dates.ts.
import { dateReader, MONTH_LANGUAGES } from '../../read/csv/date-format.js';
import { timeReader, ZoneOffsets } from '../../read/csv/time.js';
import { KNOWN_LANGUAGES } from './guess-dates.js';
import type { Sureness } from './table.js';

/** How the sampled times are read. */
export interface SampledTimes {
  readonly count: number;
  /** How many of them are not read. */
  readonly unread: number;
  /** To be named in the manifest; null: the names of months are read without it, or there are none. */
  readonly language: { readonly tag: string; readonly sureness: Sureness } | null;
}

/** Its names of some months are rejected unless a manifest names it. */
const POLISH = 'pl';

/** Reads times of a format (null: of none) in a zone, whose language decides where the names fit several. */
export const sampledTimes = async (
  times: readonly string[],
  format: string | null,
  timeZone: string,
  languageOfZone: string | null,
): Promise<SampledTimes> => {
  const count = times.length;
  if (format === null) {
    const read = timeReader(timeZone);
    return { count, unread: times.filter((time) => !/^\d+$/.test(read(time).text)).length, language: null };
  }
  const zone = new ZoneOffsets(timeZone);
  const unreadIn = async (language?: string): Promise<number> => {
    const read = await dateReader(format, zone, language);
    return times.filter((time) => Number.isNaN(Number(read(time)))).length;
  };
  const unread = await unreadIn();
  if (!format.includes('MMM')) return { count, unread, language: null };
  const found = await Promise.all(KNOWN_LANGUAGES.map(async (tag) => ({ tag, unread: await unreadIn(tag) })));
  const least = Math.min(...found.map((one) => one.unread));
  const best = found.filter((one) => one.unread === least).map(({ tag }) => tag);
  const suffice = best.some((tag) => tag !== POLISH && MONTH_LANGUAGES.includes(tag));
  if (least > unread || (least === unread && suffice) || least === count) return { count, unread, language: null };
  const ofZone = best.find((tag) => tag === languageOfZone);
  const tag = ofZone ?? (best.length === 1 || least < unread ? best[0] : undefined);
  if (tag === undefined) return { count, unread, language: null };
  return { count, unread: least, language: { tag, sureness: best.length === 1 ? 'sure' : 'guess' } };
};
