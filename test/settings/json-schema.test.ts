import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { settingsJsonSchema } from './settings-json-schema.js';

const SHIPPED = new URL('../../src/settings/settings.schema.json', import.meta.url);

test('the shipped JSON Schema is what the settings schema makes (UPDATE=1 writes it anew)', async () => {
  const made = await format(JSON.stringify(settingsJsonSchema(), null, 2), { parser: 'json', printWidth: 120 });
  if (process.env['UPDATE'] === '1') await writeFile(SHIPPED, made);
  expect(await readFile(SHIPPED, 'utf8')).toBe(made);
});
