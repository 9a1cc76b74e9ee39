import { randomBytes } from 'node:crypto';
import { openLedger, type LedgerOptions } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { clockAt } from '../support/surroundings.js';

export const DESTINATION = { baseUrl: 'https://graph.example.com', api: 'conversions', id: '260000000000026' };
export const NOW_MS = Date.parse('2026-03-01T08:00:00Z');

export const options = (directory: string, more: Partial<LedgerOptions> = {}): LedgerOptions => ({
  directory,
  destination: DESTINATION,
  runId: 'run-1',
  clock: clockAt(NOW_MS),
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

/** What `ask` finds in a ledger that is open for it alone. */
export const inLedger = async <Found>(
  directory: string,
  ask: (ledger: Ledger) => Found | Promise<Found>,
  more: Partial<LedgerOptions> = {},
): Promise<Awaited<Found>> => {
  const ledger = await open(directory, more);
  const found = await ask(ledger);
  await ledger.close();
  return found;
};

/** What the next run finds out about groups of events, each of one kind. */
export const kindsThen = (directory: string, ...groups: Uint8Array[]): Promise<string[]> =>
  inLedger(directory, (ledger) => groups.map((group) => [...new Set(kinds(ledger, group))].join()));

/** A ledger after a run that delivered these events. */
export const delivered = async (
  directory: string,
  all: Uint8Array,
  more: Partial<LedgerOptions> = {},
): Promise<void> => {
  await inLedger(
    directory,
    async (ledger) => {
      await ledger.markInFlight(all);
      await ledger.settle(all, NONE);
    },
    more,
  );
};
