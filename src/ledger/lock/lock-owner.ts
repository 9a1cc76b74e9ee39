import type { JsonObject } from '../../lib/json.js';
import type { Machine } from './machine.js';

/** A run that holds a ledger says so this often. */
export const SIGN_OF_LIFE_MS = 15_000;
/** A holder that nobody here can look at counts as gone when it gave no sign of life for so long. */
export const SILENCE_MS = 120_000;

/** The run that holds a ledger. */
export interface Holder extends Machine {
  /** Unlike that of any other hold. */
  readonly token: string;
  readonly runId: string;
  readonly pid: number;
  /** When the process started (`processStart`). */
  readonly start: string;
  readonly sinceMs: number;
  /** Its last sign of life. */
  readonly aliveMs: number;
  /** Whether it has given the ledger back. */
  readonly isReleased: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A holder as it was written. */
export const holderOf = (found: JsonObject): Holder => ({
  host: text(found['host']),
  boot: text(found['boot']),
  processes: text(found['processes']),
  token: text(found['token']),
  runId: text(found['runId']),
  pid: number(found['pid']),
  start: text(found['start']),
  sinceMs: number(found['sinceMs']),
  aliveMs: number(found['aliveMs']),
  isReleased: found['isReleased'] === true,
});

/** What can be seen from here. */
export interface Surroundings {
  readonly here: Machine;
  readonly nowMs: number;
  readonly isAlive: (pid: number) => boolean;
  readonly startOf: (pid: number) => string;
}

/** Whether a process can be looked at from here. */
export const canBeSeen = (holder: Holder, here: Machine): boolean =>
  holder.host === here.host && holder.boot === here.boot && holder.processes === here.processes;

/**
 * Whether a holder is gone without having given its hold back. A process that can be seen from here is looked at, its
 * start included, since numbers of processes are used again; any other counts as gone after two minutes of silence.
 */
export const isGone = (holder: Holder, { here, nowMs, isAlive, startOf }: Surroundings): boolean => {
  if (holder.isReleased) return true;
  // A clock that was set back must not keep a hold for ever, either.
  const isSilent = Math.abs(nowMs - holder.aliveMs) > SILENCE_MS;
  if (!canBeSeen(holder, here)) return isSilent;
  if (!isAlive(holder.pid)) return true;
  const start = startOf(holder.pid);
  return start === '' || holder.start === '' ? isSilent : start !== holder.start;
};

const nameOf = (holder: Holder): string =>
  `process ${holder.pid} on ${holder.host}, since ${new Date(holder.sinceMs).toISOString()} (run ${holder.runId})`;

/** Who took the ledger over from the run that reads this. */
export const overtakenMessage = (other: Holder): string =>
  `another run has taken over the ledger for this destination: ${nameOf(other)}. This run gave no heartbeat for too long, and ` +
  'sends and writes nothing more. Start it again when the other one has finished';

/** Who holds the ledger, for people. */
export const heldMessage = (holder: Holder, { here, nowMs }: Surroundings): string => {
  const silence = Math.max(0, Math.round((nowMs - holder.aliveMs) / 1_000));
  const advice = canBeSeen(holder, here)
    ? 'Wait until it has finished, or stop it'
    : `Its last sign of life came ${silence} s ago; after ${SILENCE_MS / 1_000} s without one it counts as dead`;
  return `another run holds the ledger for this destination: ${nameOf(holder)}. ${advice}`;
};
