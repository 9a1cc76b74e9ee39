import { LedgerHeldError } from '../../lib/errors.js';
import { durable } from './errors.js';
import type { Store } from './store.js';

const RUN = 'run';

/** Thrown if a write finds that another run has the ledger. */
const overtaken = (folder: string): LedgerHeldError =>
  new LedgerHeldError(
    `another run has taken over the ledger in ${folder}, since this one gave no heartbeat for too long. This run writes nothing ` +
      'more; start it again when the other one has finished',
  );

/** Makes a run the only one that may write. Call it in the transaction in which the run takes the lock. */
export const raiseFence = (store: Store, run: number): void => {
  store.fence?.putSync(RUN, '', run);
};

/** The run that may write; null: none has taken the ledger yet. */
const fenceOf = (store: Store): number | null => store.fence?.getEntry(RUN)?.version ?? null;

/**
 * Performs writes in one transaction that also checks that no later run has taken the ledger. Resolves when they are on
 * disk; rejects with LedgerHeldError if a later run has taken it, with LedgerError if they fail.
 */
export const fenced = async (store: Store, run: number, write: () => Iterable<Promise<unknown>>): Promise<void> => {
  const { fence } = store;
  if (fence === null) throw new Error('a ledger that is only read cannot be written');
  const writes = new Set<Promise<unknown>>();
  const isCurrent = fence.ifVersion(RUN, run, () => {
    // Each of these promises fails with the transaction; one that is not awaited would be an unhandled rejection.
    for (const one of write()) writes.add(one);
  });
  await durable(store.folder, Promise.all([isCurrent, ...writes]));
  if (!(await isCurrent)) throw overtaken(store.folder);
};

/** Throws LedgerHeldError when a later run has taken the ledger. */
export const checkFence = (store: Store, run: number): void => {
  // Reads return the data as of the start of their transaction, so a new one is needed.
  store.fence?.resetReadTxn();
  if (fenceOf(store) !== run) throw overtaken(store.folder);
};
