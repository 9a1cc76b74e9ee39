import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.js';
import { LedgerError, LedgerHeldError } from '../../lib/errors.js';
import { dataFileIdentity } from '../store/data-file.js';
import { durable, ledgerError } from '../store/errors.js';
import { heldMessage, holderOf, isGone, SIGN_OF_LIFE_MS, type Holder, type Surroundings } from './lock-owner.js';
import { processStart, thisMachine } from './machine.js';
import { readAbout, type Store } from '../store/store.js';

const HOLDER = 'holder';
const LAST_RUN = 'run';

/** Who wants to hold a ledger. */
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

/** The run that holds a ledger, gone ones left out. */
export const currentHolder = (store: Store, claimant: Claimant): Holder | null => {
  const found = readAbout(store, HOLDER);
  if (found === null) return null;
  const holder = holderOf(found);
  return isGone(holder, surroundings(claimant)) ? null : holder;
};

/** The hold of one run on one ledger; it lies in the database, whose transactions let only one take it. */
export class Hold {
  /** Number of this run among all that held the ledger. */
  readonly run: number;
  readonly #store: Store;
  readonly #clock: Clock;
  #holder: Holder;
  readonly #file: string | null;
  readonly #timer: NodeJS.Timeout;

  constructor(store: Store, claimant: Claimant, holder: Holder, run: number) {
    this.#store = store;
    this.#clock = claimant.clock;
    this.#holder = holder;
    this.run = run;
    this.#file = dataFileIdentity(store.folder);
    this.#timer = setInterval(() => this.#giveSign(), SIGN_OF_LIFE_MS);
    this.#timer.unref();
  }

  /** Throws LedgerHeldError when another run took this one for dead, LedgerError when the ledger is no longer there. */
  check(): void {
    const { folder } = this.#store;
    // What is written to a file that was removed is written to nowhere.
    if (dataFileIdentity(folder) !== this.#file)
      throw new LedgerError(
        `the ledger in ${folder} was removed, moved or replaced while this run used it: put it back. What this run sent ` +
          'before that is remembered there alone',
      );
    // Reads go on seeing what was there when they began until they are told to look again.
    this.#store.about.resetReadTxn();
    const holder = readAbout(this.#store, HOLDER);
    if (holder?.['token'] !== this.#holder.token)
      throw new LedgerHeldError(
        'another run has taken over the ledger for this destination, since this one gave no sign of life for too long. ' +
          'Start again when it has finished',
      );
  }

  /** Gives no more signs of life; a hold that is not released is taken over once this process is gone. */
  stop(): void {
    clearInterval(this.#timer);
  }

  async release(): Promise<void> {
    this.stop();
    if (readAbout(this.#store, HOLDER)?.['token'] === this.#holder.token)
      await durable(this.#store.folder, this.#store.about.remove(HOLDER));
  }

  #giveSign(): void {
    if (readAbout(this.#store, HOLDER)?.['token'] !== this.#holder.token) return;
    this.#holder = { ...this.#holder, aliveMs: this.#clock.now() };
    // When this fails, so does the next write that somebody waits for, which tells it.
    durable(this.#store.folder, this.#store.about.put(HOLDER, JSON.stringify(this.#holder))).catch(() => undefined);
  }
}

const newHolder = (claimant: Claimant): Holder => {
  const { runId, pid, host, clock } = claimant;
  const [sinceMs, aliveMs] = [clock.now(), clock.now()];
  return { ...thisMachine(host), token: randomUUID(), runId, pid, start: processStart(pid), sinceMs, aliveMs };
};

/** Takes the ledger for one run, from a crashed one if need be. Throws LedgerHeldError, LedgerError. */
export const takeHold = (store: Store, claimant: Claimant): Hold => {
  const holder = newHolder(claimant);
  try {
    const run = store.about.transactionSync(() => {
      const other = currentHolder(store, claimant);
      if (other !== null) throw new LedgerHeldError(heldMessage(other, surroundings(claimant)));
      const next = Number(store.about.get(LAST_RUN) ?? 0) + 1;
      store.about.putSync(LAST_RUN, String(next));
      store.about.putSync(HOLDER, JSON.stringify(holder));
      return next;
    });
    return new Hold(store, claimant, holder, run);
  } catch (error) {
    throw error instanceof LedgerHeldError ? error : ledgerError(store.folder, error);
  }
};
