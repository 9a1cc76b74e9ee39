// The CCPA opt-out: every spelling of yes and no. Its effect: map/consent.ts.

import { cleanText } from '../../lib/clean-text.js';
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import type { SaleOptOut } from '../../model/batch.js';
import type { Reading } from './reading.js';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Spellings of yes: programs, databases, forms, spreadsheets in the language of their user. In lower case. */
const YES: ReadonlySet<string> = new Set(
  words(`
    true t yes y yep yeah yup on 1 x ok checked ticked set enabled active affirmative opted_out opted-out optedout opt_out
    opt-out optout ldu limited_data_use ✓ ✔ ☑ ✅ 🗹
    wahr vrai vero verdadero verdadeiro waar sant sand sann tosi prawda истина pravda igaz doğru adevărat veritat αληθές
    ja j jo já jā jah jep jawohl oui o si sí s sì sim kyllä kylla joo k tak ano áno da да так igen evet e taip ναι nai bai
    はい 有 有り 是 是的 对 對 예 네 نعم بله آری ہاں כן हाँ हां जी haan হ্যাঁ ஆம் అవును ใช่ có vâng ya iya oo ndiyo
  `),
);
const NO: ReadonlySet<string> = new Set(
  words(`
    false f no n nope never off 0 unchecked unticked unset disabled inactive negative opted_in opted-in optedin opt_in
    opt-in optin ✗ ✘ ✕ ✖ ❌ ☐ ×
    falsch faux falso onwaar falskt falsk usann epätosi fałsz ложь nepravda hamis yanlış fals ψευδές
    nein nö non nee nej nei não nao ei nie ne nē не нет ні nem hayır hayir nu όχι oxi ez いいえ 無 无 否 不 不是 没有
    아니요 아니오 아니 لا نه خیر نہیں לא नहीं nahi না இல்லை కాదు ไม่ ไม่ใช่ không tidak bukan hindi hapana
  `),
);

/** `["LDU"]` is Meta's list of options; `1.0` and `0.00` are what spreadsheets and data frames make of 1 and 0. */
const plainWord = (text: string): string =>
  cleanText(text)
    .normalize('NFC')
    .trim()
    .replace(/^\[(.*)\]$/s, '$1')
    .replace(/^[.'"]+|(?:\(\)|['".!])+$/g, '')
    .toLowerCase()
    .replace(/^=/, '')
    .replace(/^0*([01])(?:[.,]0+)?$/, '$1')
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

const plainName = (name: string): string => name.replace(/[^A-Za-z]/g, '').toLowerCase();

/** A member by its name in any case, with or without separators between its words: `CCPA`, `dataSaleOptOut`. */
const memberOf = (object: JsonObject | null, name: string): unknown => {
  if (object === null || Object.hasOwn(object, name)) return object?.[name];
  const found = Object.keys(object).find((key) => plainName(key) === plainName(name));
  return found === undefined ? undefined : object[found];
};

/** Members of a purpose that are not about the decision. */
const AROUND_CONSENT = new Set(['timestampunixtimems', 'document', 'location', 'hardwareid', 'regulation']);
/** Members of the consent state in which other programs store the decisions of people in the US. */
const OF_THE_US = /ccpa|cpra|usprivacy|^usp|gpp|gpc|globalprivacy|sale|donotsell|donotshare|optout/;

/** The decision of a purpose; if another member might contain it, it is not understood. */
const optOutOfPurpose = (purpose: JsonObject | null): SaleOptOut => {
  const consented = memberOf(purpose, 'consented');
  if (consented !== undefined || purpose === null) return optOutOf(consented);
  const others = Object.keys(purpose).filter((name) => !AROUND_CONSENT.has(plainName(name)) && purpose[name] !== null);
  return others.length === 0 ? null : 'not_understood';
};

/** The decision in a state without `ccpa`: if it has another name, it is not understood. */
const optOutElsewhere = (state: JsonObject | null): SaleOptOut =>
  Object.keys(state ?? {}).some((name) => OF_THE_US.test(plainName(name)) && (state?.[name] ?? null) !== null)
    ? 'not_understood'
    : null;

/** The decision in a state without a purpose of a known name; null: the state is empty. */
const optOutWithoutPurpose = (ccpa: JsonObject): SaleOptOut => {
  const consented = memberOf(ccpa, 'consented');
  if (consented !== undefined) return optOutOf(consented);
  return Object.values(ccpa).every((value) => value === null) ? null : 'not_understood';
};

/**
 * `consent_state.ccpa.data_sale_opt_out.consented`. `true` under this purpose means that the person HAS opted out of
 * the sale of their data. Anything else under `ccpa` counts as not understood, because privacy must not depend on a
 * form or on the spelling of a name.
 */
export const parseSaleOptOut = (consentState: unknown, reading: Reading): SaleOptOut => {
  const state = reading.object(consentState, 'consent_state');
  const given = memberOf(state, 'ccpa');
  if (given === undefined) return optOutElsewhere(state);
  const ccpa = reading.object(given, 'consent_state.ccpa');
  const purpose = memberOf(ccpa, 'data_sale_opt_out');
  if (ccpa !== null && purpose === undefined) return optOutWithoutPurpose(ccpa);
  if (isJsonObject(purpose)) return optOutOfPurpose(purpose);
  if (typeof purpose !== 'string') return optOutOf(purpose);
  return /^\s*["[{]/.test(purpose)
    ? optOutOfPurpose(reading.object(purpose, 'consent_state.ccpa.data_sale_opt_out'))
    : optOutOf(purpose);
};
