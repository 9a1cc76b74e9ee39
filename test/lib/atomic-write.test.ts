import { chmod, mkdir, readdir, readFile, symlink, writeFile, lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { writeAtomically } from '../../src/lib/atomic-write.js';
import { newFolder } from '../support/surroundings.js';

let folder: string;
beforeEach(() => void (folder = newFolder()));

test('a new file, an old one replaced, and nothing else left in the folder', async () => {
  const path = join(folder, 'report.json');
  await writeAtomically(path, 'one');
  await writeAtomically(path, 'two, é');
  expect(await readFile(path, 'utf8')).toBe('two, é');
  expect(await readdir(folder)).toEqual(['report.json']);
});

test.skipIf(process.platform === 'win32')(
  'a file that is replaced keeps its mode, a new one can be read by all',
  async () => {
    const path = join(folder, 'report.json');
    const umask = process.umask(0o077);
    try {
      await writeAtomically(path, 'one');
      expect((await stat(path)).mode & 0o777).toBe(0o644);
      await chmod(path, 0o640);
      await writeAtomically(path, 'two');
      expect((await stat(path)).mode & 0o777).toBe(0o640);
    } finally {
      process.umask(umask);
    }
  },
);

test('two writers at once: one whole text wins', async () => {
  const path = join(folder, 'report.json');
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  await Promise.all(texts.map((text) => writeAtomically(path, text)));
  expect(texts).toContain(await readFile(path, 'utf8'));
  expect(await readdir(folder)).toEqual(['report.json']);
});

test('a link stays one, and the file behind it is replaced', async () => {
  await writeFile(join(folder, 'real'), 'old');
  await symlink('real', join(folder, 'link'));
  await writeAtomically(join(folder, 'link'), 'new');
  expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
  expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
});

test('a device is written straight', async () => {
  await writeAtomically('/dev/null', 'text');
  expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
});

test.each([
  ['a folder that is not there', 'no/report.json', 'ENOENT'],
  ['a folder in its place', 'taken', 'EISDIR'],
])('%s: the error of the file system, and nothing left behind', async (_what, name, code) => {
  await mkdir(join(folder, 'taken'));
  await expect(writeAtomically(join(folder, name), 'text')).rejects.toMatchObject({ code });
  expect(await readdir(folder)).toEqual(['taken']);
});
