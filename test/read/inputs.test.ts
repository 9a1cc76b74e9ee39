import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInputs, readInput, type ReadOptions } from '../../src/read/index.js';
import { collect, OPTIONS, readStdin, stateOf } from './reading.js';
import { newFolder } from '../support/surroundings.js';

const cwd = newFolder();

const readFile = async (name: string, content: Buffer | string, options: Partial<ReadOptions> = {}) => {
  await writeFile(join(cwd, name), content);
  const [input] = await findInputs([name], cwd);
  const state = stateOf(name);
  return collect(readInput({ ...input, number: 0 }, { ...OPTIONS, ...options }, state), state);
};

const LINES = Array.from({ length: 500 }, (_, index) => `{"n":${index}}`);
const NDJSON = LINES.join('\n');
const HEAD = 'timestamp_unixtime_ms,action,user_identities.email';
const CSV = [HEAD, ...LINES.map((_, index) => `${1794680525000 + index},purchase,a${index}@example.com`)].join('\n');

describe('a file', () => {
  test.each([
    ['lines', 'a.txt', NDJSON, 'ndjson'],
    ['lines, zipped', 'b.txt', gzipSync(NDJSON), 'ndjson'],
    ['lines, zipped twice', 'c.json.gz.gz', gzipSync(gzipSync(NDJSON)), 'ndjson'],
    [
      'lines, zipped in parts',
      'd',
      Buffer.concat([gzipSync(NDJSON.slice(0, 777)), gzipSync(NDJSON.slice(777))]),
      'ndjson',
    ],
    ['lines after a byte order mark', 'e', `\ufeff${NDJSON}`, 'ndjson'],
    ['values', 'f', LINES.join(''), 'json'],
    ['an array after a byte order mark', 'g', `\ufeff[${LINES.join(',')}]`, 'json'],
    ['a table', 'h', CSV, 'csv'],
    ['a table, zipped', 'i', gzipSync(`\ufeff${CSV}`), 'csv'],
  ])('of %s', async (_, name, content, format) => {
    const read = await readFile(name, content, { blockBytes: 1000 });
    expect(read.error).toBe(null);
    expect(read.records).toHaveLength(500);
    const firstLine = format === 'csv' ? 2 : 1;
    expect(read.records.map(([line]) => line)).toEqual(LINES.map((__, index) => index + firstLine));
    expect(read.state).toEqual({
      ...{ path: name, format, size: null, bytesRead: Buffer.byteLength(content), records: 500 },
      ...{ status: 'done', failure: null },
    });
  });

  test.each([
    ['probe', '{}', 1],
    ['empty', '', 0],
    ['empty and zipped', gzipSync(''), 0],
    ['blank', '\n  \n', 0],
  ])('that is %s', async (_, content, records) =>
    expect(await readFile('probe', content)).toMatchObject({ error: null, state: { records, status: 'done' } }),
  );

  test.each([
    ['a ZIP archive', Buffer.from('PK\u0003\u0004xxxx'), /^odd is a ZIP archive/],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /^odd is UTF-16/],
  ])('that is %s', async (_, content, message) => {
    const read = await readFile('odd', content);
    expect(read.error).toMatch(message);
    expect(read.state.status).toBe('failed');
  });

  test.each([
    ['lines', NDJSON, 'line'],
    ['values', LINES.join(''), 'line'],
    ['a table', CSV, 'line'],
  ])('of %s that breaks off gives everything before', async (_, text) => {
    const zipped = gzipSync(text);
    const whole = await readFile('whole', zipped);
    const read = await readFile('short', zipped.subarray(0, Math.floor(zipped.length * 0.7)), { blockBytes: 500 });
    expect(read.error).toMatch(
      /^short could be read only up to byte \d+ of its text, in line \d+: the gzip data ends too early .*; \d+ records before that were read, the rest is missing$/,
    );
    expect(read.state).toMatchObject({
      status: 'failed',
      failure: read.error,
      records: read.records.length + read.faults.length,
    });
    expect(read.records.length).toBeGreaterThan(100);
    expect(read.records).toEqual(whole.records.slice(0, read.records.length));
    expect(read.faults.map(([, reason]) => reason)).toEqual(['truncated']);
  });

  test.each([
    ['lines', `${NDJSON}\n{"n":50`, 'short ends in the middle of line 501'],
    ['values', `${LINES.join('')}{"n":50`, 'short ends in the middle of batch 501'],
    ['an array, in a batch', `[${LINES.join(',')},{"n":50`, 'short ends in the middle of batch 501'],
    ['an array, after a batch', `[${LINES.join(',')}`, 'short ends before its array of batches is closed'],
  ])('of %s that was cut off gives everything before, and what is missing', async (_, text, where) => {
    for (const content of [text, gzipSync(text)]) {
      const read = await readFile('short', content, { blockBytes: 500 });
      expect(read.error).toBe(
        `${where} (an unfinished export, download or copy?); 500 records before that were read, the rest is missing`,
      );
      expect([read.state.status, read.state.failure]).toEqual(['failed', read.error]);
      expect(read.records).toHaveLength(500);
      expect(read.faults.map(([line, reason]) => [line, reason])).toEqual([[501, 'truncated']]);
    }
  });

  test('of which only a part is wanted is not cut off after that part', async () => {
    const read = await readFile('short', `${NDJSON}\n{"n":50`, { firstRecords: 3 });
    expect([read.error, read.state.status]).toEqual([null, 'stopped']);
  });

  test('that is not there', async () => {
    const state = stateOf('gone');
    const input = { path: 'gone', absolute: join(cwd, 'gone'), size: 1, modifiedMs: 1, number: 0 };
    const read = await collect(readInput(input, OPTIONS, state), state);
    expect(read.error).toBe('gone could not be read: there is no such file or folder');
    expect(state.status).toBe('failed');
  });

  test('that is a folder by now', async () => {
    const input = { path: 'x', absolute: cwd, size: 1, modifiedMs: 1, number: 0 };
    expect((await collect(readInput(input, OPTIONS, stateOf()))).error).toBe('x could not be read: it is a folder');
  });
});

