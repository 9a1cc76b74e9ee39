// The country that customers of a file may share: by the time zone of its till, or by its currency.
import { filled, joinedCells } from './table.js';
import { guessCurrency } from './guess-amounts.js';
import type { DraftFacts } from './draft-facts.js';
import { FIELD } from './words.js';

/** The currency of each country, and its time zones. */
const ZONES: Readonly<Record<string, string>> = {
  AT: 'EUR Europe/Vienna',
  AU: 'AUD Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide',
  BE: 'EUR Europe/Brussels',
  BR: 'BRL America/Sao_Paulo',
  CA: 'CAD America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax',
  CH: 'CHF Europe/Zurich',
  CZ: 'CZK Europe/Prague',
  DE: 'EUR Europe/Berlin',
  DK: 'DKK Europe/Copenhagen',
  ES: 'EUR Europe/Madrid Atlantic/Canary',
  FI: 'EUR Europe/Helsinki',
  FR: 'EUR Europe/Paris',
  GB: 'GBP Europe/London',
  GR: 'EUR Europe/Athens',
  HR: 'EUR Europe/Zagreb',
  HU: 'HUF Europe/Budapest',
  IE: 'EUR Europe/Dublin',
  IT: 'EUR Europe/Rome',
  JP: 'JPY Asia/Tokyo',
  LU: 'EUR Europe/Luxembourg',
  MX: 'MXN America/Mexico_City',
  NL: 'EUR Europe/Amsterdam',
  NO: 'NOK Europe/Oslo',
  PL: 'PLN Europe/Warsaw',
  PT: 'EUR Europe/Lisbon',
  RO: 'RON Europe/Bucharest',
  SE: 'SEK Europe/Stockholm',
  SI: 'EUR Europe/Ljubljana',
  SK: 'EUR Europe/Bratislava',
  TR: 'TRY Europe/Istanbul',
  US: 'USD America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles',
};

const countryOfZone = (zone: string): string | undefined =>
  Object.entries(ZONES).find(([, zones]) => zones.split(' ').includes(zone, 1))?.[0];

/** The language of most people in a zone; null: not known. */
export const languageOfZone = (zone: string): string | null => {
  const country = countryOfZone(zone);
  return country === undefined ? null : new Intl.Locale(`und-${country}`).maximize().language;
};

/** The currency of the country of a given zone; undefined: not known. */
export const currencyOfZone = ({ timeZone: { name, isGiven } }: DraftFacts): string | undefined =>
  isGiven ? ZONES[countryOfZone(name) ?? '']?.slice(0, 3) : undefined;

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
