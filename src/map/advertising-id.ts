export type AdvertisingId =
  { readonly kind: 'id'; readonly text: string } | { readonly kind: 'none' } | { readonly kind: 'unusable' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Apple's or Google's advertising id as given, trimmed. All zeros is what a phone says that withholds it: no id. */
export const advertisingIdOf = (written: string): AdvertisingId => {
  const text = written.trim();
  if (/^[0-]+$/.test(text)) return { kind: 'none' };
  return UUID.test(text) ? { kind: 'id', text } : { kind: 'unusable' };
};
