import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cannotWrite, readFault, readTextFile } from '../../src/lib/file-errors.js';
import { newFolder } from '../support/surroundings.js';

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

describe('a text file that people write', () => {
  const read = (bytes: Buffer): Promise<string> => {
    const path = join(newFolder(), 'file');
    writeFileSync(path, bytes);
    return readTextFile(path);
  };
  const utf16 = Buffer.from('{"datasetId":"1"}', 'utf16le');

  test.each([
    ['with a byte order mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['without one', utf16],
    ['of the other byte order', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]).swap16()],
  ])('is refused as UTF-16 %s', async (_, bytes) => {
    const fault = await read(bytes).catch(readFault);
    expect(fault).toBe('it is UTF-16 text: save it as UTF-8');
  });

  test.each(['', '{}', '\ufeff{}', 'Kö', 'A'])('%j as UTF-8 is read without a byte order mark', async (text) =>
    expect(await read(Buffer.from(text))).toBe(text.replace('\ufeff', '')),
  );
});
