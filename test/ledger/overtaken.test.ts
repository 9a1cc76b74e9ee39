import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { LedgerError, LedgerHeldError } from '../../src/lib/errors.js';
import { folderName } from '../../src/ledger/store/destination.js';
import { DESTINATION, open } from './ledgers.js';
import { newFolder } from '../support/surroundings.js';

/** Does something once, before the next look at a ledger's data file. */
const beforeNextLook = (meanwhile: () => void): void => {
  const { statSync } = fs;
  vi.spyOn(fs, 'statSync').mockImplementation(((path: string, options: object) => {
    if (path.endsWith('data.mdb')) {
      resume();
      meanwhile();
    }
    return statSync(path, options);
  }) as typeof statSync);
  syncBuiltinESMExports();
};

const resume = (): void => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
};

afterEach(resume);

test.each([
  ['is taken over', true, LedgerHeldError],
  ['loses its folder', false, LedgerError],
] as const)('a run that %s between two looks of one check says so', async (_, isTaken, error) => {
  const directory = newFolder();
  const ledger = await open(directory);
  const folder = join(directory, folderName(DESTINATION));
  const other = JSON.stringify({ host: 'till', token: 'other', runId: 'run-2', pid: 1 });
  beforeNextLook(() => {
    if (isTaken) fs.writeFileSync(`${folder}.lock`, other);
    fs.renameSync(folder, `${folder}.aside`);
  });
  expect(() => ledger.check()).toThrow(error);
  await ledger.close().catch(() => undefined);
});
