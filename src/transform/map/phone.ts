// Phone numbers as E.164 digits. The text around a number is handled in phone-text.ts, dialling within a country in
// national-phone.ts, and texts that are not numbers (placeholders, hashes) in value-text.ts.
import { nationalNumberDigits } from './national-phone.js';
import { callingCodeLength, isInUse, isMobileInUse, numbering } from './numbering-plans.js';
import { asWritten, readWithWords } from './phone-text.js';

/** Longer texts are not one phone number. */
const LONGEST_TEXT = 64;
/** E.164: fifteen digits at most. The shortest numbers in use have seven with their country code, which is never 89. */
const E164 = /^(?!89)[1-9]\d{6,14}$/;
/** Country code 1, area code and number. */
const NORTH_AMERICAN = /^1[2-9]\d{9}$/;
/** Without a plus, shorter numbers may just as well be national ones. */
const INTERNATIONAL_WITHOUT_PLUS = /^[2-9]\d{10,14}$/;
/** Ten or fewer digits may be a national number: only a mobile number in use is read as an international one. */
const SHORT_INTERNATIONAL = /^[2-9]\d{8,9}$/;
/** The international prefix of North America. */
const EXIT_CODE = /^011(?=[1-9]\d{9})/;
/** Trunk prefixes in brackets, dialled only within the country: 0, in Hungary 06, in Russia and its neighbours 8. */
const TRUNK_PREFIX = /\(\s*0\s*\)|(?<=^\D*36\D*)\(\s*06\s*\)|(?<=^\D*(?:7|37[05]|99[2356])\D*)\(\s*8\s*\)/;
const ITALY = '39';
/** A cheap test for a zero after a country code: usually a trunk prefix, but part of the number in some countries. */
const MAYBE_ZERO_AFTER_CODE = /^[1-9]\d{0,2}0/;
/**
 * Trunk prefixes after the code of a country where they are not a zero: 8 in Russia, Kazakhstan, Lithuania, Belarus,
 * Ukraine and Central Asia, 06 in Hungary, 1 in Mexico (until 2019, with 01, 044 and 045) and in North America.
 */
const TRUNK_AFTER_CODE =
  /^(?:(7)8(?=\d{10}$)|(370|993)8(?=\d{8}$)|(375|380)80?(?=\d{9}$)|(36)06(?=\d{8,9}$)|(52|1)(?:1|(?<=52)0(?:1|4[45]))(?=[2-9]\d{9}$)|(99[28])8(?=\d{9}$))/;
const MAYBE_TRUNK_AFTER_CODE = /^(?:78|89|3708|3758|3808|99[238]8|3606|521)/;
/** The prefix of mobile numbers within a region of Argentina; after the country code it becomes a 9 in front. */
const ARGENTINE_PREFIX = /^54(?=\d{12}$)(?:90|\d{2,4}15)/;
/** The country code twice: a program added it to a number that had it. Shorter numbers may start like that. */
const CODE_TWICE = /^(?=\d{13,}$)([2-9]\d{1,2})(?=\1)/;

const e164 = (digits: string | null): string | null =>
  digits !== null && (digits.startsWith('1') ? NORTH_AMERICAN : E164).test(digits) ? digits : null;

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '');

const hasZeroAfterCode = (digits: string): boolean =>
  MAYBE_ZERO_AFTER_CODE.test(digits) && !digits.startsWith('1') && digits[callingCodeLength(digits)] === '0';

/** Whether international digits, of which the first four are enough, may have a trunk prefix after the country code. */
export const mayHaveTrunkPrefix = (digits: string): boolean =>
  MAYBE_TRUNK_AFTER_CODE.test(digits) || hasZeroAfterCode(digits);

const codeOnce = (digits: string): string => {
  const code = CODE_TWICE.exec(digits)?.[1];
  if (code === undefined || callingCodeLength(digits) !== code.length) return digits;
  const rest = digits.slice(code.length);
  return isMobileInUse(rest) || (isInUse(rest) && !isInUse(digits)) ? rest : digits;
};

/** International digits of Argentina with a 9 instead of the mobile prefix used within the country. */
const argentineMobile = (digits: string): string => {
  const parsed = numbering().parsePhoneNumberFromString(`+${digits.replace(/^5490/, '549')}`);
  return parsed?.isValid() === true ? parsed.number.slice(1) : digits;
};

/** International digits without the trunk prefix; null if zeros remain that have no meaning. */
const withoutTrunkPrefix = (given: string): string | null => {
  const digits = codeOnce(given).replace(TRUNK_AFTER_CODE, '$1$2$3$4$5$6');
  if (ARGENTINE_PREFIX.test(digits)) return argentineMobile(digits);
  if (!hasZeroAfterCode(digits)) return digits;
  const parse = numbering().parsePhoneNumberFromString;
  const parsed = parse(`+${digits}`);
  const code = callingCodeLength(digits);
  // In Italy the zero is part of the number, except before a mobile one; Chile has a trunk prefix that the library does
  // not know.
  const bare = digits.slice(0, code) + withoutLeadingZeros(digits.slice(code));
  if (parsed?.isValid() !== true && isInUse(bare)) return codeOnce(bare);
  if (parsed?.isPossible() !== true) return digits;
  return parse(parsed.number)?.number === parsed.number ? codeOnce(parsed.number.slice(1)) : null;
};

const international = (text: string): string | null => {
  const digits = withoutLeadingZeros(text.replace(/\D/g, ''));
  if (!TRUNK_PREFIX.test(text)) return e164(withoutTrunkPrefix(digits));
  // "+44 (0)20 …": the zero is a trunk prefix. In Italy it is part of the number, except before a mobile one.
  const bare = withoutLeadingZeros(text.replace(TRUNK_PREFIX, '').replace(/\D/g, ''));
  const zeroStays = digits.startsWith(ITALY) && !isMobileInUse(bare);
  return e164(withoutTrunkPrefix(zeroStays ? digits : bare));
};

