// Custom attributes as custom data: names, values, personal data. Standard names: standard-attributes.ts.

import type { MappingSettings } from '../../model/settings.js';
import { CUSTOMER_SEGMENTATION, customerSegmentOf, standardType } from './standard-attributes.js';

type CustomDataSettings = Pick<MappingSettings, 'api' | 'customDataExclude' | 'customerSegmentation' | 'piiGuard'>;
type Attributes = Readonly<Record<string, unknown>>;

const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** International (+ and 8 to 15 digits) or North American with separators; bare digits are often article numbers. */
const PHONE_SHAPE = /^(?:\+(?:[\s().-]*\d){8,15}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4})$/;

const SHORTEST_CONTACT = 6;
/** `9`: the sign of a number's beginning that comes last. */
const LAST_DIGIT = 57;

/** Whether a text, or one in a list or an object, is an e-mail address or a phone number. */
const looksPersonal = (value: unknown): boolean => {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(looksPersonal);
  if (typeof value !== 'string' || value.length < SHORTEST_CONTACT) return false;
  const text = value.trim();
  // Few attributes start like a number or contain an @, so this check saves the regular expressions.
  return text.charCodeAt(0) <= LAST_DIGIT
    ? PHONE_SHAPE.test(text) || EMAIL_SHAPE.test(text)
    : text.includes('@') && EMAIL_SHAPE.test(text);
};

/** Facebook's custom data accepts texts and numbers; other values are sent as JSON text. */
const scalarOf = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : value);

/** Receives the name of an attribute that needs a warning. */
export interface AttributeListener {
  /** Its value looks like an e-mail address or a phone number. */
  personal(name: string): void;
  /** It has one of Meta's names, and a value that Meta does not accept for it: it is left out. */
  unusable(name: string): void;
}

const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

/** The value as it is sent; undefined: left out. */
const sentValue = (name: string, value: unknown, listener: AttributeListener): unknown => {
  const type = standardType(name);
  if (type === undefined) return scalarOf(value);
  const typed = type(value);
  if (typed === undefined && !isBlank(value)) listener.unusable(name);
  return typed;
};

/** Whether each attribute is sent unchanged, as most are: then the dictionary itself is the custom data. */
const areSentUnchanged = (attributes: Attributes, { customDataExclude, piiGuard }: CustomDataSettings): boolean => {
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value !== 'string' && typeof value !== 'number') return false;
    if (standardType(name) !== undefined || (piiGuard !== 'off' && looksPersonal(value))) return false;
  }
  return customDataExclude.length === 0;
};

const hasMembers = (attributes: Attributes): boolean => {
  for (const name in attributes) if (Object.hasOwn(attributes, name)) return true;
  return false;
};

/**
 * The event's custom attributes as custom data: the whole dictionary (mParticle's integration page) without nulls and
 * excluded names, each value under a name of Meta's in Meta's type. With `piiGuard: drop` an attribute that looks
 * personal is left out. null: nothing to send.
 */
export const customDataOf = (
  attributes: Attributes | null,
  settings: CustomDataSettings,
  listener: AttributeListener,
): Attributes | null => {
  if (attributes === null) return null;
  if (areSentUnchanged(attributes, settings)) return hasMembers(attributes) ? attributes : null;
  const kept: (readonly [name: string, value: unknown])[] = [];
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === null || value === undefined || settings.customDataExclude.includes(name)) continue;
    const personal = settings.piiGuard !== 'off' && looksPersonal(value);
    if (personal) listener.personal(name);
    if (personal && settings.piiGuard === 'drop') continue;
    const sent = sentValue(name, value, listener);
    if (sent !== undefined) kept.push([name, sent]);
  }
  // Assigning to `__proto__` would add no member.
  return kept.length === 0 ? null : Object.fromEntries(kept);
};

/**
 * Custom data with the customer's segment, from the user attribute that the setting names; unchanged if the setting or
 * the attribute is absent. Only for the Conversions API.
 */
const withCustomerSegment = (
  customData: Attributes | null,
  userAttributes: Attributes | null,
  { api, customerSegmentation }: CustomDataSettings,
  listener: AttributeListener,
): Attributes | null => {
  if (customerSegmentation === null || customerSegmentation === undefined || api !== 'conversions') return customData;
  const own = userAttributes !== null && Object.hasOwn(userAttributes, customerSegmentation);
  const value = own ? userAttributes[customerSegmentation] : undefined;
  if (value === undefined || value === null || isBlank(value)) return customData;
  const segment = customerSegmentOf(value);
  if (segment === undefined) listener.unusable(CUSTOMER_SEGMENTATION);
  return segment === undefined ? customData : { ...customData, [CUSTOMER_SEGMENTATION]: segment };
};

/**
 * All custom data of an event; null: nothing to send; `too_deep`: values are nested so deeply that writing them exhausts
 * the stack, as only a manipulated export has them.
 */
export const allCustomData = (
  attributes: Attributes | null,
  userAttributes: Attributes | null,
  settings: CustomDataSettings,
  listener: AttributeListener,
): Attributes | null | 'too_deep' => {
  try {
    return withCustomerSegment(customDataOf(attributes, settings, listener), userAttributes, settings, listener);
  } catch (error) {
    if (error instanceof RangeError) return 'too_deep';
    throw error;
  }
};
