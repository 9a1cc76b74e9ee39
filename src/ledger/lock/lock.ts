// The lock of one run on one ledger, and the fencing number that a run gets with it. The lock file (lock-file.ts) keeps
// two runs apart before either opens the database; the number, taken in a transaction of the database, is checked by
// each write in its own, so that a run that was paused and taken over writes nothing more.

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.js';
import { LedgerError, LedgerHeldError } from '../../lib/errors.js';
import { dataFileIdentity } from '../store/data-file.js';
import { ledgerError } from '../store/errors.js';
import { checkFence, fenced, raiseFence } from '../store/fence.js';
import { moveAside } from '../store/move-aside.js';
import { lockFileOf, lockFileState, ownerIn, releaseLockFile, renewLockFile, takeLockFile } from './lock-file.js';
import {
  canBeSeen,
  heldMessage,
  lockOwnerOf,
  isGone,
  takenOverMessage,
  HEARTBEAT_MS,
  type LockOwner,
  type Surroundings,
} from './lock-owner.js';
import { processStart, thisMachine } from './machine.js';
import { makeFolders, readAbout, type Store } from '../store/store.js';
import { dirname } from 'node:path';

const OWNER_KEY = 'holder';
const LAST_RUN = 'run';

/** A run that asks for the lock of a ledger. */
export interface Claimant {
  readonly runId: string;
  readonly clock: Clock;
  readonly host: string;
  readonly pid: number;
  /** Whether a process of this machine is running. */
  readonly isAlive: (pid: number) => boolean;
}

const surroundings = ({ clock, host, isAlive }: Claimant): Surroundings => ({
  here: thisMachine(host),
  nowMs: clock.now(),
  isAlive,
  startOf: processStart,
});

const unlessGone = (owner: LockOwner | null, claimant: Claimant): LockOwner | null =>
  owner === null || isGone(owner, surroundings(claimant)) ? null : owner;

/** The live owner in the lock file of a ledger's folder; null: none. Throws LedgerError. */
export const currentOwner = (folder: string, claimant: Claimant): LockOwner | null => {
  try {
    return unlessGone(ownerIn(lockFileOf(folder)), claimant);
  } catch (error) {
    throw ledgerError(folder, error);
  }
};

/** Throws LedgerHeldError if a live run has the lock of the ledger in a folder; `what` names the ledger. */
export const ensureUnlocked = (folder: string, claimant: Claimant, what: string): void => {
  const owner = currentOwner(folder, claimant);
  if (owner !== null) throw new LedgerHeldError(heldMessage(owner, surroundings(claimant), what));
};

const ownerInStore = (store: Store): LockOwner | null => {
  const found = readAbout(store, OWNER_KEY);
  return found === null ? null : lockOwnerOf(found);
};

/** The live owner in the ledger itself; null: none. */
export const currentStoreOwner = (store: Store, claimant: Claimant): LockOwner | null =>
  unlessGone(ownerInStore(store), claimant);

interface LockFile {
  readonly path: string;
  readonly owner: LockOwner;
  /** The previous owner, if it was gone without releasing the lock; else null. */
  readonly replaced: LockOwner | null;
}

const newOwner = ({ runId, pid, host, clock }: Claimant): LockOwner => {
  const nowMs = clock.now();
  const times = { start: processStart(pid), sinceMs: nowMs, aliveMs: nowMs };
  return { ...thisMachine(host), token: randomUUID(), runId, pid, ...times, isReleased: false };
};

/** A run on another machine may be paused and can resume at any moment. */
const mayWakeUp = (owner: LockOwner, { here }: Surroundings): boolean => !canBeSeen(owner, here) || owner.start === '';

/**
 * Takes the lock file of the ledger in a folder, which may not exist yet, also from an owner that is gone. Call it
 * before opening the database. Throws LedgerHeldError, LedgerError.
 */
export const takeLock = (folder: string, claimant: Claimant): LockFile => {
  const [path, owner] = [lockFileOf(folder), newOwner(claimant)];
  const around = surroundings(claimant);
  const refuse = (other: LockOwner): void => {
    if (!isGone(other, around)) throw new LedgerHeldError(heldMessage(other, around));
  };
  try {
    makeFolders(dirname(folder));
    const { replaced } = takeLockFile(path, owner, refuse);
    if (replaced !== null && mayWakeUp(replaced, around)) moveAside(folder);
    return { path, owner, replaced };
  } catch (error) {
    releaseLockFile(path, owner);
    throw ledgerError(folder, error);
  }
};

