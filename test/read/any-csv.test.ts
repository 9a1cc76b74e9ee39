import { Readable } from 'node:stream';
import fc from 'fast-check';
import { parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { InputError, UsageError } from '../../src/lib/errors.js';
import { parseCsvManifest, type CsvManifest } from '../../src/read/csv/manifest.js';
import { RowCutter } from '../../src/read/csv/row-cutter.js';
import { RowParser } from '../../src/read/csv/row-parser.js';
import { readInput, type ReadOptions } from '../../src/read/index.js';
import { anyJson, nearMisses } from '../support/json-texts.js';
import { OPTIONS, piecesOf, readStdin, stateOf } from './reading.js';

const CELLS = ['', ' ', '1', '1794680525000', 'purchase', 'a@example.com', 'POS-1', '61.46', '"', 'é', '\u0000', '\n'];
const HEADER = [
  ...['timestamp_unixtime_ms', 'product_action.action', 'user_identities.email', 'transaction_id', 'total_amount'],
  ...['products.id', 'products.price', 'user_attributes.$City'],
];

const manifest = {
  ...{ hasHeaderRow: true, encoding: 'windows-1252', decimal: ',', timeZone: 'Europe/Berlin' },
  columns: [
    { column: ['time', 'zone'], action: 'keep', field: 'timestamp_unixtime_ms', dateFormat: 'yyyyMMdd HH:mm' },
    { column: 'what', action: 'keep', field: 'product_action.action', map: { purchase: 'purchase', '*': null } },
    { value: '61,46', action: 'keep', field: 'total_amount' },
    { column: 'mail', action: 'keep', field: 'user_identities.email' },
    { column: 'till', action: 'ignore' },
  ],
};
const manifestTexts = fc.oneof(
  {
    weight: 4,
    arbitrary: nearMisses(manifest, anyJson(['hasHeaderRow', 'columns', 'column', 'action', 'field'], HEADER)),
  },
  { weight: 1, arbitrary: anyJson(['hasHeaderRow', 'columns', 'column', 'action', 'field'], HEADER) },
  { weight: 1, arbitrary: fc.string() },
);

/** A manifest, or what is wrong with the text, each thing on a line of its own. */
const manifestOf = (text: string): CsvManifest | readonly string[] => {
  try {
    return parseCsvManifest(text, 'm.json');
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
};

test('any text is a manifest with known fields, or its mistakes are listed, line by line', () =>
  fc.assert(
    fc.property(manifestTexts, (text) => {
      const parsed = manifestOf(text);
      if (!('columns' in parsed)) {
        expect(parsed[0]).toMatch(/^m\.json is not a manifest:/);
        for (const line of parsed.slice(1)) expect(line).toMatch(/^ {2}m\.json:\d+:\d+: \S/);
        return;
      }
      expect(parsed.columns.length).toBeGreaterThan(0);
      for (const { columns, value } of parsed.columns)
        expect(columns.length > 0).toBe(parsed.hasHeaderRow && value === undefined);
    }),
    { numRuns: 250 },
  ));

const csv = (content: Buffer, options: Partial<ReadOptions>, sizes?: readonly number[]) =>
  readStdin(content, { format: 'csv', blockBytes: 512, ...options }, sizes, 'sales.csv');

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
/** A cell as it is written, with or without quotes that it does not need. */
const writtenCell = fc
  .tuple(fc.oneof(fc.constantFrom(...CELLS), fc.string()), fc.boolean())
  .map(([cell, always]) => (always || /["\n\r,;|\t]/.test(cell) ? quoted(cell) : cell));
const EMPTY = /^(?:"[\s\ufeff]*"|[\s\ufeff]*)$/;
// oxlint-disable-next-line no-control-regex -- zeros and the sign of the end of a file are nothing either
const BLANK = /^(?:"[\s\ufeff\0\x1a-]*"|[\s\ufeff\0\x1a-]*)$/;

interface Row {
  readonly text: string;
  readonly outcome: 'record' | 'fault' | 'nothing';
}

const cellsOf = (width: fc.Arbitrary<number>): fc.Arbitrary<readonly string[]> =>
  width.chain((length) => fc.array(writtenCell, { minLength: length, maxLength: length }));
const rowOf = (cells: readonly string[]): Row => {
  const isBlank = cells.every((cell) => BLANK.test(cell));
  const fits = cells.length >= HEADER.length && cells.slice(HEADER.length).every((cell) => EMPTY.test(cell));
  return { text: cells.join(), outcome: isBlank ? 'nothing' : fits ? 'record' : 'fault' };
};
const rows: fc.Arbitrary<Row> = fc.oneof(
  { weight: 6, arbitrary: cellsOf(fc.constant(HEADER.length)).map(rowOf) },
  { weight: 2, arbitrary: cellsOf(fc.integer({ min: 2, max: 12 })).map(rowOf) },
  { weight: 1, arbitrary: fc.constantFrom<Row>({ text: '', outcome: 'nothing' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a"b,1', '"a"b,1', '1,"x" ,"y"').map((text): Row => ({ text, outcome: 'fault' })),
  },
);
const pieceSizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });
const groups = fc.oneof(
  fc.constant({ kind: 'adjacent' } as const),
  fc.record({ kind: fc.constant('window' as const), rows: fc.integer({ min: 1, max: 9 }) }),
);

describe('any rows', () => {
  test('are each part of one sale, a fault, or blank', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(rows, { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        fc.boolean(),
        pieceSizes,
        groups,
        async (list, end, mark, endsOpen, sizes, group) => {
          const text = mark + [HEADER.join(), ...list.map((row) => row.text)].join(end) + (endsOpen ? '' : end);
          const read = await csv(Buffer.from(text), { csv: { group } }, sizes);
          expect(read.error).toBe(null);

          let line = 2;
          const expected = { record: [] as number[], fault: [] as number[], nothing: [] as number[] };
          for (const row of list) {
            expected[row.outcome].push(line);
            line += row.text.split('\n').length;
          }
          const lines = read.rows.flat().sort((a, b) => a - b);
          // A sale that lacks a row is a fault at its first one.
          const isSale = (raw: string | null): boolean => raw?.startsWith('not whole: {') === true;
          const lacking = read.faults.filter(([, , raw]) => isSale(raw)).map(([at]) => at);
          if (lacking.length === 0) expect(lines).toEqual(expected.record);
          expect(expected.record).toEqual(expect.arrayContaining([...lines, ...lacking]));
          const broken = read.faults.filter(([, , raw]) => !isSale(raw)).map(([at]) => at);
          expect(broken.sort((a, b) => a - b)).toEqual(expected.fault);
          for (const [, json] of read.records) expect(JSON.parse(json)).toHaveProperty('events.0.data.product_action');
        },
      ),
      { numRuns: 150 },
    ));
});

const bytes = fc
  .array(
    fc.oneof(
      fc
        .constantFrom(',', ';', '"', '""', '\n', '\r\n', '\r', '\ufeff', ...CELLS, HEADER.join(), '\n1,2,3\n')
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 3 }).map((some) => Buffer.from(some)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.concat(parts));
const headed = fc.oneof(
  { weight: 3, arbitrary: bytes.map((some) => Buffer.concat([Buffer.from(`${HEADER.join()}\n`), some])) },
  { weight: 1, arbitrary: bytes },
);
/** Lines of which most are plain, some quoted, and few misquoted. */
const manyLines = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('1,2,3', 'a;é,c', '', 'x\t,', '\r', 'long'.repeat(12)) },
        { weight: 3, arbitrary: fc.constantFrom('"a",b', 'a,"b,""c"', '"x\ny",2', '""', '"";"\r\n"', 'a,"é"') },
        {
          weight: 3,
          arbitrary: fc.constantFrom('"a","b"', '"","",', '"""a""",""""', '"a;b";"c\td"', ',"a",,', '"é"\t""', '" a "'),
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom('"a" ,b', '24" tv,"b"', '"""', '"a"","b"', '"a""', '\ufeff"a",b', 'a,\u00a0"b"'),
        },
        { weight: 1, arbitrary: fc.constantFrom('24" tv,1', 'a"b"c', '"a"b"', '"a"b,1', '\r"a"', 'a,"open', '\r5" x') },
      ),
      { maxLength: 30 },
    ),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([lines, end, endsOpen]) => Buffer.from(lines.join(end) + (endsOpen ? '' : end)));
const limits = fc.constantFrom(30, 200, 1_000_000);

describe('any bytes', () => {
  test('are read to the end, or to an error of the input', () =>
    fc.assert(
      fc.asyncProperty(
        headed,
        manifestTexts,
        fc.boolean(),
        groups,
        limits,
        async (content, text, plain, group, max) => {
          const parsed = plain ? [] : manifestOf(text);
          const options: ReadOptions = {
            ...OPTIONS,
            ...{ format: 'csv', maxRecordBytes: max, stdin: () => Readable.from(piecesOf(content)) },
            csv: { group, ...('columns' in parsed ? { manifest: parsed } : {}), timeZone: 'Europe/Berlin' },
          };
          const input = { path: 'sales.csv', absolute: null, size: null, modifiedMs: null, number: 0 };
          try {
            for await (const { bytes: all, starts, ends } of readInput(input, options, stateOf()))
              starts.forEach((start, index) => JSON.parse(Buffer.from(all).toString('utf8', start, ends[index])));
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 200 },
    ));

  const library = { parse, parseText: (text: Buffer, options: object) => parseText(text, options) };
  const rowsOf = async (
    Reader: typeof RowParser | typeof RowCutter,
    pieces: readonly Buffer[],
    options: { readonly delimiter: string; readonly maxRecordBytes: number },
  ) => {
    const seen: unknown[] = [];
    const reader = new Reader(library, { ...options, firstLine: 3 }, Buffer.concat(pieces), {
      row: (cells, line, raw) => seen.push([line, [...cells], raw()]),
      misquoted: (line, raw) => seen.push([line, 'misquoted', raw]),
    });
    for (const piece of pieces) await reader.write(piece);
    await reader.finish();
    return [...seen, reader.end];
  };

  test('are the same rows in whatever pieces they come', () =>
    fc.assert(
      fc.asyncProperty(headed, pieceSizes, limits, async (content, sizes, maxRecordBytes) => {
        const options = { delimiter: ',', maxRecordBytes };
        const whole = await rowsOf(RowParser, [content], options);
        expect(await rowsOf(RowParser, piecesOf(content, sizes), options)).toEqual(whole);
      }),
      { numRuns: 200 },
    ));

  test('are the same rows, lines and faults whether lines are cut or csv-parse reads them', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(headed, manyLines),
        pieceSizes,
        limits,
        fc.constantFrom(',', ';', '\t'),
        async (content, sizes, maxRecordBytes, delimiter) => {
          const options = { delimiter, maxRecordBytes };
          const parsed = await rowsOf(RowParser, [content], options);
          expect(await rowsOf(RowCutter, [content], options)).toEqual(parsed);
          expect(await rowsOf(RowCutter, piecesOf(content, sizes), options)).toEqual(parsed);
        },
      ),
      { numRuns: 1_000 },
    ));
});

describe('any rows by a manifest', () => {
  const NAMES = ['time', 'zone', 'what', 'mail', 'till'];
  const cells = fc.oneof(fc.constantFrom(...CELLS, '20261124', '21:18', '1,5', 'a"b'), fc.string());
  const encodings = fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'shift_jis', 'iso-8859-15');

  test('are each part of one sale, left out, or blank, in whatever pieces they come', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cells, { minLength: 5, maxLength: 5 })),
        encodings,
        pieceSizes,
        async (list, encoding, sizes) => {
          const parsed = manifestOf(JSON.stringify({ ...manifest, encoding }));
          if (!('columns' in parsed)) throw new Error(parsed.join('\n'));
          const text = [NAMES, ...list].map((row) => row.map(quoted).join()).join('\n');
          const content = encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text);
          const options = {
            csv: { group: { kind: 'adjacent' as const }, manifest: parsed, timeZone: 'Europe/Berlin' },
          };
          const read = await csv(content, options, sizes);
          expect([read.error, read.faults]).toEqual([null, []]);
          for (const [, json] of read.records) {
            const { data } = JSON.parse(json).events[0];
            expect(data.product_action.total_amount).toBe('61.46');
            expect(data.timestamp_unixtime_ms ?? '(not').toMatch(/^\d+$|\(not/);
          }
          const whole = await csv(content, options);
          expect([read.records, read.rows, read.leftOut]).toEqual([whole.records, whole.rows, whole.leftOut]);
          if (encoding !== 'utf-8') return;
          const filled = list.filter((row) => !row.every((cell) => BLANK.test(cell)));
          expect(read.rows.flat().length + read.leftOut.length).toBe(filled.length);
        },
      ),
      { numRuns: 200 },
    ));
});
