import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readOptionsOf } from '../../src/read/flags.js';
import { temporaryFolder } from '../support/surroundings.js';

test.each([
  ['of the manifest', {}, { delimiter: ';', timeZone: 'Europe/Berlin' }],
  ['of a flag, which beats it', { csvDelimiter: 'tab' }, { delimiter: '\t', timeZone: 'Europe/Berlin' }],
  ['of a flag, for Hive', { csvDelimiter: '^A' }, { delimiter: '\u0001', timeZone: 'Europe/Berlin' }],
  ['of both flags', { csvDelimiter: ',', csvTimeZone: 'UTC' }, { delimiter: ',', timeZone: 'UTC' }],
])('the delimiter and the time zone are those %s', async (_what, flags, csv) => {
  using folder = temporaryFolder();
  const columns = [{ action: 'ignore', column: 'a' }];
  writeFileSync(join(folder.path, 'm.json'), JSON.stringify({ delimiter: ';', timeZone: 'Europe/Berlin', columns }));
  const ports = { cwd: folder.path, stdin: () => Readable.from([]) };
  const options = await readOptionsOf({ csvManifest: 'm.json', ...flags }, ports);
  expect(options.csv).toMatchObject(csv);
});
