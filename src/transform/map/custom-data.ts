import type { MappingSettings } from '../../model/settings.js';

type CustomDataSettings = Pick<MappingSettings, 'customDataExclude' | 'piiGuard'>;
type Attributes = Readonly<Record<string, unknown>>;

/** Assigning to it adds no member. */
const PROTOTYPE = '__proto__';

const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** International (+ and 8 to 15 digits) or North American with separators; bare digits are more often article numbers. */
const PHONE_SHAPE = /^(?:\+(?:[\s().-]*\d){8,15}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4})$/;

const SHORTEST_CONTACT = 6;

const looksPersonal = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return text.length >= SHORTEST_CONTACT && (EMAIL_SHAPE.test(text) || PHONE_SHAPE.test(text));
};

/** Facebook's custom data takes texts and numbers: what has parts travels as JSON text. */
const scalarOf = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : value);

/**
 * The event's custom attributes as custom data: the whole dictionary (mParticle's integration page) without nulls and
 * excluded names. `warn` hears the name of each attribute that looks like an e-mail address or a phone number; with
 * `piiGuard: drop` such an attribute is left out. null: nothing to send.
 */
export const customDataOf = (
  attributes: Attributes | null,
  settings: CustomDataSettings,
  warn: (attribute: string) => void,
): Attributes | null => {
  if (attributes === null) return null;
  const kept: Record<string, unknown> = {};
  let count = 0;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === null || value === undefined || name === PROTOTYPE || settings.customDataExclude.includes(name))
      continue;
    const personal = settings.piiGuard !== 'off' && looksPersonal(value);
    if (personal) warn(name);
    if (personal && settings.piiGuard === 'drop') continue;
    kept[name] = scalarOf(value);
    count += 1;
  }
  return count === 0 ? null : kept;
};
