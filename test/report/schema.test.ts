import { readFileSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import type { InferOutput } from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { InputError } from '../../src/lib/errors.js';
import { reportText } from '../../src/report/files/save.js';
import { parseReport, reportSchema } from '../../src/report/files/schema.js';
import type { Report } from '../../src/model/report.js';
import { aReport, EMPTY, NIGHT } from './a-report.js';

const read = (report: unknown): unknown => parseReport(JSON.parse(JSON.stringify(report)));

/** A type whose members, and those of their members, are readonly. */
type Frozen<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [Key in keyof T]: Frozen<T[Key]> };

test('the type of a report is the one that the schema gives', () => {
  expect(expectTypeOf<Frozen<InferOutput<typeof reportSchema>>>().toEqualTypeOf<Frozen<Report>>()).toBe(true);
});

test.each([
  ['an empty run', EMPTY],
  ['a night', NIGHT],
])('%s: saved, read, the same', (_what, report) => {
  expect(parseReport(JSON.parse(reportText(report)))).toEqual(report);
});

test('unknown members are left out, members of later days may be missing', () => {
  const { runs, byDay, rejectSamples, latencyMs, seriesSeconds, series, files, ...early } = EMPTY;
  expect(read({ ...early, future: 1, run: { ...EMPTY.run, mood: 'fine' } })).toEqual(EMPTY);
  expect([runs, byDay, rejectSamples, latencyMs, seriesSeconds, series, files]).toHaveLength(7);
});

describe('an invalid report is described by its paths, never by its values', () => {
  test.each([
    ['no object', 'secret', /not a report of mp2fb: it should be Object/],
    ['something else', { rows: [] }, /schemaVersion is missing; tool is missing.*and \d+ more/],
    ['a count below zero', { ...EMPTY, batches: { read: -1, malformed: 0 } }, /batches\.read should be >=0$/],
    [
      'a count that is text',
      { ...EMPTY, batches: { read: 'secret', malformed: 0 } },
      /batches\.read should be number$/,
    ],
    [
      'an unknown reason',
      aReport({ events: { rejected: { total: 1, byReason: { secret_reason: 1 } as never } } }),
      /events\.rejected\.byReason\.secret_reason is not known here/,
    ],
    ['no time', aReport({ run: { startedAt: 'secret' } }), /run\.startedAt is not valid/],
    ['a newer schema', { ...EMPTY, schemaVersion: 2 }, /schema version 2.*newer/],
  ])('%s', (_what, json, message) => {
    expect(() => read(json)).toThrow(InputError);
    expect(() => read(json)).toThrow(message);
    expect(() => read(json)).not.toThrow(/secret(?!_reason)/);
  });
});

type JsonSchema = ReturnType<typeof toJsonSchema>;

const isObjectSchema = (part: unknown): part is { properties: object; additionalProperties?: boolean } =>
  typeof part === 'object' && part !== null && typeof (part as JsonSchema).properties === 'object';

/** A reader lets members of later days be missing; what is written has them all, but for counts that are zero. */
const allRequired = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema), (_key, part: unknown) =>
    !isObjectSchema(part) || part.additionalProperties === false
      ? part
      : { ...part, required: Object.keys(part.properties) },
  );

test('the published JSON Schema is the one this program reads (UPDATE=1 writes it)', async () => {
  const file = new URL('../../src/report/report.schema.json', import.meta.url);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'mp2fb report',
    description: 'What "mp2fb upload --report FILE" saves: one run, with counts that add up.',
    ...allRequired(toJsonSchema(reportSchema, { typeMode: 'output', errorMode: 'ignore' })),
  };
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 });
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

/** Every member that a report has is named by the published schema, and required by it. */
const unnamed = (value: unknown, schema: JsonSchema, path = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => unnamed(item, schema.items as JsonSchema, `${path}[]`));
  const object = (schema.anyOf as JsonSchema[] | undefined)?.find((one) => one.type === 'object') ?? schema;
  if (value === null || typeof value !== 'object' || object.properties === undefined) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key in object.properties!
      ? unnamed(part, object.properties![key] as JsonSchema, `${path}.${key}`)
      : [`${path}.${key}`],
  );
};

test('the published schema names every member of a report', () => {
  const schema = JSON.parse(readFileSync(new URL('../../src/report/report.schema.json', import.meta.url), 'utf8'));
  expect(unnamed(NIGHT, schema)).toEqual([]);
  expect([...schema.required].sort()).toEqual(Object.keys(NIGHT).sort());
});
