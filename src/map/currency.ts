const ISO_4217 = new Set(Intl.supportedValuesOf('currency'));

export type Currency = { readonly kind: 'given' | 'default'; readonly code: string } | { readonly kind: 'invalid' };

/** `currency_code` in upper case; the default where none is given; `invalid`: not an ISO 4217 code. */
export const currencyOf = (given: unknown, defaultCurrency: string): Currency => {
  if (given === undefined || given === null) return { kind: 'default', code: defaultCurrency };
  if (typeof given !== 'string') return { kind: 'invalid' };
  const code = given.trim().toUpperCase();
  if (code === '') return { kind: 'default', code: defaultCurrency };
  return ISO_4217.has(code) ? { kind: 'given', code } : { kind: 'invalid' };
};
