// A process that marks chunks as in flight and as sent until it is killed. It prints `out N` and `sent N` once that is on
// disk.
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemClock } from '../../src/lib/clock.js';
import { openLedger } from '../../src/ledger/open.js';

/** Few, so that the kill often comes in the middle of a checkpoint. */
const CHECKPOINT_EVENTS = 10_000;

const EVENTS_PER_CHUNK = 1_000;
const CONCURRENCY = 4;

const [directory = '', first = '0'] = process.argv.slice(2);
let next = Number(first);

const say = (text: string): void => {
  writeSync(1, `${text}\n`);
};

const chunk = (number: number): Uint8Array =>
  Buffer.concat(
    Array.from({ length: EVENTS_PER_CHUNK }, (_, index) =>
      createHash('sha256').update(`${number}/${index}`).digest().subarray(0, 16),
    ),
  );

const ledger = await openLedger({
  directory,
  checkpointEvents: CHECKPOINT_EVENTS,
  destination: { baseUrl: 'https://graph.example.com', api: 'conversions', id: '1' },
  ...{ runId: 'victim', clock: systemClock, host: hostname(), pid: process.pid, isAlive: (pid) => pid === process.pid },
});
say('open');
const sendChunks = async (): Promise<void> => {
  for (;;) {
    const number = next;
    next += 1;
    const events = chunk(number);
    await ledger.markInFlight(events);
    say(`out ${number}`);
    await ledger.settle(events, new Uint8Array());
    say(`sent ${number}`);
  }
};
try {
  await Promise.all(Array.from({ length: CONCURRENCY }, sendChunks));
} catch (error) {
  say(`failed ${error instanceof Error ? `${error.constructor.name} ${error.message}` : 'otherwise'}`);
  process.exitCode = 4;
  await ledger.close().catch(() => undefined);
}
