import { execFileSync } from 'node:child_process';
import { on } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { mp2fb, start } from '../support/program.js';
import { temporaryFolder } from '../support/surroundings.js';

const pipeIn = (folder: string): string => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
};
const preview = (path: string): string[] => ['upload', path, '--dry-run'];

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the wait for a named pipe that has no writer', async (signal, code) => {
  using folder = temporaryFolder();
  const { child, done } = start(preview(pipeIn(folder.path)));
  for await (const [text] of on(child.stderr!, 'data')) if (String(text).includes('start')) break;
  child.kill(signal);
  expect((await done).code).toBe(code);
});

test('a signal ends the wait for a writer that says nothing more', async () => {
  using folder = temporaryFolder();
  const path = pipeIn(folder.path);
  const { child, done } = start(preview(path));
  // Open as soon as the other end is.
  const writer = await open(path, 'w');
  await writer.write('{}\n');
  child.kill('SIGINT');
  expect((await done).code).toBe(130);
  await writer.close();
});

test.each([
  ['plain', (text: Buffer) => text],
  ['zipped', (text: Buffer) => gzipSync(text)],
])('what comes through a named pipe is read as the file is: %s', async (_, form) => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'export.ndjson');
  writeExport(file, 3_000);
  const path = pipeIn(folder.path);
  const { done } = start(preview(path));
  await writeFile(path, form(readFileSync(file)));
  const [piped, read] = [await done, await mp2fb(preview(file))];
  expect([piped.code, piped.stdout]).toEqual([0, read.stdout]);
  expect(read.stdout).not.toBe('');
});

test('a writer that leaves without a word is the end of a named pipe', async () => {
  using folder = temporaryFolder();
  const path = pipeIn(folder.path);
  const { done } = start(preview(path));
  await (await open(path, 'w')).close();
  expect(await done).toMatchObject({ code: 0, stdout: '' });
});

test('a device without a word is an empty file', async () => {
  expect(await mp2fb(preview('/dev/null'))).toMatchObject({ code: 0, stdout: '' });
});

test('stdin that is a folder is an input that cannot be read', async () => {
  using folder = temporaryFolder();
  const run = await mp2fb(preview('-'), { stdinFrom: folder.path });
  expect([run.code, run.stdout, run.stderr]).toEqual([
    6,
    '',
    expect.stringContaining('stdin could not be read: it is a folder'),
  ]);
});

test('a dry run ends quietly when its reader leaves', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 20_000);
  const { child, done } = start(['upload', join(folder.path, 'export.ndjson'), '--dry-run', '--quiet']);
  child.stdout!.once('data', () => child.stdout!.destroy());
  const run = await done;
  expect(run.code).toBe(0);
  expect(run.stderr).toBe('');
});
