import { noRejectBook } from './rejects/other-books.js';
import type { Ledger } from '../model/ledger.js';

const NEW = { kind: 'new' } as const;

/** The ledger of a run without one: every event is new, and nothing is remembered. */
export const noLedger: Ledger = {
  claim: () => NEW,
  release: () => undefined,
  check: () => undefined,
  markInFlight: () => Promise.resolve(),
  settle: () => Promise.resolve(),
  isSettled: () => false,
  markSettled: () => Promise.resolve(),
  rejects: noRejectBook,
  close: () => Promise.resolve(),
};
