import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonValues } from '../../src/read/json/json-values.js';
import { collect, piecesOf, sourceOf, type Read } from './reading.js';

const MAX = 200;

const cut = (
  content: string | Buffer,
  sizes?: number[],
  failure: string | null = null,
  blockBytes = 16,
  maxRecordBytes = MAX,
): Promise<Read> => {
  const source = sourceOf(piecesOf(Buffer.from(content), sizes), failure);
  return collect(readJsonValues({ input: 0, source, blockBytes, maxRecordBytes, place: { line: 1 } }));
};

const A = '{"a":[{"x":1},{"y":"}{\\"]["}],"b":null}';
const B = '{"b":{},"c":[]}';
const PRETTY = JSON.stringify({ events: [{ data: { a: [1, 2] } }], mpid: 7 }, null, 2);
const indented = (text: string) => text.replaceAll('\n', '\n  ');

describe('values', () => {
  test.each<[string, string, string[]]>([
    ['one batch, pretty-printed', PRETTY, [PRETTY]],
    ['several, pretty-printed', `${PRETTY}\n${PRETTY}\n`, [PRETTY, PRETTY]],
    ['back to back', A + B + A, [A, B, A]],
    ['an array', `[${A},${B}]`, [A, B]],
    ['an array, pretty-printed', `[\n  ${indented(PRETTY)},\n  {}\n]\n`, [indented(PRETTY), '{}']],
    ['an empty array', '[ ]', []],
    ['several arrays', `[${A}]\n[${B}]`, [A, B]],
    ['elements that are no batches', `[1, "a,]", null, [${A}], ${B}]`, ['1', '"a,]"', 'null', `[${A}]`, B]],
    ['one a line', `${A}\n${B}\n`, [A, B]],
    ['words between', `hello ${A} world\n${B}`, ['hello ', A, 'world', B]],
    ['nothing', ' \n', []],
  ])('%s', async (_, text, records) => {
    for (const sizes of [[1], [7], [1000]]) {
      const read = await cut(text, sizes);
      expect(read.records).toEqual(records.map((record, index) => [index + 1, record]));
      expect(read.faults).toEqual([]);
    }
  });
});

/** Records by their numbers. */
const at = (records: Readonly<Record<number, string>>): [number, string][] =>
  Object.entries(records).map(([number, record]) => [Number(number), record]);

