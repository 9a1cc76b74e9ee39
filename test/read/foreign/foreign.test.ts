import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findInputs, readInput } from '../../../src/read/index.js';
import { collect, OPTIONS, readStdin, stateOf, type Read } from '../reading.js';
import { newFolder } from '../../support/surroundings.js';

const cwd = newFolder();

const readFile = async (name: string, content: Buffer, sizes = 1 << 20): Promise<Read> => {
  await writeFile(join(cwd, name), content);
  const [input] = await findInputs([name], cwd);
  const state = stateOf(name);
  return collect(readInput({ ...input, number: 0 }, { ...OPTIONS, blockBytes: sizes }, state), state);
};

const BATCH = '{"user_identities":{"email":"ida@example.com"},"events":[]}';
const NDJSON = `${BATCH}\n`.repeat(20);

const tar = (text: string): Buffer => {
  const archive = Buffer.alloc(2048);
  archive.write('export.ndjson', 0);
  archive.write('ustar', 257);
  archive.write(text.slice(0, 1000), 512);
  return archive;
};

const zip = (name: string): Buffer => {
  const head = Buffer.alloc(30);
  head.write('PK\x03\x04', 'latin1');
  return Buffer.concat([head, Buffer.from(name), Buffer.from(' and more')]);
};

const hex = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(40, 'x')]);

const wide = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

const S3_ERROR =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>ida@example.com</Message></Error>';

describe('what is no sales file', () => {
  test.each<[string, Buffer, RegExp]>([
    ['sales.tar', tar(NDJSON), /a tar archive\. .*: tar -xf sales\.tar$/],
    ['sales.tar.gz', zlib.gzipSync(tar(NDJSON)), /a tar archive, compressed with gzip\. .*: tar -xf sales\.tar\.gz$/],
    ['my sales.zip', zip('sales.csv'), /a ZIP archive\. .*: unzip 'my sales\.zip'$/],
    ['sales.xlsx', zip('[Content_Types].xml'), /an Excel workbook\. .*--convert-to csv sales\.xlsx$/],
    ['sales.xlsx', zip('xl/workbook.xml'), /an Excel workbook\./],
    ['sales.xls', hex('d0cf11e0a1b11ae1'), /an old Excel workbook \(\.xls\)\. /],
    ['a.parquet', hex('50415231'), /a Parquet file\. .*'a\.parquet'\) TO 'a\.ndjson'/],
    ['a.avro', hex('4f626a01'), /an Avro file\. .*tojson a\.avro > a\.ndjson$/],
    ['a.orc', hex('4f5243060a03'), /an ORC file\. /],
    ['a.csv.gpg', hex('85010c03'), /encrypted with OpenPGP \(gpg\)\. .*: gpg --output a\.csv --decrypt a\.csv\.gpg$/],
    ['a.csv.gz.gpg', hex('84 5e 03'.replaceAll(' ', '')), /gpg --output a\.csv\.gz --decrypt a\.csv\.gz\.gpg$/],
    ['a.gpg', hex('8c0d0409'), /OpenPGP/],
    ['a.gpg', hex('c15e03'), /OpenPGP/],
    ['a.gpg', hex('c1c10c03'), /OpenPGP/],
    ['a.asc', Buffer.from('-----BEGIN PGP MESSAGE-----\n\nhQEMA'), /encrypted with OpenPGP\. /],
    ['a.lz4', hex('04224d18'), /compressed with lz4\. .*: lz4 -d a\.lz4$/],
    ['a.xz', hex('fd377a585a00'), /compressed with xz\. .*: xz -dk a\.xz$/],
    ['a.bz2', hex('425a6839'), /compressed with bzip2\. /],
    ['a.7z', hex('377abcaf271c'), /a 7z archive\. /],
    ['a.db', Buffer.from('SQLite format 3\0'), /an SQLite database\. /],
    ['a.png', hex('89504e470d0a1a0a0000000d49484452000000'), /binary data of an unknown kind\. /],
    ['a.csv', Buffer.from(' \n<!DOCTYPE html><html><body>Sign in, ida</body>'), /an HTML page\. .*login page/],
    ['a.xls', Buffer.from('<table><tr><td>ida@example.com'), /an HTML page\. /],
    ['a.csv', Buffer.from(S3_ERROR), /an XML error page \(AccessDenied\)\. /],
    ['a.csv', Buffer.from('\ufeff<Error><Code>BlobNotFound</Code></Error>'), /an XML error page \(BlobNotFound\)\. /],
    ['a.xml', Buffer.from('<orders><order id="1"/></orders>'), /an XML document\. /],
    ['a.xml', Buffer.from('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'), /an XML spreadsheet/],
    ['a.csv', wide('\ufeffBon;Summe\n'), /UTF-16 text\. .*: iconv -f UTF-16 -t UTF-8 a\.csv > a\.utf8$/],
    ['a.csv', wide('Bon;Summe\n1;2,50\n'), /UTF-16 \(without a byte order mark\) text\. .*-f UTF-16LE /],
    ['a.json', wide(NDJSON, true), /UTF-16 \(without a byte order mark\) text\. .*-f UTF-16BE /],
    ['k.txt', Buffer.from(`ida-7\t${BATCH}\nola-8\t${BATCH}\n`), /a key, a tab and JSON.*: cut -f2- k\.txt \| mp2fb/],
    ['k.txt', Buffer.from(`null\t${BATCH}`), /a key, a tab and JSON/],
    ['k.txt', Buffer.from(`ida-7\t{"blob":"${'x'.repeat(400_000)}"}\nola-8\t${BATCH}\n`), /a key, a tab and JSON/],
    ['app.log', Buffer.from(`2026-11-24T20:18:58Z INFO ${BATCH}\n`.repeat(3)), /lines of a log.*: sed .* app\.log \|/],
    [
      'app.log.gz',
      zlib.gzipSync(`Nov 24 20:18:58 till ida[7]: ${BATCH}\nstarted\n`.repeat(3)),
      /lines of a log.*gzip -dk app\.log\.gz\. .*sed .* app\.log \|/,
    ],
  ])('%s (%#) is named, with what helps', async (name, content, message) => {
    const read = await readFile(name, content);
    expect(read.error).toMatch(message);
    expect(read.error?.startsWith(`${name} is `)).toBe(true);
    // Neither a value of the file nor a key before one.
    expect(read.error).not.toMatch(/ida|ola-8|example\.com/);
    expect(read.state).toMatchObject({ status: 'failed', records: 0 });
  });

  test.each<[string, string | Buffer, string, number]>([
    ['lines', NDJSON, 'ndjson', 20],
    ['rubbish before lines', `2026 INFO ${BATCH}\n${NDJSON}`, 'ndjson', 21],
    ['a damaged line with control characters', `\0\x01${BATCH}\n${NDJSON}`, 'ndjson', 21],
    ['a word that begins like ORC', `ORC-1,2\n${NDJSON}`, 'ndjson', 21],
    ['a Latin-1 text that begins with a high byte', Buffer.from(`\x84Bon\x93\n${NDJSON}`, 'latin1'), 'ndjson', 21],
    ['texts of few bytes', '{}', 'ndjson', 1],
    ['nothing', '', 'ndjson', 0],
  ])('%s are read', async (_, content, format, records) =>
    expect(await readFile('a.txt', Buffer.from(content))).toMatchObject({ error: null, state: { format, records } }),
  );

  test('cells divided by ^A, as Hive writes them, are text', async () => {
    const columns = 'timestamp_unixtime_ms action user_identities.email mpid'.replaceAll(' ', '\x01');
    const rows = '1\x01purchase\x01a@b.c\x01\n'.repeat(9);
    expect(await readFile('a.txt', Buffer.from(`${columns}\n${rows}`))).toMatchObject({
      error: null,
      state: { records: 9 },
    });
  });

  test('from stdin no path is made up', async () =>
    expect((await readStdin(tar(NDJSON))).error).toBe('- is a tar archive. Unpack it first: tar -xf FILE'));

  test('JSON in cells is no log where a flag says that it is a table', async () => {
    const text = `action\tcustom_attributes\ttimestamp_unixtime_ms\tuser_identities.email\n`;
    expect((await readStdin(`${text}${BATCH}\t${BATCH}\n`, { format: 'csv' })).error).toBe(null);
  });
});

