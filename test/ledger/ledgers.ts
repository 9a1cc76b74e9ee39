import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLedger, type LedgerOptions } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';

export const DESTINATION = { baseUrl: 'https://graph.example.com', api: 'conversions', id: '260000000000026' };
export const NOW_MS = Date.parse('2026-03-01T08:00:00Z');

/** A folder that goes away with the test. */
export const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mp2fb-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A clock that stands until it is turned. */
export const fixedClock = (start = NOW_MS) => ({
  ms: start,
  now() {
    return this.ms;
  },
  sleep: () => Promise.resolve(),
});

export const options = (directory: string, more: Partial<LedgerOptions> = {}): LedgerOptions => ({
  directory,
  destination: DESTINATION,
  runId: 'run-1',
  clock: fixedClock(),
  host: 'till.example.com',
  pid: process.pid,
  isAlive: () => true,
  ...more,
});

export const open = (directory: string, more: Partial<LedgerOptions> = {}): Promise<Ledger> =>
  openLedger(options(directory, more));

export const fingerprints = (count: number): Uint8Array => randomBytes(count * 16);

export const NONE = new Uint8Array();

export const split = (all: Uint8Array): Uint8Array[] =>
  Array.from({ length: all.length / 16 }, (_, index) => all.subarray(index * 16, index * 16 + 16));

export const kinds = (ledger: Ledger, all: Uint8Array): string[] => split(all).map((one) => ledger.claim(one).kind);

/** A ledger after a run that delivered these events. */
export const delivered = async (
  directory: string,
  all: Uint8Array,
  more: Partial<LedgerOptions> = {},
): Promise<void> => {
  const ledger = await open(directory, more);
  await ledger.markInFlight(all);
  await ledger.settle(all, NONE);
  await ledger.close();
};