/**
 * Most systems already store numbers in this form, with twelve digits at most; only those with a possible trunk prefix
 * after the country code are examined further.
 */
const LONGEST_PLAIN = 13;
const PLAIN_INTERNATIONAL = /^\+(?![1-9]\d{0,2}0|78|3708|3758|3808|99[238]8|521|11|89)[1-9]\d+$/;

/** Groups that divide the area code are not North American: `138 1234 5678` is Chinese, `1 55 1234 5678` Mexican. */
const DIVIDED_AREA_CODE = /^\D*1\D*\d(?:\D+|\d\D+)\d/;
/** `8 (912) …`: the trunk prefix of Russia, Belarus and Kazakhstan. No country has the code 8. */
const RUSSIAN_PREFIX = /^\D*8\D/;
/** A zero before a North American number is dropped only if `01` is a group of its own: `01512 …` is German. */
const ZERO_BEFORE_ONE = /^\D*01\D/;
const isNorthAmericanAsWritten = (text: string, hasZeros: boolean): boolean =>
  !DIVIDED_AREA_CODE.test(text) && (!hasZeros || ZERO_BEFORE_ONE.test(text));

/** A number without a plus whose country is unknown: `digits` are those of `text`. */
const withoutCountry = (text: string, digits: string): string | null => {
  const number = withoutLeadingZeros(digits);
  if (NORTH_AMERICAN.test(number)) return isNorthAmericanAsWritten(text, number !== digits) ? number : null;
  if (number !== digits || RUSSIAN_PREFIX.test(text)) return null;
  if (INTERNATIONAL_WITHOUT_PLUS.test(number)) {
    const international = withoutTrunkPrefix(number);
    return international !== null && isInUse(international) ? international : null;
  }
  return SHORT_INTERNATIONAL.test(number) && isMobileInUse(number) ? number : null;
};

/** A one and ten digits in Mexico: the code of North America, or the old prefix of mobile numbers (until 2019). */
const mexicanOrNorthAmerican = (text: string, digits: string): string | null => {
  const readings = [isNorthAmericanAsWritten(text, false) ? digits : '', `52${digits.slice(1)}`];
  const [one = null, other] = readings.filter(isInUse);
  return other === undefined ? one : null;
};

/** Digits whose count fits the country, but which are a number in use with the code of another country. */
const MAYBE_FOREIGN = /^[1-9]\d{10,14}$/;
const foreignDigits = (text: string, digits: string, own: string): string | null => {
  const foreign = MAYBE_FOREIGN.test(digits) && !isInUse(own) ? withoutCountry(text, digits) : null;
  return foreign !== null && isInUse(foreign) ? foreign : null;
};

/** A form's code before a number with its own: `+1 +44 7911 …`. In `+44+7911 …` it is the number's own. */
const CODE_BEFORE_PLUS = /^\D*\+\D*\d{1,3}\D*(?=\+\D*\d)/;
/** No country code starts with a zero, or with 89: `+0170 …` and `+8 912 …` are national numbers. */
const PLUS_WITHOUT_CODE = /^\D*\+(?=\D*(?:0\D*[1-9]|8\D*9))/;

/** `49 (0)176 …`: what stands before a trunk prefix in brackets is a country code, with a plus or without. */
const CODE_BEFORE_BRACKETS = /^\D*[1-9]\d{0,2}\D*\(\s*0\s*\)/;

const readOne = (written: string, country: string | null): string | null => {
  const number = written.replace(PLUS_WITHOUT_CODE, '');
  if (/^\D*\+/.test(number) || CODE_BEFORE_BRACKETS.test(number)) return international(number);
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('00')) {
    // 0011 is the international prefix of Australia.
    const whole = international(number);
    if (country === null || (whole !== null && isInUse(whole))) return whole;
    return e164(nationalNumberDigits(digits, country)) ?? whole;
  }
  const isNorthAmerican = country === null || country === 'us' || country === 'ca';
  if (isNorthAmerican && EXIT_CODE.test(digits)) return international(digits.replace(EXIT_CODE, ''));
  if (country === 'mx' && NORTH_AMERICAN.test(digits)) return mexicanOrNorthAmerican(number, digits);
  const national = country === null ? null : nationalNumberDigits(digits, country);
  const own = e164(national);
  return own === null ? withoutCountry(number, digits) : (foreignDigits(number, digits, own) ?? codeOnce(own));
};

/** A number after which no letters follow. */
const read = (written: string, country: string | null): string | null => {
  const own = written.replace(CODE_BEFORE_PLUS, '');
  const digits = readOne(own, country);
  if (own === written || (digits !== null && isInUse(digits))) return digits;
  const joined = international(written);
  return joined !== null && isInUse(joined) ? joined : null;
};

/**
 * Phone number: country code and number, digits only, no extension. A national number needs the country (lower-case
 * alpha-2); null for a number whose country code is unknown, or whose digits a spreadsheet has lost. With `+` before
 * it, a result is valid input.
 */
export const normalisePhone = (text: string, country: string | null): string | null => {
  if (text.length > LONGEST_TEXT) return null;
  if (text.length <= LONGEST_PLAIN && PLAIN_INTERNATIONAL.test(text)) return e164(text.slice(1));
  const number = asWritten(text);
  return number === null ? null : readWithWords(number, { read: (digits) => read(digits, country), isInUse });
};
