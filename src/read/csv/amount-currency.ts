// The currency beside an amount, compared with that of its row: `$19.90` in a file of rows in euros. How amounts are
// read is in amount.ts.
import { isCurrency } from '../../model/money.js';
import { byWord } from '../../lib/words.js';

/** The currencies that a sign or an abbreviation may mean. Too many use `fr`, `din` and `R`: they are left out. */
const SIGNS = byWord<string>([
  ['EUR', '€ euro euros'],
  [
    'USD ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MOP MXN NAD NIO NZD PAB SBD SGD SRD SVC TOP TTD TWD UYU WST XCD ZWG ZWL',
    '$ ＄',
  ],
  ['USD', 'us$'],
  ['CAD', 'ca$'],
  ['CAD NIO', 'c$'],
  ['AUD', 'a$ au$'],
  ['NZD', 'nz$'],
  ['HKD', 'hk$'],
  ['TWD', 'nt$'],
  ['SGD', 's$'],
  ['MXN', 'mx$'],
  ['BRL', 'r$'],
  ['GBP EGP FKP GIP LBP SDG SHP SSP SYP', '£ ￡'],
  ['JPY CNY', '¥ ￥'],
  ['JPY', '円'],
  ['CNY TWD HKD MOP SGD', '元'],
  ['KRW KPW', '₩ 원'],
  ['INR', '₹'],
  ['INR PKR LKR NPR MUR SCR IDR', 'rs ₨'],
  ['SEK NOK DKK ISK', 'kr'],
  ['CZK', 'kč'],
  ['PLN', 'zł'],
  ['HUF', 'ft'],
  ['RON MDL', 'lei'],
  ['BGN KGS UZS', 'лв'],
  ['RUB BYN TJS', '₽ руб р'],
  ['UAH', '₴ грн'],
  ['TRY', '₺ tl'],
  ['ILS', '₪'],
  ['THB', '฿ บาท'],
  ['VND', '₫'],
  ['PHP CUP', '₱'],
  ['NGN', '₦'],
  ['KZT', '₸'],
  ['IDR', 'rp'],
  ['MYR', 'rm'],
  ['PEN', 's/'],
  ['AED MAD', 'dh'],
]);

/** The text before and after the digits of an amount, without the signs of negative ones. */
const AROUND_DIGITS = /^[-+−(\s]*([^\d\s.,'’()+−-]*)[\s\S]*?([^\d\s.,'’()+–—−-]*)\.?[-−)\s]*$/;
const PLAIN = /^[\d.,\s+-]*$/;

/** Currencies that a code, a sign or an abbreviation may mean, in any case; null: unknown. */
export const currenciesMeantBy = (sign: string): readonly string[] | null =>
  isCurrency(sign.toUpperCase()) ? [sign.toUpperCase()] : (SIGNS.get(sign.toLowerCase())?.split(' ') ?? null);

/** The texts before and after an amount that may be a currency. */
const signsOf = (amount: string): readonly string[] => {
  if (PLAIN.test(amount)) return [];
  const [, before = '', after = ''] = AROUND_DIGITS.exec(amount) ?? [];
  return [before, after].filter((sign) => sign !== '');
};

/** The currency of an amount: by its code, or by a sign that only one currency uses. null: none, or ambiguous. */
export const namedCurrency = (amount: string): string | null => {
  for (const sign of signsOf(amount)) {
    const [one, ...others] = currenciesMeantBy(sign) ?? [];
    if (one !== undefined && others.length === 0) return one;
  }
  return null;
};

/** The currency beside an amount if it is not `currency`: `$ in EUR`; null: none, maybe the same, or no code given. */
export const otherCurrency = (amount: string, currency: string): string | null => {
  const own = currency.trim().toUpperCase();
  const other = isCurrency(own)
    ? signsOf(amount).find((sign) => currenciesMeantBy(sign)?.includes(own) === false)
    : undefined;
  return other === undefined ? null : `${other} in ${own}`;
};