/** Releases a lock file whose ledger could not be opened. */
export const releaseLock = ({ path, owner }: LockFile): void => releaseLockFile(path, owner);

/** The lock of one run on one ledger. */
export class RunLock {
  /** The fencing number: runs that take the lock count up from 1. */
  readonly run: number;
  readonly #store: Store;
  readonly #claimant: Claimant;
  readonly #lock: LockFile;
  #owner: LockOwner;
  readonly #file: string | null;
  /** The state of the lock file that named this run; null: it has to be read. */
  #ownState: string | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(store: Store, claimant: Claimant, lock: LockFile, run: number) {
    this.#store = store;
    this.#claimant = claimant;
    this.#lock = lock;
    this.#owner = lock.owner;
    this.run = run;
    this.#file = dataFileIdentity(store.folder);
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#timer.unref();
  }

  /** Throws LedgerHeldError if another run has taken over, LedgerError if the ledger is no longer there. */
  check(): void {
    const { folder } = this.#store;
    this.#checkOwner();
    // Writes to a removed file would be lost.
    if (dataFileIdentity(folder) !== this.#file) {
      // This run may have been paused and taken over since the line above; the other run then moved the ledger.
      this.#checkOwner();
      throw new LedgerError(
        `the ledger in ${folder} was removed, moved or replaced while this run used it: put it back. What this run sent ` +
          'before that is recorded only there',
      );
    }
    checkFence(this.#store, this.run);
  }

  /** Writes in one transaction that first checks the fencing number (`fenced`). */
  async write(write: () => Iterable<Promise<unknown>>): Promise<void> {
    this.#checkOwner();
    await fenced(this.#store, this.run, write);
  }

  /** Stops the heartbeat; a lock that is not released expires with this process. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Releases the lock. Rejects with LedgerHeldError if a later run has taken it. */
  async release(): Promise<void> {
    this.stop();
    await this.write(() => [this.#store.about.remove(OWNER_KEY)]);
    releaseLock(this.#lock);
  }

  /** The owner in the lock file if it is another run; else null. */
  #other(): LockOwner | null {
    const state = lockFileState(this.#lock.path);
    if (state !== null && state === this.#ownState) return null;
    const owner = ownerIn(this.#lock.path);
    const isOwn = owner?.token === this.#owner.token;
    this.#ownState = isOwn ? state : null;
    return isOwn ? null : owner;
  }

  #checkOwner(): void {
    const other = this.#other();
    if (other !== null) throw new LedgerHeldError(takenOverMessage(other));
  }

  #beat(): void {
    try {
      if (this.#other() !== null) return;
      this.#owner = { ...this.#owner, aliveMs: this.#claimant.clock.now() };
      renewLockFile(this.#lock.path, this.#owner);
    } catch {
      // The next write fails for the same reason and reports it.
      return;
    }
    const owner = JSON.stringify(this.#owner);
    fenced(this.#store, this.run, () => [this.#store.about.put(OWNER_KEY, owner)]).catch(() => undefined);
  }
}

/** Takes the lock inside the database for the run that has the lock file. Throws LedgerHeldError, LedgerError. */
export const takeRunLock = (store: Store, claimant: Claimant, lock: LockFile): RunLock => {
  try {
    const run = store.about.transactionSync(() => {
      const other = currentStoreOwner(store, claimant);
      // The owner is a run of a version that has no lock files.
      if (other !== null && other.token !== lock.replaced?.token)
        throw new LedgerHeldError(heldMessage(other, surroundings(claimant)));
      const next = Number(store.about.get(LAST_RUN) ?? 0) + 1;
      store.about.putSync(LAST_RUN, String(next));
      store.about.putSync(OWNER_KEY, JSON.stringify(lock.owner));
      raiseFence(store, next);
      return next;
    });
    return new RunLock(store, claimant, lock, run);
  } catch (error) {
    throw error instanceof LedgerHeldError ? error : ledgerError(store.folder, error);
  }
};
