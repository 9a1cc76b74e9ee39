import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError, StoppedError } from '../../src/lib/errors.js';
import { findInputs, inputIdentityOf } from '../../src/read/index.js';
import { newFolder, urlOf } from '../support/surroundings.js';

const cwd = newFolder();
beforeAll(async () => {
  await mkdir(join(cwd, 'export/2026-11-02'), { recursive: true });
  await mkdir(join(cwd, 'export/.hidden'));
  await mkdir(join(cwd, 'empty'));
  const files = ['b.txt', 'a b.txt', 'B.txt', '2026-11-02/z.txt', '2026-11-02/c.ndjson'];
  files.push('.DS_Store', '.hidden/x.txt', 'Thumbs.db', '2026-11-02/desktop.ini');
  for (const file of files) await writeFile(join(cwd, 'export', file), file);
  await writeFile(join(cwd, 'one[1].ndjson'), '{}');
  await link(join(cwd, 'export/b.txt'), join(cwd, 'same.txt'));
  await symlink(join(cwd, 'export'), join(cwd, 'export/2026-11-02/round'));
  await mkdir(join(cwd, 'broken/inner'), { recursive: true });
  for (const file of ['broken/a.txt', 'broken/z.txt']) await writeFile(join(cwd, file), file);
  await symlink(join(cwd, 'gone'), join(cwd, 'broken/dangling'));
  await symlink('two', join(cwd, 'broken/one'));
  await symlink('one', join(cwd, 'broken/two'));
  await symlink(join(cwd, 'gone'), join(cwd, 'broken/inner/dangling'));
  await mkdir(join(cwd, 'bucket/only'), { recursive: true });
  for (const folder of ['bucket', 'bucket/only']) {
    await writeFile(join(cwd, folder, 'mParticle_Bucket_Verification_20261101-101112.txt'), '{}');
    await writeFile(join(cwd, folder, 'mparticle_validation.txt'), '');
  }
  await writeFile(join(cwd, 'bucket/mParticle_Bucket_Verification_sales.txt'), '{"events":[]}');
  await writeFile(join(cwd, 'bucket/export.txt'), '{}');
});

const found = async (...args: string[]) => (await findInputs(args, cwd)).map(({ path }) => path);
const FOLDER = ['2026-11-02/c.ndjson', '2026-11-02/z.txt', 'B.txt', 'a b.txt', 'b.txt'].map((name) => `export/${name}`);

describe('inputs', () => {
  test.each<[string, string[], string[]]>([
    ['a file', ['export/b.txt'], ['export/b.txt']],
    ['a folder', ['export'], FOLDER],
    ['a folder with a slash', ['./export/'], FOLDER],
    [
      'a bucket with files of tests',
      ['bucket'],
      ['bucket/export.txt', 'bucket/mParticle_Bucket_Verification_sales.txt'],
    ],
    ['files of tests among files', ['bucket/mparticle_validation.txt', 'bucket/export.txt'], ['bucket/export.txt']],
    ['a folder twice', ['export', 'export'], FOLDER],
    ['a pattern', ['export/*.txt'], ['export/B.txt', 'export/a b.txt', 'export/b.txt']],
    ['a pattern through folders', ['**/*.ndjson'], ['export/2026-11-02/c.ndjson', 'one[1].ndjson']],
    ['a name that looks like a pattern', ['one[1].ndjson'], ['one[1].ndjson']],
    ['stdin', ['-', '-'], ['-']],
    [
      'one file under several names',
      ['export/b.txt', './export/../export/b.txt', 'same.txt', 'export'],
      ['export/b.txt', ...FOLDER.slice(0, 4)],
    ],
  ])('%s', async (_, args, paths) => expect(await found(...args)).toEqual(paths));

  test('absolute paths stay absolute', async () => {
    expect(await found(join(cwd, 'export/b.txt'))).toEqual([join(cwd, 'export/b.txt')]);
    expect(await found(join(cwd, 'export/*.ndj*'), '-').catch((error: unknown) => String(error))).toContain(
      'no file matches',
    );
    expect(await findInputs([join(cwd, '**/c.ndj*')], '/')).toMatchObject([
      { absolute: join(cwd, 'export/2026-11-02/c.ndjson') },
    ]);
  });

  test('what is known of an input', async () => {
    const [file] = await findInputs(['export/b.txt'], cwd);
    expect(file).toEqual({
      path: 'export/b.txt',
      absolute: join(cwd, 'export/b.txt'),
      size: 5,
      modifiedMs: expect.any(Number),
    });
    expect(await findInputs(['-'], cwd)).toEqual([{ path: '-', absolute: null, size: null, modifiedMs: null }]);
    expect(await findInputs(['/dev/null'], cwd)).toMatchObject([{ size: null, modifiedMs: null }]);
  });

  test.each([
    ['no/such.ndjson', 'no/such.ndjson: there is no such file or folder'],
    ['no/*.ndjson', 'no/*.ndjson: no file matches'],
    ['empty', 'empty: the folder has no file to read'],
    ['bucket/only', 'bucket/only: the folder has no file to read'],
    ['one[1].ndjson/x', 'one[1].ndjson/x: a part of its path is not a folder'],
  ])('%s', async (arg, message) => {
    await expect(findInputs(['export', arg], cwd)).rejects.toThrow(new InputError(message));
  });
});

test('a path whose spaces the shell split', async () => {
  const message = 'export/a b.txt: put a path with spaces in quotes';
  await expect(findInputs(['export/a', 'b.txt'], cwd)).rejects.toThrow(new InputError(message));
});

