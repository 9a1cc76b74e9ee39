// The meaning of a column's header. Decides only; the words themselves are in header-words.ts.
import { WORDS } from './header-words.js';
import {
  AMOUNT,
  byPlainWord,
  FIELD,
  HEADER_CURRENCIES,
  NET_TOTAL,
  plainHeader,
  RECEIPT_TOTAL,
  type Meaning,
} from './words.js';

const BY_WORD = byPlainWord<Meaning>(Object.entries(WORDS).reverse());

/** Qualifiers that may be before or after the word with the meaning. */
const BESIDE =
  'customer cust client kunden kunde dello della contact dello della address details items lineitems lines products ' +
  'orders positions billing bill buyer from order sale sales product item lineitem line article base euro incl inc ' +
  'inkl including inclusive tax vat mwst brutto gross du de la le del di da do van der des klienta cliente klant ' +
  'acheteur comprador transaction receipt payment invoice rechnungs bestell verkaufs the of in utc local no nr n ' +
  'number btw tva iva ust moms mva inclusief incluido incluida inclus incluse comprise compris inclusa incluso ' +
  'kundens kundes kund properties traits context ecommerce 税込 円 iso ttc gst hst hashed hash sha256 sha 256';
const BESIDE_WORDS = new Set(`${BESIDE} ${HEADER_CURRENCIES}`.split(' '));

/** Words for one line of a receipt: a total beside them is the line's. */
const LINE_WORDS = new Set(['line', 'item', 'lineitem', 'product', 'article']);

/** A total of these is their number. */
const ITEMS = new Set('items lineitems products orders positions lines'.split(' '));

/** Owners of an e-mail address who are not the buyer. */
const OF_SHOP = new Set(
  (
    'to cashier employee staff clerk server operator rep salesrep salesperson salesman associate agent owner ' +
    'manager advisor adviser consultant stylist approver berater conseiller asesor consulente store shop merchant ' +
    'vendor seller company supplier admin kassierer mitarbeiter verkaufer bediener filiale firma handler lieferant ' +
    'vendeur caissier employe magasin vendedor empleado cajero tienda venditore cassiere negozio loja verkoper ' +
    'medewerker winkel sprzedawca kasjer sklep'
  ).split(' '),
);

/** Whether a header says that its column is about the shop or its staff. */
export const isOfShop = (header: string): boolean => partsOf(header).some((part) => OF_SHOP.has(part));

/** A total beside one of these is the tax itself, unless it includes the tax. */
const TAX_WORDS = new Set('tax vat mwst gst btw tva iva ust moms mva'.split(' '));
const WITH_TAX = new Set(
  (
    'incl inc inkl including inclusive brutto gross inclusief incluido incluida inclus incluse comprise compris ' +
    'inclusa incluso ttc'
  ).split(' '),
);
const AMOUNTS: readonly string[] = [FIELD.total, AMOUNT, FIELD.price, FIELD.lineTotal, RECEIPT_TOTAL, NET_TOTAL];

const isTax = (meaning: string, parts: readonly string[]): boolean =>
  AMOUNTS.includes(meaning) && parts.some((part) => TAX_WORDS.has(part)) && !parts.some((part) => WITH_TAX.has(part));

/** The meaning of a header. `isWhole`: the word that means it is the whole header. */
export interface HeaderMeaning {
  readonly meaning: Meaning;
  readonly isWhole: boolean;
}

/** The first of several e-mail addresses or phones. */
const FIRST_OF_SEVERAL = /1$/;
const OF_SEVERAL: readonly (string | undefined)[] = [FIELD.email, FIELD.phone];

/** German, Dutch and Scandinavian: `Auftragsnr.` as `Auftragsnummer`. */
const NUMBER_IN_SHORT = /(?<=..)nr$/;

const ofWord = (word: string): Meaning | undefined =>
  BY_WORD.get(word) ?? BY_WORD.get(word.replace(NUMBER_IN_SHORT, 'nummer'));

const wordMeaning = (word: string): Meaning | undefined => {
  const first = FIRST_OF_SEVERAL.test(word) ? BY_WORD.get(word.slice(0, -1)) : undefined;
  return ofWord(word) ?? (OF_SEVERAL.includes(first) ? first : undefined);
};

/** The address of the bill, as shops in several languages write it behind a header. */
const OF_BILL = /\((?:rechnung|ra|facturation|facturación|fatturazione|factuur)\)/i;

/** The words of a header, each without case and accents. */
const partsOf = (header: string): string[] =>
  header
    .replace(/MwSt|USt/g, 'mwst')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/\bbill[\s_-]*to\b/i, 'bill')
    .replace(OF_BILL, '')
    .split(/[^\p{L}\p{N}]+/u)
    .map(plainHeader)
    .filter((part) => part !== '');

/** A header without qualifiers: `Nom` of `Nom client`. */
export const bareHeader = (header: string): string =>
  partsOf(header)
    .filter((part) => !BESIDE_WORDS.has(part))
    .join('');

/** Whose a match key is, in front of it: `Kundentelefon`, `Guest phone`. */
const OF_PERSON = /^(?:kunden?|gast|customer|cust|client|guest|buyer|member|shopper|klanten?)(?=..)/;

/** The match key behind the word for a person; of anything else, such as a number of guests, the word says too little. */
const keyOfPerson = (word: string): Meaning | undefined => {
  const meaning = OF_PERSON.test(word) ? wordMeaning(word.replace(OF_PERSON, '')) : undefined;
  return meaning?.startsWith('user_') === true ? meaning : undefined;
};

const meaningOfAll = (written: string): HeaderMeaning | null => {
  const header = written.replaceAll('#', ' number ');
  const whole = ofWord(plainHeader(header));
  if (whole !== undefined) return { meaning: whole, isWhole: true };
  // A total beside it may be after discounts.
  if (plainHeader(header) === 'gross') return { meaning: FIELD.total, isWhole: false };
  const parts = partsOf(header);
  const words = parts.filter((part) => !BESIDE_WORDS.has(part));
  const word = words.join('');
  const meaning = wordMeaning(word) ?? keyOfPerson(word);
  const isTotalOf = (things: ReadonlySet<string>): boolean =>
    (meaning === FIELD.total || meaning === AMOUNT) && parts.some((part) => things.has(part));
  if (meaning === undefined || isTax(meaning, parts) || isTotalOf(ITEMS)) return null;
  return { meaning: isTotalOf(LINE_WORDS) ? FIELD.lineTotal : meaning, isWhole: false };
};

const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{M}]+/gu;

/** The meaning of a header by its words, or by those in Latin letters alone (`注文番号 (Order ID)`); null: no word fits. */
export const meaningOf = (written: string): HeaderMeaning | null => {
  const latin = written.replace(NOT_LATIN, ' ');
  return meaningOfAll(written) ?? (latin === written || !/[a-z]/i.test(latin) ? null : meaningOfAll(latin));
};