const zstd: unknown = Reflect.get(zlib, 'zstdCompressSync');
const compress = (text: string): Buffer => {
  const bytes: unknown = typeof zstd === 'function' ? Reflect.apply(zstd, zlib, [Buffer.from(text)]) : null;
  return Buffer.isBuffer(bytes) ? bytes : hex('28b52ffd');
};

test.runIf(zstd === undefined)('zstd is named where Node.js cannot unpack it', async () =>
  expect((await readFile('a.zst', hex('28b52ffd'))).error).toMatch(
    /^a\.zst is compressed with zstd\. .*: zstd -d a\.zst/,
  ),
);

describe.skipIf(zstd === undefined)('zstd', () => {
  const large = `${BATCH}\n`.repeat(50_000);

  test.each([
    ['one frame', compress(NDJSON), 20],
    ['two frames', Buffer.concat([compress(NDJSON), compress(NDJSON)]), 40],
    ['a frame for other programs, and one', Buffer.concat([hex('502a4d1828000000'), compress(NDJSON)]), 20],
    ['more than a block', compress(large), 50_000],
    ['inside gzip', zlib.gzipSync(compress(NDJSON)), 20],
  ])('of %s is read', async (_, content, records) =>
    expect(await readFile('a.zst', content)).toMatchObject({ error: null, state: { records, status: 'done' } }),
  );

  test.each([1, 4, 20, 100])(
    'that breaks off %d bytes before its end gives what is before, and fails',
    async (missing) => {
      const read = await readFile('a.zst', compress(large).subarray(0, -missing), 1000);
      expect(read.error).toMatch(/^a\.zst could .*: the zstd data is damaged or ends too early/);
      expect(read.state.status).toBe('failed');
    },
  );

  // The end of a block is the end of a line: nothing in the text says that it broke off.
  test('that ends in a frame without text, or after a whole block, fails', async () => {
    const whole = compress(`${BATCH}\n`.repeat(20));
    const begun = Buffer.concat([whole, compress(NDJSON).subarray(0, 6)]);
    const read = await readFile('a.zst', begun);
    expect(read.error).toMatch(/^a\.zst could .*: the zstd data is damaged or ends too early/);
    expect(read.state).toMatchObject({ status: 'failed', records: 20 });
  });

  test('with something else after it fails', async () => {
    const read = await readFile('a.zst', Buffer.concat([compress(NDJSON), Buffer.from('rubbish')]));
    expect(read.error).toMatch(/^a\.zst could .*: something that is not zstd data follows the zstd data; 20 records /);
    expect(read.state).toMatchObject({ status: 'failed', records: 20 });
  });

  test('a tar inside is named', async () =>
    expect((await readFile('a.tar.zst', compress(tar(NDJSON).toString('latin1')))).error).toMatch(
      /is a tar archive, compressed with zstd\. Unpack it first: tar -xf a\.tar\.zst$/,
    ));
});
