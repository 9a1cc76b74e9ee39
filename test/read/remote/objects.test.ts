import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { inputIdentityOf, findInputs, readInput } from '../../../src/read/index.js';
import { clientConfig, loadSdk } from '../../../src/read/remote/s3-store.js';
import { startS3, type S3 } from '../../support/s3-server.js';
import { collect, OPTIONS, stateOf } from '../reading.js';

const LINES = Array.from({ length: 40_000 }, (_, at) => `{"n":${at},"pad":"xxxxxxxxxxxxxxxxxxxx"}`);
const TEXT = `${LINES.join('\n')}\n`;
/** Bytes that do not shrink to nothing, so that the line can be cut in the middle of them. */
const GZIP = gzipSync(`${LINES.map((line, at) => line.replace('x', String(Math.sin(at)))).join('\n')}\n`);

let s3: S3;

// Objects that a test writes go to a bucket of their own: what others count in `exports` must not depend on the order.
beforeAll(async () => {
  s3 = await startS3('exports', 'empty', 'written');
  for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
  await s3.put('exports', 'big/2026-11-20/part-0.ndjson', TEXT);
  await s3.put('exports', 'big/2026-11-20/part-1.ndjson.gz', GZIP);
  await s3.put('exports', 'big/2026-11-21/part 0+é.ndjson', '{"a":1}\n');
  await s3.put('exports', 'big/.hidden', 'no');
  await s3.put('exports', 'big/.hidden/in/it', 'no');
  await s3.put('exports', 'big/odd[1].ndjson', '{"odd":1}\n');
  await s3.put('exports', 'big/nothing', '');
  s3.fill(
    'exports',
    Array.from({ length: 2_000 }, (_, at) => [
      `many/day=${String(at % 20).padStart(2, '0')}/${at}.ndjson`,
      `{"n":${at}}\n`,
    ]),
  );
}, 30_000);

afterEach(() => {
  s3.line.refuse = () => null;
  s3.line.afterFirstBytes = () => Promise.resolve();
  s3.line.cutAfter.length = 0;
  s3.line.seen.length = 0;
});

