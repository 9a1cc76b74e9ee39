import type { JsonObject } from '../../lib/json.js';
import type { Machine } from './machine.js';

/** A run that holds a ledger says so this often. */
export const HEARTBEAT_MS = 15_000;
/** A owner that nobody here can look at counts as gone when it gave no sign of life for so long. */
export const SILENCE_MS = 120_000;

/** The run that holds a ledger. */
export interface LockOwner extends Machine {
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

/** A owner as it was written. */
export const lockOwnerOf = (found: JsonObject): LockOwner => ({
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
export const canBeSeen = (owner: LockOwner, here: Machine): boolean =>
  owner.host === here.host && owner.boot === here.boot && owner.processes === here.processes;

/**
 * Whether a owner is gone without having given its hold back. A process that can be seen from here is looked at, its
 * start included, since numbers of processes are used again; any other counts as gone after two minutes of silence.
 */
export const isGone = (owner: LockOwner, { here, nowMs, isAlive, startOf }: Surroundings): boolean => {
  if (owner.isReleased) return true;
  // A clock that was set back must not keep a hold for ever, either.
  const isSilent = Math.abs(nowMs - owner.aliveMs) > SILENCE_MS;
  if (!canBeSeen(owner, here)) return isSilent;
  if (!isAlive(owner.pid)) return true;
  const start = startOf(owner.pid);
  return start === '' || owner.start === '' ? isSilent : start !== owner.start;
};

const nameOf = (owner: LockOwner): string =>
  `process ${owner.pid} on ${owner.host}, since ${new Date(owner.sinceMs).toISOString()} (run ${owner.runId})`;

/** Who took the ledger over from the run that reads this. */
export const overtakenMessage = (other: LockOwner): string =>
  `another run has taken over the ledger for this destination: ${nameOf(other)}. This run gave no heartbeat for too long, and ` +
  'sends and writes nothing more. Start it again when the other one has finished';

/** Who holds the ledger, for people. */
export const heldMessage = (owner: LockOwner, { here, nowMs }: Surroundings): string => {
  const silence = Math.max(0, Math.round((nowMs - owner.aliveMs) / 1_000));
  const advice = canBeSeen(owner, here)
    ? 'Wait until it has finished, or stop it'
    : `Last heartbeat ${silence} s ago; the lock expires after ${SILENCE_MS / 1_000} s without one`;
  return `another run has locked the ledger for this destination: ${nameOf(owner)}. ${advice}`;
};
