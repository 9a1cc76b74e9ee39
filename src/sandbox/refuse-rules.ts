import { type JsonObject, objectOrNull } from '../lib/json.js';
import type { RefuseRule } from './options.js';
import { type Refusal, refusedOnPurpose } from './refusal.js';

const textAt = (event: JsonObject, path: readonly string[]): string | null => {
  let value: unknown = event;
  for (const name of path) value = objectOrNull(value)?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

/** Checks an event against the fault switch `refuse`; a plain name is looked for on the event and in its custom data. */
export const refuseOnPurpose = (rules: readonly RefuseRule[]): ((event: JsonObject) => Refusal | null) => {
  const prepared = rules.map(({ field, value }) => ({
    value,
    path: field.split('.'),
    inCustomData: ['custom_data', ...field.split('.')],
    refusal: refusedOnPurpose(field),
  }));
  return (event) => {
    for (const rule of prepared)
      if (textAt(event, rule.path) === rule.value || textAt(event, rule.inCustomData) === rule.value)
        return rule.refusal;
    return null;
  };
};