describe('the format', () => {
  test('that is said counts', async () => {
    expect((await readStdin('[1]', { format: 'ndjson' })).records).toEqual([[1, '[1]']]);
    expect((await readStdin('a\n', { format: 'csv' })).error).toMatch(/no column/);
  });
});

describe('stopping', () => {
  test('after so many records, faults included', async () => {
    const read = await readStdin(`{}\n${'x'.repeat(99)}\n{}\n{}\n`, { firstRecords: 3, maxRecordBytes: 50 });
    expect(read.records.map(([line]) => line)).toEqual([1, 3]);
    expect(read.faults.map(([line]) => line)).toEqual([2]);
    expect(read.state).toMatchObject({ status: 'stopped', records: 3 });
  });

  test('at a signal, even while waiting for more', async () => {
    const stop = new AbortController();
    const stdin = new Readable({ read: () => undefined });
    stdin.push('{}\n');
    const state = stateOf();
    const input = { path: '-', absolute: null, size: null, modifiedMs: null, number: 0 };
    const reading = collect(readInput(input, { ...OPTIONS, stdin: () => stdin }, state, stop.signal), state);
    setImmediate(() => stop.abort());
    expect(await reading).toMatchObject({ records: [], error: null });
    expect(state.status).toBe('stopped');
  });

  test('at a signal that comes while a table is cut that was read long ago', async () => {
    const stop = new AbortController();
    const state = stateOf();
    const stdin = () => Readable.from([Buffer.from(`${HEAD}\n${'1,purchase,a@example.com\n'.repeat(80_000)}`)]);
    const input = { path: 't.csv', absolute: null, size: null, modifiedMs: null, number: 0 };
    for await (const block of readInput(input, { ...OPTIONS, stdin }, state, stop.signal))
      if (block.lines.length > 0) setImmediate(() => stop.abort());
    expect(state.status).toBe('stopped');
    expect(state.records).toBeLessThan(40_000);
  });

  test('reads no more than is asked for', async () => {
    await writeFile(join(cwd, 'large'), `${NDJSON}\n`.repeat(50));
    const [input] = await findInputs(['large'], cwd);
    const state = stateOf();
    const options = { ...OPTIONS, blockBytes: 1000 };
    for await (const block of readInput({ ...input, number: 0 }, options, state)) {
      expect(block.starts.length).toBeGreaterThan(0);
      expect(input.size).toBeGreaterThan(200_000);
      break;
    }
    expect(state.bytesRead).toBeLessThan(70_000);
  });
});

test('no bytes make an exception that is not an InputError', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .array(fc.constantFrom(...'{}[]",;\n\r\\a1 \t|'.split(''), `${HEAD}\n`, '1,purchase,x\n'), { maxLength: 60 })
      .map((parts) => Buffer.from(parts.join(''))),
  );
  const format = fc.constantFrom('auto' as const, 'ndjson' as const, 'csv' as const);
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(bytes, format, sizes, fc.boolean(), async (content, as, pieces, zip) => {
      const input = zip ? gzipSync(content) : Buffer.from(content);
      const whole = await readStdin(input, { format: as, maxRecordBytes: 100 });
      const inPieces = await readStdin(input, { format: as, maxRecordBytes: 100, blockBytes: 64 }, pieces);
      expect(inPieces.records).toEqual(whole.records);
      expect(inPieces.faults).toEqual(whole.faults);
      expect(inPieces.error?.replace(/byte \d+/, '')).toBe(whole.error?.replace(/byte \d+/, ''));
      expect(whole.state.records).toBe(whole.records.length + whole.faults.length);
    }),
    { numRuns: 300 },
  );
});
