import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { ENTRIES } from '../../src/settings/table/schema.js';
import { SETTINGS, type Setting } from '../../src/settings/table/table.js';

type JsonSchema = Record<string, unknown>;

const written = (schema: GenericSchema): JsonSchema => {
  const { $schema, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' });
  return $schema === undefined ? {} : rest;
};

/** Choices complete in editors; other spellings of them ("Never") are still text. */
const withChoices = (schema: JsonSchema, { kind, choices = [] }: Setting): JsonSchema => {
  if (choices.length === 0) return schema;
  if (kind === 'list') return { ...schema, items: { anyOf: [{ enum: [...choices] }, schema['items']] } };
  if (kind === 'map')
    return { ...schema, properties: Object.fromEntries(choices.map((name) => [name, schema['additionalProperties']])) };
  return { anyOf: [{ enum: [...choices] }, schema] };
};

const described = (setting: Setting): JsonSchema => ({
  ...withChoices(written(ENTRIES[setting.name]), setting),
  ...(setting.screenName === undefined ? {} : { title: setting.screenName }),
  description: `${setting.help} Default: ${setting.default === '' ? 'none' : setting.default}.`,
  ...(setting.kind === 'secret' ? {} : { examples: [setting.example] }),
});

/** The JSON Schema of the settings file, made of the schema that the program itself checks with. */
export const settingsJsonSchema = (): JsonSchema => {
  const references = Object.fromEntries(SETTINGS.map(({ name }) => [name, { $ref: `#/definitions/${name}` }]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of mp2fb',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      ...references,
      connections: {
        description: 'What differs from connection to connection; --connection chooses one.',
        type: 'object',
        additionalProperties: { type: 'object', properties: references, additionalProperties: false },
      },
    },
    additionalProperties: false,
    definitions: Object.fromEntries(SETTINGS.map((setting) => [setting.name, described(setting)])),
  };
};