describe('what is broken', () => {
  test.each<[string, string, Read['records'], Read['faults']]>([
    ['a brace is missing', `${B}\n{"a":{"b":1}\n${B}\n`, at({ 1: B, 3: B }), [[2, 'not_json', '{"a":{"b":1}']]],
    ['a brace is missing, on one line', `{"a":{"b":1}${B}${B}`, at({ 2: B, 3: B }), [[1, 'not_json', '{"a":{"b":1}']]],
    ['a brace too many', `${B}}\n${B}`, at({ 1: B, 3: B }), [[2, 'not_json', '}']]],
    ['a brace too many, on one line', `${B}}${B}`, at({ 1: B, 3: B }), [[2, 'not_json', '}']]],
    ['a quote is missing', `{"a":"b}\n${B}`, [[2, B]], [[1, 'not_json', '{"a":"b}']]],
    ['brackets cross', `{"a":[}]\n${B}`, [[2, B]], [[1, 'not_json', '{"a":[}]']]],
    ['rubbish in an object', `{"a":?}\n  {}\n${B}`, [[2, B]], [[1, 'not_json', '{"a":?}\n  {}']]],
    [
      'an element of a pretty-printed array',
      '[\n  {\n    "a": {\n      "x": oops\n    }\n  },\n  {"b": 1}\n]',
      [[2, '{"b": 1}']],
      [[1, 'not_json', '{\n    "a": {\n      "x": oops\n    }\n  },']],
    ],
    ['the end of an object is missing', `${B}{"a":`, [[1, B]], [[2, 'truncated', '{"a":']]],
    ['the end of an array is missing', `[${B},`, [[1, B]], [[2, 'truncated', null]]],
    ['too large', `${B}{"a":"${'x'.repeat(MAX)}"}${B}`, at({ 1: B, 3: B }), [[2, 'record_too_large', null]]],
  ])('%s', async (_, text, records, faults) => {
    for (const sizes of [[1], [7], [1000]]) {
      const read = await cut(text, sizes);
      expect(read.records).toEqual(records);
      expect(read.faults).toEqual(faults);
    }
  });

  test.each<[string, (depth: number) => string, number]>([
    ['as deep as a value may be', (depth) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`, 5_000],
    ['deeper', (depth) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`, 5_001],
    ['deeper, of objects', (depth) => `${'{"a":'.repeat(depth)}{}${'}'.repeat(depth)}`, 5_001],
    ['endlessly deep', () => '{"a":' + '['.repeat(100_000), 100_000],
  ])('%s', async (_, deep, depth) => {
    const text = deep(depth);
    for (const sizes of [[777], [1_000_000]]) {
      const read = await cut(`${B}\n${text}\n${B}`, sizes, null, 1000, 1_000_000);
      expect([...read.records, ...read.faults.map(([line, reason]) => [line, reason])]).toEqual(
        depth <= 5_000 ? at({ 1: B, 2: text, 3: B }) : [...at({ 1: B, 3: B }), [2, 'not_json']],
      );
    }
  });

  test('reading broke off in a batch', async () => {
    const read = await cut(`[${B},{"a":[1`, [5], 'the disk reports a read error');
    expect(read.records).toEqual([[1, B]]);
    expect(read.faults).toEqual([[2, 'truncated', '{"a":[1']]);
  });
});

const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 });

test('any bytes in any pieces are the same records, and none is lost', async () => {
  const content = fc.array(fc.constantFrom(...'{}[]",: \n\\a1'.split(''), '{"a":1}', '{"b":"', '}{'), {
    maxLength: 120,
  });
  await fc.assert(
    fc.asyncProperty(content, sizes, fc.integer({ min: 1, max: 100 }), async (parts, pieces, blockBytes) => {
      const text = parts.join('');
      const whole = await cut(text, [10_000], null, 10_000);
      const inPieces = await cut(text, pieces, null, blockBytes);
      expect(inPieces.records).toEqual(whole.records);
      expect(inPieces.faults).toEqual(whole.faults);
      if (whole.faults.some(([, reason]) => reason === 'record_too_large')) return;
      const found = [
        ...whole.records.map(([line, kept]) => [line, kept] as const),
        ...whole.faults.map(([line, , raw]) => [line, raw ?? ''] as const),
      ];
      const joined = found.sort(([a], [b]) => a - b).map(([, kept]) => kept);
      // Nothing between the records but what separates them: blanks, commas, brackets of arrays.
      let rest = text;
      for (const kept of joined) {
        const at = rest.indexOf(kept);
        expect(rest.slice(0, at)).toMatch(/^[\s,[\]]*$/);
        rest = rest.slice(at + kept.length);
      }
      expect(rest).toMatch(/^[\s,[\]]*$/);
    }),
  );
});

test('any values in any form are cut where they end', async () => {
  const values = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      values,
      fc.constantFrom('', '\n', ' '),
      fc.boolean(),
      fc.boolean(),
      sizes,
      async (list, glue, pretty, array, pieces) => {
        const texts = list.map((value) => JSON.stringify(value, null, pretty ? 2 : 0));
        const text = array ? JSON.stringify(list, null, pretty ? 2 : 0) : texts.join(glue);
        const read = await cut(text, pieces, null, 64, 100_000);
        expect(read.records.map(([, text]) => JSON.parse(text))).toEqual(
          list.map((value) => JSON.parse(JSON.stringify(value))),
        );
        expect(read.faults).toEqual([]);
      },
    ),
  );
});
