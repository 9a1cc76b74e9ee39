import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RejectsFile } from '../../src/report/files/rejects-file.js';
import { newFolder } from '../support/surroundings.js';

const pathIn = (): string => join(newFolder(), 'rejects.ndjson');

test('a rejects file that holds something is kept under another name', () => {
  const path = pathIn();
  writeFileSync(path, 'earlier\n');
  const file = new RejectsFile(path, []);
  file.close();
  expect(file.kept).toBe(`${path}.1`);
  expect([readFileSync(`${path}.1`, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['earlier\n', '']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each([
  ['an empty one', (path: string) => writeFileSync(path, '')],
  ['none', () => undefined],
])('%s is not', (_, make) => {
  const path = pathIn();
  make(path);
  const file = new RejectsFile(path, []);
  file.close();
  expect([file.kept, existsSync(`${path}.1`)]).toEqual([null, false]);
});
