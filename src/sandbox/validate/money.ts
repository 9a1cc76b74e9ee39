import { type Refusal, SUBCODES, mustBe } from './refusal.js';

/** What can be wrong with a value and its currency, found under `path`. */
export interface MoneyRefusals {
  readonly noValue: Refusal;
  readonly noCurrency: Refusal;
  readonly badValue: Refusal;
  readonly badCurrency: Refusal;
}

export const moneyRefusals = (valueRule: string, ...path: string[]): MoneyRefusals => ({
  noValue: {
    subcode: SUBCODES.missingValue,
    title: 'Missing Value for Purchase Event',
    message: 'The value parameter is required for purchase events.',
    path: [...path, 'value'],
  },
  noCurrency: {
    subcode: SUBCODES.missingCurrency,
    title: 'Missing Currency for Purchase Event',
    message: 'The currency parameter is required for purchase events.',
    path: [...path, 'currency'],
  },
  badValue: mustBe(valueRule, ...path, 'value'),
  badCurrency: mustBe('an ISO 4217 currency code', ...path, 'currency'),
});
