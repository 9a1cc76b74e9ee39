import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../support/package.js';
import { mp2fb, ROOT } from '../support/program.js';
import { temporaryFolder } from '../support/surroundings.js';

const KEEPER = join(ROOT, 'bin', 'compiled-code.js');

/** A program of one file that prints a word, and the cache beside it. */
const programIn = (folder: string) => {
  const path = join(folder, 'main.cjs');
  const start = `require(${JSON.stringify(KEEPER)}).keepCompiledCode(${JSON.stringify(folder)}, process.argv[1]); require(${JSON.stringify(path)})`;
  return {
    /** What the program prints that says this word, with the cache of this name. */
    printed: async (word: string, cache: string): Promise<string> => {
      writeFileSync(path, `console.log(${JSON.stringify(word)});`);
      const { code, out, err } = await run('node', ['--eval', start, cache], dirname(path));
      expect([code, err]).toEqual([0, '']);
      return out.trim();
    },
  };
};

/** The only file of a folder. */
const onlyFile = (folder: string): string => {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
};

test('compiled code is kept for this user, and used by the next run', async () => {
  using folder = temporaryFolder();
  using one = temporaryFolder();
  using two = temporaryFolder();
  const { printed } = programIn(folder.path);
  expect(await printed('one', one.path)).toBe('one');
  expect(statSync(onlyFile(one.path)).mode & 0o777).toBe(0o600);
  expect(await printed('two', two.path)).toBe('two');
  // V8 takes the code of another source of the same length, so what is printed says which code ran.
  writeFileSync(onlyFile(one.path), readFileSync(onlyFile(two.path)));
  expect(await printed('one', one.path)).toBe('two');
});

test('a source that changed is compiled anew, even if it is as long as before', async () => {
  using folder = temporaryFolder();
  using cache = temporaryFolder();
  const { printed } = programIn(folder.path);
  for (const word of ['one', 'two', 'one']) expect(await printed(word, cache.path)).toBe(word);
  expect(readdirSync(cache.path)).toHaveLength(2);
});

test('the same source in another folder is compiled for its own path, which the stack of an error shows', async () => {
  using cache = temporaryFolder();
  using here = temporaryFolder();
  using there = temporaryFolder();
  for (const folder of [here, there]) expect(await programIn(folder.path).printed('one', cache.path)).toBe('one');
  expect(readdirSync(cache.path)).toHaveLength(2);
});

test.each<readonly [what: string, damage: (bytes: Buffer) => Buffer]>([
  ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['empty', () => Buffer.alloc(0)],
  ['with a changed byte', (bytes) => bytes.fill(bytes[100] ^ 1, 100, 101)],
  ['of zeros', (bytes) => bytes.fill(0)],
])('kept code that is %s is not run, but written again', async (_, damage) => {
  using folder = temporaryFolder();
  using cache = temporaryFolder();
  const { printed } = programIn(folder.path);
  await printed('one', cache.path);
  const path = onlyFile(cache.path);
  writeFileSync(path, damage(readFileSync(path)));
  expect(await printed('one', cache.path)).toBe('one');
  const written = readFileSync(path);
  expect(createHash('sha256').update(written.subarray(32)).digest()).toEqual(written.subarray(0, 32));
});

test.each(['absent', 'main.cjs'])('a cache that cannot be written is no reason not to run: %s', async (cache) => {
  using folder = temporaryFolder();
  const { printed } = programIn(folder.path);
  expect(await printed('one', join(folder.path, cache))).toBe('one');
});

test.each([{ HOME: '' }, { HOME: 'home' }, { HOME: '', XDG_CACHE_HOME: 'caches' }])(
  'no cache is made in the current folder: %j',
  async (variables) => {
    using folder = temporaryFolder();
    const { code } = await mp2fb(['--version'], { env: variables, cwd: folder.path });
    expect([code, readdirSync(folder.path)]).toEqual([0, []]);
  },
);
