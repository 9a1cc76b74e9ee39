// The country that customers of a file may share: by the time zone of its till, or by its currency.
import { filled } from './guess-cells.js';
import { guessCurrency } from './guess-amounts.js';
import type { DraftFacts } from './draft-comments.js';
import { joinedCells } from './table.js';
import { FIELD } from './words.js';

const ZONES: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  AU: 'Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide',
  BE: 'Europe/Brussels',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax',
  CH: 'Europe/Zurich',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  ES: 'Europe/Madrid Atlantic/Canary',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  LU: 'Europe/Luxembourg',
  MX: 'America/Mexico_City',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  RO: 'Europe/Bucharest',
  SE: 'Europe/Stockholm',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  TR: 'Europe/Istanbul',
  US: 'America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles',
};

const countryOfZone = (zone: string): string | undefined =>
  Object.entries(ZONES).find(([, zones]) => zones.split(' ').includes(zone))?.[0];

/** The language of most people in a zone; null: not known. */
export const languageOfZone = (zone: string): string | null => {
  const country = countryOfZone(zone);
  return country === undefined ? null : new Intl.Locale(`und-${country}`).maximize().language;
};

/** A code begins with its country: but for the euro, and those of several countries. */
const OF_ONE_COUNTRY = /^(?!EUR|X|ANG)/;

const currencyOf = ({ table, guesses: { columns, currency } }: DraftFacts): string | undefined => {
  const column = columns.find(({ field }) => field === FIELD.currency);
  const found =
    column === undefined ? [currency] : filled(joinedCells(table, column.indexes)).map((cell) => guessCurrency([cell]));
  const [code, ...others] = new Set(found.map((one) => (one?.sureness === 'sure' ? one.code : undefined)));
  return others.length === 0 ? code : undefined;
};

/** No country has this code. */
const SOME_COUNTRY = 'XX';

/** The country that a given zone and the currency say; `XX`: neither does, or they contradict each other. */
export const countryOf = (facts: DraftFacts): string => {
  const { name, isGiven } = facts.timeZone;
  const code = currencyOf(facts);
  const ofCurrency = code !== undefined && OF_ONE_COUNTRY.test(code) ? code.slice(0, 2) : undefined;
  const [country, ...others] = new Set(
    [isGiven ? countryOfZone(name) : undefined, ofCurrency].filter((one) => one !== undefined),
  );
  return country === undefined || others.length > 0 ? SOME_COUNTRY : country;
};
