// What is around a test: temporary folders, clocks, random numbers. Exports and batches are in exports.ts and batches.ts,
// a Graph API with faults in fake-graph-api.ts, a process of the program in program.ts.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../src/lib/clock.js';

export { seededRandom } from '../../src/lib/random.js';

/** A new folder. It is removed with all others when the tests are over (folder-of-this-run.ts). */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mp2fb-test-'));

/** A new folder that is removed at the end of the block; use with `using`. */
export const temporaryFolder = (): { readonly path: string; [Symbol.dispose](): void } => {
  const path = newFolder();
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
};

/** Starts a server on a free port of this machine, and returns its address. */
export const urlOf = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** The text of a file; that of one that is not there is empty, as the rejects of a run without rejects. */
export const textAt = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** A clock that stops until it is advanced. Its sleep takes no time. */
export const clockAt = (ms: number): Clock & { advance(by: number): void } => ({
  now: () => ms,
  steady: () => ms,
  sleep: () => Promise.resolve(),
  advance: (by) => (ms += by),
});

/** A clock that jumps to the end of every sleep at once. */
export class JumpingClock implements Clock {
  #now = 1_795_219_200_000;
  /** How far someone set the machine's clock ahead. */
  setBy = 0;
  readonly slept: number[] = [];

  now(): number {
    return this.#now + this.setBy;
  }

  steady(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(new Error('aborted'));
    this.slept.push(milliseconds);
    this.#now += milliseconds;
    return Promise.resolve();
  }
}

/** Waits, in real time, until something outside this process is so. */
export const until = async (condition: () => boolean | Promise<boolean>, everyMs = 5): Promise<void> => {
  while (!(await condition())) await systemClock.sleep(everyMs);
};
