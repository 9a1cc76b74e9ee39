import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { LedgerError, LedgerHeldError } from '../../src/lib/errors.js';
import { folderName } from '../../src/ledger/store/destination.js';
import type * as dataFile from '../../src/ledger/store/data-file.js';
import { DESTINATION, open } from './ledgers.js';
import { newFolder } from '../support/surroundings.js';

const pause = vi.hoisted(() => ({ meanwhile: () => {} }));
vi.mock(import('../../src/ledger/store/data-file.js'), async (original): Promise<typeof dataFile> => {
  const actual = await original();
  return {
    ...actual,
    dataFileIdentity(folder) {
      pause.meanwhile();
      return actual.dataFileIdentity(folder);
    },
  };
});

test.each([
  ['is taken over', true, LedgerHeldError],
  ['loses its folder', false, LedgerError],
] as const)('a run that %s between two looks of one check says so', async (_, isTaken, error) => {
  const directory = newFolder();
  const ledger = await open(directory);
  const folder = join(directory, folderName(DESTINATION));
  pause.meanwhile = () => {
    pause.meanwhile = () => {};
    if (isTaken)
      writeFileSync(`${folder}.lock`, JSON.stringify({ host: 'till', token: 'other', runId: 'run-2', pid: 1 }));
    renameSync(folder, `${folder}.aside`);
  };
  expect(() => ledger.check()).toThrow(error);
  await ledger.close().catch(() => undefined);
});
