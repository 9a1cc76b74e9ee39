import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cutting } from '../../src/read/block-builder.js';
import { readLines } from '../../src/read/json/lines.js';
import { collect, piecesOf, sourceOf, type Read } from './reading.js';

const MAX = 40;

const cut = (
  content: string | Buffer,
  sizes?: number[],
  failure: string | null = null,
  blockBytes = 16,
  place: Cutting['place'] = { line: 1 },
): Promise<Read> => {
  const source = sourceOf(piecesOf(Buffer.from(content), sizes), failure);
  const cutting: Cutting = { input: 3, source, blockBytes, maxRecordBytes: MAX, place };
  return collect(readLines(cutting));
};

describe('lines', () => {
  test.each<[string, string, Record<number, string>]>([
    ['nothing', '', {}],
    ['one line', '{"a":1}\n', { 1: '{"a":1}' }],
    ['no line end at the end', '{}\n{"b":2}', { 1: '{}', 2: '{"b":2}' }],
    ['carriage returns', '{}\r\n[]\r\n', { 1: '{}', 2: '[]' }],
    ['blank lines are numbered', '\n \t\n{}\n\r\n{}\n\n', { 3: '{}', 5: '{}' }],
    ['only blanks', ' \n\n\t', {}],
    ['whatever a line holds', 'null\nhello\n', { 1: 'null', 2: 'hello' }],
    ['byte order marks of joined files', '{}\n\ufeff{}\n\ufeff\n', { 1: '{}', 2: '{}' }],
    ['a line as long as the limit', `${'x'.repeat(MAX)}\r\n`, { 1: 'x'.repeat(MAX) }],
  ])('%s', async (_, text, records) => {
    const expected = Object.entries(records).map(([line, record]) => [Number(line), record]);
    for (const sizes of [[1], [7], [1000]]) expect((await cut(text, sizes)).records).toEqual(expected);
  });

  test('a line over the limit is a fault, and the lines around it are read', async () => {
    for (const sizes of [[1], [9], [1000]]) {
      const read = await cut(`{}\n${'x'.repeat(MAX + 1)}\n{"b":1}\n`, sizes);
      expect(read.records).toEqual([
        [1, '{}'],
        [3, '{"b":1}'],
      ]);
      expect(read.faults).toEqual([[2, 'record_too_large', null]]);
    }
  });

  test('a line over the limit at the end', async () => {
    expect((await cut('x'.repeat(500), [13])).faults).toEqual([[1, 'record_too_large', null]]);
  });

  test('where reading broke off, the last line is a fault', async () => {
    const read = await cut('{}\n{"a":', [4], 'the disk reports a read error');
    expect(read.records).toEqual([[1, '{}']]);
    expect(read.faults).toEqual([[2, 'truncated', '{"a":']]);
  });

  test.each([
    ['in a name', '{}\n{"a', '{"a'],
    ['after a whole batch of the same line', '{}\n{"b":1} {"a":"}"', '{"b":1} {"a":"}"'],
    ['after a byte order mark', '{}\n\ufeff{', '\ufeff{'],
  ])('a last line that ends %s is a fault, and the reader says that the input was cut off', async (_, text, raw) => {
    const place = { line: 1 };
    const read = await cut(text, [3], null, 16, place);
    expect([read.records, read.faults]).toEqual([[[1, '{}']], [[2, 'truncated', raw]]]);
    expect(place).toEqual({ line: 2, cutOff: 'in the middle of line 2' });
  });

  test.each(['{}\n{"a":1', '{"a":1}', 'hello', '["a', 'null', '{"a":1}}', '{"a', ' \t'])(
    'a last line %j is a record, or nothing, unless it begins a batch',
    async (last) => {
      const place = { line: 1 };
      const { faults } = await cut(last, [3], null, 16, place);
      expect(faults.length).toBe(/\{"a(":1)?$/.test(last) ? 1 : 0);
      expect('cutOff' in place).toBe(faults.length === 1);
    },
  );

  test('blocks hold about as much as they should', async () => {
    const read = await cut('{"a":1}\n'.repeat(100), [8]);
    expect(read.blocks).toBe(50);
  });

  const bytes = fc.array(fc.constantFrom(...Buffer.from('{}"a \r\n\n\ufeff\u00e9\u0000')), { maxLength: 300 });
  const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 8 });

  test('any bytes in any pieces are the same records', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, sizes, fc.integer({ min: 1, max: 100 }), async (content, pieces, blockBytes) => {
        const whole = await cut(Buffer.from(content), [10_000], null, 10_000);
        const inPieces = await cut(Buffer.from(content), pieces, null, blockBytes);
        expect(inPieces.records).toEqual(whole.records);
        expect(inPieces.faults).toEqual(whole.faults);
      }),
    );
  });

  test('every line that is not blank is a record or a fault', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, sizes, async (content, pieces) => {
        const read = await cut(Buffer.from(content), pieces);
        const lines = Buffer.from(content)
          .toString('latin1')
          .split('\n')
          .flatMap((line, index) => (/^(?:\xef\xbb\xbf)?[ \t\r\v\f]*$/.test(line) ? [] : [index + 1]));
        const found = [...read.records, ...read.faults].map(([line]) => line).sort((a, b) => a - b);
        expect(found).toEqual(lines);
      }),
    );
  });
});
