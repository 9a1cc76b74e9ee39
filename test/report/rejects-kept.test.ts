import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RejectsFile } from '../../src/report/files/rejects-file.js';
import { blockOf } from '../support/mapped.js';
import { newFolder } from '../support/surroundings.js';

const pathIn = (): string => join(newFolder(), 'rejects.ndjson');

test('a rejects file that holds something is kept under another name', () => {
  const path = pathIn();
  writeFileSync(path, 'earlier\n');
  const file = new RejectsFile(path, []);
  file.close();
  expect(file.kept).toBe(`${path}.1`);
  expect([readFileSync(`${path}.1`, 'utf8'), existsSync(path)]).toEqual(['earlier\n', false]);
});

test('one that was kept before is not overwritten', () => {
  const path = pathIn();
  for (const text of ['first', 'second', 'third']) {
    writeFileSync(path, text);
    new RejectsFile(path, []).close();
  }
  expect([1, 2, 3].map((number) => readFileSync(`${path}.${number}`, 'utf8'))).toEqual(['first', 'second', 'third']);
});

const REJECT = { reason: 'not_json', message: 'x', line: 1, event: null, record: 0, id: null, raw: null } as const;

test.each([
  ['new, without rejects', () => undefined, 0, null],
  [
    'new, with one',
    () => undefined,
    1,
    '{"_reject":{"reason":"not_json","message":"x","file":"in","line":1,"event":null},"_raw":"x"}\n',
  ],
  ['empty before, without rejects: it may be there for a reason', (path: string) => writeFileSync(path, ''), 0, ''],
])('%s: what is left of it', (_, make, rejects, left) => {
  const path = pathIn();
  make(path);
  const file = new RejectsFile(path, []);
  file.write(
    Array.from({ length: rejects }, () => REJECT),
    'in',
    blockOf(['x']),
  );
  file.close();
  expect(file.holdsAll).toBe(rejects > 0);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : null).toBe(left);
  if (left !== null) expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each([
  ['by turns', ['one', 'other', 'one']],
  ['one of them has rejects, before the other ends', ['other', 'end of one']],
  ['one of them has rejects, after the other ended', ['end of one', 'other']],
])('two runs with the same rejects file at one time: every line is there: %s', (_, steps) => {
  const path = pathIn();
  const files = { one: new RejectsFile(path, []), other: new RejectsFile(path, []) };
  for (const step of steps)
    if (step === 'one' || step === 'other') files[step].write([REJECT], step, blockOf(['x']));
    else files.one.close();
  if (!steps.includes('end of one')) files.one.close();
  files.other.close();
  const inputs = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(inputs.map((line) => (JSON.parse(line) as { _reject: { file: string } })._reject.file)).toEqual(
    steps.filter((step) => step !== 'end of one'),
  );
});

test('its folder is removed during the run: a write says so, and the file can still be closed', () => {
  const folder = join(newFolder(), 'out');
  mkdirSync(folder);
  const file = new RejectsFile(join(folder, 'rejects.ndjson'), []);
  rmSync(folder, { recursive: true });
  for (let times = 0; times < 2; times += 1)
    expect(() => file.write([REJECT], 'in', blockOf(['x']))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  expect(() => file.close()).not.toThrow();
  expect(file.holdsAll).toBe(false);
});

test('what is no file of ours stays', () => {
  const file = new RejectsFile('/dev/null', []);
  file.close();
  expect(existsSync('/dev/null')).toBe(true);
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
