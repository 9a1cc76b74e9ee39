import { isJsonObject } from '../../lib/json.js';
import type { SaleOptOut } from '../../model/batch.js';
import type { Reading } from './reading.js';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Spellings of yes: programs, databases, forms, spreadsheets in the language of their user. In lower case. */
const YES: ReadonlySet<string> = new Set(
  words(`
    true t yes y on 1 x ok checked set enabled active opted_out opted-out optedout opt_out opt-out optout
    wahr vrai vero verdadero verdadeiro waar sant sand sann tosi prawda истина pravda igaz doğru
    ja j jo oui o si sí s sì sim kyllä kylla k tak ano áno da да так igen evet e ναι nai はい 是 예 네 نعم כן हाँ haan
  `),
);
/** Spellings of no. */
const NO: ReadonlySet<string> = new Set(
  words(`
    false f no n off 0 unchecked unset disabled inactive opted_in opted-in optedin opt_in opt-in optin
    falsch faux falso onwaar falskt falsk usann epätosi fałsz ложь nepravda hamis yanlış
    nein non nee nej nei não nao ei nie ne нет ні nem hayır hayir nu όχι oxi いいえ 否 不 아니요 아니오 لا לא नहीं nahi
  `),
);

/** `1.0` and `0.00` are what a spreadsheet or a data frame makes of 1 and 0. */
const plainWord = (text: string): string =>
  text
    .normalize('NFC')
    .trim()
    .replace(/^['"]+|['".!]+$/g, '')
    .toLowerCase()
    .replace(/^([01])\.0+$/, '$1')
    .replace(/^opted\s+/, 'opted_')
    .replace(/^opt\s+/, 'opt_');

const optOutOf = (consented: unknown): SaleOptOut => {
  if (typeof consented === 'boolean') return consented;
  if (consented === undefined || consented === null) return null;
  if (typeof consented !== 'string' && typeof consented !== 'number') return 'not_understood';
  const word = plainWord(String(consented));
  if (word === '') return null;
  return YES.has(word) ? true : NO.has(word) ? false : 'not_understood';
};

/**
 * `consent_state.ccpa.data_sale_opt_out.consented`. `true` under this purpose means that the person HAS opted out of
 * the sale of their data. A purpose that is there but no object is not understood: privacy does not hang on a shape.
 */
export const parseSaleOptOut = (consentState: unknown, reading: Reading): SaleOptOut => {
  const ccpa = reading.object(reading.object(consentState, 'consent_state')?.['ccpa'], 'consent_state.ccpa');
  const purpose = ccpa?.['data_sale_opt_out'];
  if (isJsonObject(purpose)) return optOutOf(purpose['consented']);
  if (Array.isArray(purpose)) return 'not_understood';
  if (typeof purpose !== 'string') return optOutOf(purpose);
  return /^\s*["[{]/.test(purpose)
    ? optOutOf(reading.object(purpose, 'consent_state.ccpa.data_sale_opt_out')?.['consented'])
    : optOutOf(purpose);
};
