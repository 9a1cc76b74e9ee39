import type { MappingSettings } from '../model/settings.js';

type CustomDataSettings = Pick<MappingSettings, 'customDataExclude' | 'piiGuard'>;
type Attributes = Readonly<Record<string, unknown>>;

const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** International (+ and 8 to 15 digits) or North American with separators; bare digits are more often article numbers. */
const PHONE_SHAPE = /^(?:\+(?:[\s().-]*\d){8,15}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4})$/;

const looksPersonal = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return EMAIL_SHAPE.test(text) || PHONE_SHAPE.test(text);
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
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || settings.customDataExclude.includes(name)) continue;
    const personal = settings.piiGuard !== 'off' && looksPersonal(value);
    if (personal) warn(name);
    if (personal && settings.piiGuard === 'drop') continue;
    kept.push([name, scalarOf(value)]);
  }
  return kept.length === 0 ? null : Object.fromEntries(kept);
};
