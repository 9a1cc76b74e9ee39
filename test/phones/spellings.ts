// Spells the example mobile number of every country, and neighbours of it, in eight ways, and reads each spelling. What is
// right is the E.164 number that was spelled. main.ts prints the sums; phones.test.ts asserts that none is wrong.
import { getCountries, getExampleNumber, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { normalisePhone } from '../../src/transform/map/phone.js';

type Spell = (number: PhoneNumber) => string;

/** Eight spellings of one number. `(0)` is written after the country code even where it is not dialled. */
export const SPELLINGS: Readonly<Record<string, Spell>> = {
  'E.164': ({ number }) => number,
  spaced: (number) => number.formatInternational(),
  '00': ({ number }) => `00${number.slice(1)}`,
  national: (number) => number.formatNational(),
  'no plus': ({ number }) => number.slice(1),
  'with (0)': ({ countryCallingCode, nationalNumber }) => `+${countryCallingCode} (0)${nationalNumber}`,
  extension: (number) => `${number.formatInternational()} ext. 12`,
  '.0': ({ number }) => `${number.slice(1)}.0`,
};

const STEP = 1_237;

/** The example and further numbers of a country: other last digits, as far as such numbers are in use. */
const numbersNear = (example: PhoneNumber, count: number): readonly PhoneNumber[] => [
  example,
  ...Array.from({ length: count - 1 }, (_, index) => {
    const last = (Number(example.number.slice(-4)) + (index + 1) * STEP) % 10_000;
    return parsePhoneNumberFromString(`${example.number.slice(0, -4)}${String(last).padStart(4, '0')}`);
  }).filter((number): number is PhoneNumber => number?.isValid() === true),
];

interface Outcome {
  readonly spelling: string;
  readonly country: string;
  readonly given: boolean;
  readonly text: string;
  readonly wanted: string;
  readonly read: string | null;
}

/** Whether a number was read as another one; one that was left out is not wrong. */
export const isWrong = ({ read, wanted }: Outcome): boolean => read !== null && read !== wanted;

const outcomesOf = (number: PhoneNumber, country: string): readonly Outcome[] =>
  Object.entries(SPELLINGS).flatMap(([spelling, spell]) =>
    [true, false].map((given) => {
      const text = spell(number);
      const read = normalisePhone(text, given ? country.toLowerCase() : null);
      return { spelling, country, given, text, wanted: number.number.slice(1), read };
    }),
  );

/** Every outcome for up to `count` numbers of each country of the library. */
export const phoneOutcomes = (count: number): readonly Outcome[] =>
  getCountries().flatMap((country) => {
    const example = getExampleNumber(country, examples);
    return example === undefined ? [] : numbersNear(example, count).flatMap((number) => outcomesOf(number, country));
  });
