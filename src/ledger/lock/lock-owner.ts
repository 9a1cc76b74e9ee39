// The owner of a lock: its stored form, whether it is alive, and its messages. Taking the lock is in lock.ts.

import { numberOrNull, textOrNull, type JsonObject } from '../../lib/json.js';
import { MS_PER_SECOND } from '../../lib/units.js';
import type { Machine } from './machine.js';

/** Interval between two heartbeats of the lock's owner. */
export const HEARTBEAT_MS = 15_000;
/** An owner on another machine counts as gone after this long without a heartbeat. */
export const LOCK_EXPIRY_MS = 120_000;

/** The run that has the lock of a ledger. */
export interface LockOwner extends Machine {
  /** Unique for each time the lock is taken. */
  readonly token: string;
  readonly runId: string;
  readonly pid: number;
  /** When the process started (`processStart`). */
  readonly start: string;
  readonly sinceMs: number;
  readonly aliveMs: number;
  readonly isReleased: boolean;
}

const text = (value: unknown): string => textOrNull(value) ?? '';
const number = (value: unknown): number => numberOrNull(value) ?? 0;

/** An owner from its stored form. */
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

/** What this machine knows about its processes. */
export interface Surroundings {
  readonly here: Machine;
  readonly nowMs: number;
  readonly isAlive: (pid: number) => boolean;
  readonly startOf: (pid: number) => string;
}

/** Whether this machine can see the owner's process. */
export const canBeSeen = (owner: LockOwner, here: Machine): boolean =>
  owner.host === here.host && owner.boot === here.boot && owner.processes === here.processes;

/**
 * Whether an owner is gone without having released its lock. A process of this machine is looked up, including its
 * start time, since process ids are reused; any other owner counts as gone after two minutes without a heartbeat.
 */
export const isGone = (owner: LockOwner, { here, nowMs, isAlive, startOf }: Surroundings): boolean => {
  if (owner.isReleased) return true;
  // abs: a clock that was set back must not keep the lock forever.
  const isSilent = Math.abs(nowMs - owner.aliveMs) > LOCK_EXPIRY_MS;
  if (!canBeSeen(owner, here)) return isSilent;
  if (!isAlive(owner.pid)) return true;
  const start = startOf(owner.pid);
  return start === '' || owner.start === '' ? isSilent : start !== owner.start;
};

const nameOf = (owner: LockOwner): string =>
  `process ${owner.pid} on ${owner.host}, since ${new Date(owner.sinceMs).toISOString()} (run ${owner.runId})`;

/** Says which run has taken over the ledger of this one. */
export const takenOverMessage = (other: LockOwner): string =>
  `another run has taken over the ledger for this destination: ${nameOf(other)}. This run gave no heartbeat for too long, and ` +
  'sends and writes nothing more. Start it again when the other one has finished';

/** Says which run has the lock; `what`: of which ledger. */
export const heldMessage = (
  owner: LockOwner,
  { here, nowMs }: Surroundings,
  what = 'another run has locked the ledger for this destination',
): string => {
  const silence = Math.max(0, Math.round((nowMs - owner.aliveMs) / MS_PER_SECOND));
  const advice = canBeSeen(owner, here)
    ? 'Wait until it has finished, or stop it'
    : `Wait until it has finished. If it was killed, its lock expires ${LOCK_EXPIRY_MS / MS_PER_SECOND} s after its last ` +
      `heartbeat, which was ${silence} s ago`;
  return `${what}: ${nameOf(owner)}. ${advice}`;
};