afterAll(async () => {
  await s3[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const find = (...args: string[]) => findInputs(args, '/', s3.env);
const paths = async (...args: string[]) => (await find(...args)).map(({ path }) => path);
const read = async (argument: string) => {
  const [input] = await find(argument);
  const state = stateOf(argument);
  return collect(readInput({ ...input, number: 0 }, OPTIONS, state), state);
};

describe('finding objects', () => {
  test.each([
    ['one', 's3://exports/big/2026-11-20/part-0.ndjson', ['2026-11-20/part-0.ndjson']],
    ['a folder', 's3://exports/big/2026-11-20', ['2026-11-20/part-0.ndjson', '2026-11-20/part-1.ndjson.gz']],
    ['with a slash', 's3://exports/big/2026-11-21/', ['2026-11-21/part 0+é.ndjson']],
    [
      'date folders',
      's3://exports/big/2026-11-2{0,1}/part?0*',
      ['2026-11-20/part-0.ndjson', '2026-11-21/part 0+é.ndjson'],
    ],
    ['through gs://', 'gs://exports/big/**/*.gz', ['2026-11-20/part-1.ndjson.gz']],
    ['a name with signs in it', 's3://exports/big/odd[1].ndjson', ['odd[1].ndjson']],
  ])('%s', async (_, argument, found) =>
    expect(await paths(argument)).toEqual(found.map((name) => `${argument.slice(0, 2)}://exports/big/${name}`)),
  );

  test('a bucket of 2,000, in pages, in order, nothing hidden; what is meant twice counts once', async () => {
    const found = await paths('s3://exports/many', 's3://exports/many/day=0?/*');
    expect(new Set(found).size).toBe(2_000);
    expect(found).toHaveLength(2_000);
    expect(found).toEqual([...found].sort());
    expect(s3.line.seen.filter((line) => line.includes('continuation-token')).length).toBeGreaterThanOrEqual(1);
    expect(await paths('s3://exports')).toHaveLength(2_005);
  });

  test.each([
    ['a missing bucket', 's3://nowhere/x/*', 's3://nowhere/x/*: there is no such bucket'],
    ['a missing key', 's3://exports/none', 's3://exports/none/: there is no such object, and none below that name'],
    ['an empty bucket', 's3://empty', 's3://empty/: there is no such object, and none below that name'],
    ['no match', 's3://exports/big/*.csv', 's3://exports/big/*.csv: no object matches'],
    ['no bucket', 's3:///x', 's3:///x: name a bucket, as in s3://bucket/folder/'],
    ['no bucket, in capitals', 'GS:///x', 'GS:///x: name a bucket, as in gs://bucket/folder/'],
    [
      'another scheme',
      'ftp://jo:secret@files.example.com/x',
      /^ftp:\/\/ addresses are not read: give a path, or .*address$/,
    ],
    ['a file as an address', 'file:///exports/a.ndjson', /^file:\/\/ addresses are not read: give a path/],
  ])('%s', (_, argument, message) => expect(find(argument)).rejects.toThrow(message));

  test('an access key that the store does not know', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'NOBODY');
    await expect(find('s3://exports/big/*')).rejects.toThrow(
      's3://exports/big/*: the store does not know the access key',
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER');
  });
});

describe('reading objects', () => {
  const texts = ({ records }: { records: readonly (readonly [number, string])[] }) => records.map(([, text]) => text);

  test('as text and as gzip', async () => {
    expect(texts(await read('s3://exports/big/2026-11-20/part-0.ndjson'))).toEqual(LINES);
    expect((await read('s3://exports/big/2026-11-20/part-1.ndjson.gz')).records).toHaveLength(LINES.length);
    expect(texts(await read('s3://exports/big/nothing'))).toEqual([]);
  });

  test('over a connection that is cut twice: it continues at the same byte', async () => {
    s3.line.cutAfter.push(100_000, 300_000);
    const found = await read('s3://exports/big/2026-11-20/part-1.ndjson.gz');
    expect(found).toMatchObject({ error: null, state: { status: 'done', bytesRead: GZIP.length } });
    expect(found.records).toHaveLength(LINES.length);
    const froms = s3.line.seen.slice(1).map((line) => Number(/bytes=(\d+)-$/.exec(line)?.[1] ?? 0));
    expect(froms).toHaveLength(3);
    // What the socket still held when the line was cut is asked for again.
    expect(froms[1]).toBeGreaterThan(0);
    expect(froms[1]).toBeLessThanOrEqual(100_000);
    expect(froms[2]).toBeGreaterThan(froms[1]);
    expect(froms[2]).toBeLessThanOrEqual(froms[1] + 300_000);
  });

  test('over a store that is out of order for a moment', async () => {
    const url = 's3://exports/big/2026-11-20/part-0.ndjson';
    const [input] = await find(url);
    let refused = 0;
    s3.line.refuse = () => ((refused += 1) <= 2 ? 503 : null);
    const state = stateOf(url);
    expect((await collect(readInput({ ...input, number: 0 }, OPTIONS, state), state)).records).toHaveLength(40_000);
    expect(refused).toBe(3);
  });

  test('an object that changes while it is read ends with what came before, and says so', async () => {
    await s3.put('written', 'changing.ndjson', TEXT);
    s3.line.cutAfter.push(500_000);
    s3.line.afterFirstBytes = () => {
      s3.line.afterFirstBytes = () => Promise.resolve();
      return s3.put('written', 'changing.ndjson', `${TEXT}{"more":1}\n`);
    };
    const found = await read('s3://written/changing.ndjson');
    expect(found.error).toMatch(
      /^s3:\/\/written\/changing\.ndjson could be read only up to byte \d+ of its text, in line \d+: it was changed while it was being read; start again; [\d,]+ records before that were read, the rest is missing$/,
    );
    expect(found.records.length).toBeGreaterThan(1_000);
    expect(found.faults.map(([, reason]) => reason)).toEqual(['truncated']);
  });

  test('If-Match asks for the very object that was found, from the first byte on', async () => {
    const conditions: unknown[] = [];
    const [input] = await find('s3://exports/big/2026-11-20/part-0.ndjson');
    s3.line.refuse = ({ headers }) => {
      conditions.push(headers['if-match']);
      return 412;
    };
    const state = stateOf();
    const found = await collect(readInput({ ...input, number: 0 }, OPTIONS, state), state);
    expect(conditions).toEqual([input.remote!.etag]);
    expect(found.error).toContain('could not be read: it was changed while it was being read');
  });
});

test('an object is known by address, size, time and ETag', async () => {
  const identity = async () => inputIdentityOf((await find('s3://written/known'))[0]);
  await s3.put('written', 'known', '{"a":1}');
  const first = await identity();
  expect(first).toMatchObject({ path: 's3://written/known', size: 7 });
  expect(await identity()).toEqual(first);
  await s3.put('written', 'known', '{"a":2}');
  expect((await identity())?.edges).not.toBe(first?.edges);
});

describe('signed links', () => {
  const SECRET = 'X-Amz-Signature=SIGNATURE-that-must-not-be-seen';
  const link = (name: string) => `${s3.url}/exports/big/2026-11-20/${name}?${SECRET}`;

  test('are read, resumed, and shown without their query', async () => {
    s3.line.cutAfter.push(10, 70_000);
    const [input] = await find(link('part-0.ndjson'));
    expect(input?.path).toBe(`${s3.url}/exports/big/2026-11-20/part-0.ndjson`);
    const state = stateOf(input.path);
    const found = await collect(readInput({ ...input, number: 0 }, OPTIONS, state), state);
    expect([found.records.length, found.error, state.bytesRead]).toEqual([LINES.length, null, TEXT.length]);
    expect(s3.line.seen).toHaveLength(3);
    expect((await inputIdentityOf(input))?.path).toBe(input.path);
  });

  test('that are good no longer say so, not what they were', async () => {
    s3.line.refuse = () => 403;
    const error = await find(link('part-0.ndjson')).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain('part-0.ndjson: access is denied: has the signed link expired?');
    expect((error as Error).message).not.toContain('SIGNATURE');
  });

  test.each([
    [
      'https only',
      'http://files.example.com/x?sig=SIGNATURE',
      'http://files.example.com/x: a link must begin with https://',
    ],
    ['not an address', 'https://exa mple/?SIGNATURE', 'a link among the inputs is not a valid address'],
  ])('%s', async (_, url, message) => {
    const error = await find(url).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('SIGNATURE');
  });
});

describe('the SDK', () => {
  test('when it is not installed, the command that installs it', () =>
    expect(
      loadSdk(() => Promise.reject(Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' }))),
    ).rejects.toThrow('npm install --global @aws-sdk/client-s3'));

  test.each([
    ['s3', {}, undefined, undefined, undefined],
    ['s3', { AWS_DEFAULT_REGION: 'eu-west-1' }, undefined, undefined, 'eu-west-1'],
    ['s3', { AWS_ENDPOINT_URL: 'http://minio:9000' }, 'http://minio:9000', true, undefined],
    ['gs', {}, 'https://storage.googleapis.com', true, 'auto'],
    ['gs', { AWS_ENDPOINT_URL_S3: 'http://a', AWS_ENDPOINT_URL: 'http://b', AWS_REGION: 'x' }, 'http://a', true, 'x'],
  ] as const)('%s with %j', (scheme, env, endpoint, forcePathStyle, region) => {
    const config = clientConfig(scheme, env);
    expect([config.endpoint, config.forcePathStyle, config.region]).toEqual([endpoint, forcePathStyle, region]);
  });
});