const MISSING = 'there is no such file or folder';

test('entries that cannot be read are inputs that say so, and the others stay', async () => {
  const CIRCLE = 'its links form a loop';
  const inputs = await findInputs(['broken'], cwd);
  expect(inputs.map(({ path, failure }) => [path, failure])).toEqual([
    ['broken/a.txt', undefined],
    ['broken/dangling', MISSING],
    ['broken/inner/dangling', MISSING],
    ['broken/one', CIRCLE],
    ['broken/two', CIRCLE],
    ['broken/z.txt', undefined],
  ]);
});

const failuresOf = async (folder: string, ...args: string[]) =>
  (await findInputs(args, folder)).map(({ path, failure }) => [path, failure]);

describe('a pattern names what it cannot read', () => {
  test.each([
    ['broken/*.txt', [['broken/a.txt'], ['broken/z.txt']]],
    [
      'broken/*',
      [
        ['broken/a.txt'],
        ['broken/z.txt'],
        ['broken/dangling', MISSING],
        ['broken/one', 'its links form a loop'],
        ['broken/two', 'its links form a loop'],
      ],
    ],
    [
      'broken/**/dang*',
      [
        ['broken/dangling', MISSING],
        ['broken/inner/dangling', MISSING],
      ],
    ],
  ])('%s', async (pattern, wanted) => {
    const sorted = (rows: readonly (readonly unknown[])[]) => rows.map(([path, failure]) => [path, failure]).sort();
    expect(sorted(await failuresOf(cwd, pattern))).toEqual(sorted(wanted));
  });

  test('by its absolute path where the pattern has one', async () =>
    expect(await failuresOf(cwd, join(cwd, 'broken/inn*/*'))).toEqual([[join(cwd, 'broken/inner/dangling'), MISSING]]));
});

// Other systems have no such names.
describe.runIf(process.platform === 'linux')('a name that is not UTF-8', () => {
  const latin = newFolder();
  const named = (name: string): Buffer => Buffer.concat([Buffer.from(`${latin}/`), Buffer.from(name, 'latin1')]);
  const FAILURE = 'its name is not UTF-8, so it cannot be opened: rename it';
  beforeAll(async () => {
    await mkdir(named('d\u00fcr'));
    for (const name of ['caf\u00e9.txt', 'd\u00fcr/a.txt', 'ok.txt']) await writeFile(named(name), name);
    await writeFile(join(latin, '\ufffd.txt'), 'a name of that sign alone');
  });

  test.each([
    ['.', [['caf\ufffd.txt', FAILURE], ['d\ufffdr', FAILURE], ['ok.txt'], ['\ufffd.txt']]],
    ['*.txt', [['caf\ufffd.txt', FAILURE], ['ok.txt'], ['\ufffd.txt']]],
    ['**/a.txt', [['d\ufffdr', FAILURE]]],
  ])('in %s', async (arg, wanted) =>
    expect(await failuresOf(latin, arg)).toEqual(wanted.map(([path, failure]) => [path, failure])),
  );

  test('as an argument', () =>
    expect(findInputs(['caf\ufffd.txt'], latin)).rejects.toThrow(`caf\ufffd.txt: ${FAILURE}`));
});

test('nothing but files with which mParticle tests a bucket', async () => {
  await expect(findInputs(['bucket/mparticle_validation.txt'], cwd)).rejects.toThrow('no file to read');
});

test('a stop ends the wait for a link that does not answer', async () => {
  const server = createServer(() => undefined);
  const url = await urlOf(server);
  const stop = new AbortController();
  server.once('request', () => stop.abort('SIGTERM'));
  const finding = findInputs([`${url}/export.ndjson`], '/', {}, stop.signal);
  await expect(finding).rejects.toThrow(new StoppedError(143));
  await expect(finding).rejects.toMatchObject({ exitCode: 143 });
  server.closeAllConnections();
  server.close();
});

describe('identity', () => {
  const identity = async (content: Buffer) => {
    await writeFile(join(cwd, 'identity'), content);
    const [input] = await findInputs(['identity'], cwd);
    return inputIdentityOf(input);
  };

  test('is that of the first and last bytes', async () => {
    const large = Buffer.alloc(300_000, 'x');
    const changedAt = async (at: number) => {
      const copy = Buffer.from(large);
      copy[at] = 0;
      return (await identity(copy))?.edges;
    };
    const same = (await identity(large))?.edges;
    expect(same).toMatch(/^[0-9a-f]{64}$/);
    expect(await changedAt(150_000)).toBe(same);
    const others = [
      await changedAt(0),
      await changedAt(65_535),
      await changedAt(299_999),
      await changedAt(300_000 - 65_536),
    ];
    expect(new Set([same, ...others]).size).toBe(5);
  });

  test.each([0, 1, 65_536, 65_537, 131_072])('of a file of %d bytes', async (size) => {
    const one = await identity(Buffer.alloc(size, 'x'));
    expect(one).toEqual({
      path: join(cwd, 'identity'),
      size,
      modifiedMs: expect.any(Number),
      edges: expect.any(String),
    });
    if (size > 0) expect((await identity(Buffer.alloc(size, 'y')))?.edges).not.toBe(one?.edges);
  });

  test('stdin and files that are gone have none', async () => {
    expect(await inputIdentityOf({ path: '-', absolute: null, size: null, modifiedMs: null })).toBe(null);
    expect(await inputIdentityOf({ path: 'x', absolute: join(cwd, 'gone'), size: 1, modifiedMs: 1 })).toBe(null);
  });
});
