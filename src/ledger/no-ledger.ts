import { noRejectBook } from './rejects/other-books.js';
import type { Ledger } from '../model/ledger.js';

/** The ledger of a run that keeps none: everything is new, nothing is remembered. */
export const noLedger: Ledger = {
  claim: () => ({ kind: 'new' }),
  release: () => undefined,
  check: () => undefined,
  markInFlight: () => Promise.resolve(),
  settle: () => Promise.resolve(),
  isSettled: () => false,
  markSettled: () => Promise.resolve(),
  rejects: noRejectBook,
  close: () => Promise.resolve(),
};
