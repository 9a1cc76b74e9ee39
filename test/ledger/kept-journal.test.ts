import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderName } from '../../src/ledger/store/destination.js';
import { journalOf } from '../../src/ledger/store/checkpoint.js';
import { openExisting } from '../../src/ledger/store/store.js';
import { exportLedger } from '../../src/ledger/upkeep/export.js';
import { ledgerInfo } from '../../src/ledger/upkeep/info.js';
import type { Ledger } from '../../src/model/ledger.js';
import {
  delivered,
  DESTINATION,
  fingerprints,
  inLedger,
  kinds,
  kindsThen,
  NONE,
  open,
  options,
  split,
} from './ledgers.js';
import { newFolder, seededRandom } from '../support/surroundings.js';

/** Events in the journal, and events in the index, of a ledger that no run holds. */
const placesOf = async (directory: string): Promise<{ journal: number; index: number }> => {
  const store = await openExisting(join(directory, folderName(DESTINATION)), 'look-up');
  const journal = journalOf(store).reduce((sum, { count }) => sum + count, 0);
  const { records } = store.events.recordsFrom(0, Infinity);
  await store.root.close();
  return { journal, index: records.length / 22 };
};

test('events stay in the journal until a checkpoint is worth it', async () => {
  const [directory, all] = [newFolder(), fingerprints(500)];
  const checkpointEvents = 350;
  await delivered(directory, all.subarray(0, 16 * 200), { checkpointEvents });
  expect(await placesOf(directory)).toEqual({ journal: 200, index: 0 });
  await delivered(directory, all.subarray(16 * 200, 16 * 300), { checkpointEvents });
  expect(await placesOf(directory)).toEqual({ journal: 300, index: 0 });
  await delivered(directory, all.subarray(16 * 300), { checkpointEvents });
  expect(await placesOf(directory)).toEqual({ journal: 0, index: 500 });
  expect(await kindsThen(directory, all)).toEqual(['sent']);
});

test('a shard leaves no journal, which others might have to read', async () => {
  const [directory, shard] = [newFolder(), { index: 1, of: 2, by: 'names' } as const];
  await delivered(directory, fingerprints(200), { shard });
  expect(await placesOf(join(directory, 'shard-1-of-2'))).toEqual({ journal: 0, index: 200 });
});

test('an event of an earlier run is sent, whatever this run gives up', async () => {
  const [directory, all] = [newFolder(), fingerprints(3)];
  await delivered(directory, all);
  await inLedger(directory, (ledger) => {
    expect(kinds(ledger, all)).toEqual(['sent', 'sent', 'sent']);
    ledger.release(all);
    expect(kinds(ledger, all)).toEqual(['sent', 'sent', 'sent']);
  });
});

/** What a ledger should know: events that were sent, and those that may have been. */
class Model {
  readonly sent = new Set<string>();
  readonly unknown = new Set<string>();

  kind(name: string): string {
    return this.sent.has(name) ? 'sent' : this.unknown.has(name) ? 'unknown' : 'new';
  }
}

const nameOf = (fingerprint: Uint8Array): string => Buffer.from(fingerprint).toString('hex');

/** One run: sends random chunks, of which some are delivered, some not, and some get no outcome. */
const run = async (ledger: Ledger, model: Model, all: readonly Uint8Array[], random: () => number): Promise<void> => {
  const taken = new Set<string>();
  const undecided: string[] = [];
  for (let chunk = 0; chunk < 12; chunk += 1) {
    const wanted = Array.from({ length: 1 + Math.floor(random() * 40) }, () => all[Math.floor(random() * all.length)]);
    const events = wanted.filter((event) => {
      const name = nameOf(event);
      const { kind } = ledger.claim(event);
      expect(kind).toBe(taken.has(name) ? 'duplicate' : model.kind(name));
      if (kind === 'new' || kind === 'unknown') taken.add(name);
      return kind === 'new' || kind === 'unknown';
    });
    await ledger.markInFlight(Buffer.concat(events));
    const border = Math.floor(random() * (events.length + 1));
    const [first, second] = [events.slice(0, border), events.slice(border)];
    const outcome = random();
    if (outcome < 0.2) undecided.push(...events.map(nameOf));
    else {
      await ledger.settle(Buffer.concat(first), outcome < 0.6 ? Buffer.concat(second) : NONE);
      if (outcome >= 0.6) await ledger.settle(Buffer.concat(second), NONE);
      for (const event of outcome < 0.6 ? first : events) model.sent.add(nameOf(event));
      if (outcome < 0.6) for (const event of second) taken.delete(nameOf(event));
    }
  }
  await ledger.close();
  for (const name of undecided) model.unknown.add(name);
  for (const name of model.sent) model.unknown.delete(name);
};

test.each([1, 2, 3])('runs, dry runs, info and export agree about every event, seed %i', async (seed) => {
  const [directory, random, model] = [newFolder(), seededRandom(seed), new Model()];
  const all = split(fingerprints(900));
  for (let round = 0; round < 10; round += 1) {
    await run(await open(directory, { checkpointEvents: 150 }), model, all, random);
    const previewed = await inLedger(directory, (preview) => kinds(preview, Buffer.concat(all)), { readOnly: true });
    expect(previewed).toEqual(all.map((event) => model.kind(nameOf(event))));
    const [info] = await ledgerInfo(directory, options(directory));
    expect(info).toMatchObject({ sent: model.sent.size, unknown: model.unknown.size });
    const exported = new Map<string, string>();
    for await (const { fingerprint, state } of exportLedger(directory)) {
      expect(exported.has(fingerprint)).toBe(false);
      exported.set(fingerprint, state);
    }
    expect(exported.size).toBe(model.sent.size + model.unknown.size);
    for (const [fingerprint, state] of exported) expect(state).toBe(model.kind(fingerprint));
  }
});
