import { expect, test } from 'vitest';
import { cannotWrite, readFault } from '../../src/lib/file-errors.js';

const failed = (code?: string): Error => Object.assign(new Error('ENOENT: no such file, open /home/jane'), { code });

test.each([
  ['ENOENT', 'the folder nodir does not exist'],
  ['ENOSPC', 'the disk is full'],
  ['EACCES', 'permission denied'],
  ['EROFS', 'the disk is read-only'],
  ['EISDIR', 'it is a folder'],
  ['EXDEV', 'the system reports EXDEV'],
  [undefined, 'the system reports an unknown error'],
])('a write that fails with %s', (code, words) =>
  expect(cannotWrite('--report', '/data/nodir/r.json', failed(code)).message).toBe(
    `--report /data/nodir/r.json cannot be written: ${words}`,
  ),
);

test.each([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'this user may not read it'],
  ['EIO', 'the system reports EIO'],
])('a read that fails with %s', (code, words) => expect(readFault(failed(code))).toBe(words));
