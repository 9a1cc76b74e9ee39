// Forgets events and settled inputs: by age, since a time, by fingerprints.

import { MS_PER_SECOND } from '../../lib/units.js';
import { FINGERPRINT_BYTES } from '../../model/mapped.js';
import { destinationOf, type Store } from '../store/store.js';
import type { Destination } from '../store/destination.js';
import { entryMs, isUnknown } from '../store/entry.js';
import type { Write } from '../store/bucket-page.js';
import { onEachLedger, type LedgerPlace } from './folders.js';
import type { Claimant } from '../lock/lock.js';
import { encodeReject } from '../rejects/entry.js';
import { idAt, storedRejects } from '../rejects/live-book.js';
import type { IndexedEvent } from '../store/buckets.js';
import { scan } from './scan.js';
import { inputKey, settledMs } from '../store/settled-inputs.js';

/** What was forgotten in the ledger of one destination. */
export interface Forgotten {
  readonly destination: Destination;
  readonly events: number;
  /** Inputs that the next run reads again although they are unchanged. */
  readonly inputs: number;
}

const removeEvents = async (
  store: Store,
  write: Write,
  isDoomed: (entry: IndexedEvent) => boolean,
): Promise<number> => {
  let removed = 0;
  for await (const page of scan(store)) {
    const doomed = page.filter(isDoomed).map(({ fingerprint }) => fingerprint);
    removed += await store.events.remove(write, Buffer.concat(doomed));
  }
  return removed;
};

const removeInputs = async (
  store: Store,
  write: Write,
  isDoomed: (key: string, text: string) => boolean,
): Promise<number> => {
  const doomed = Array.from(store.inputs.getRange({})).filter(({ key, value }) => isDoomed(key, value));
  await write(() => doomed.map(({ key }) => store.inputs.remove(key)));
  return doomed.length;
};

/** Forgets fixes: their rejects are open again, or removed if no input has them. */
const reopen = async (
  store: Store,
  write: Write,
  isDoomed: (id: string, fixedMs: number) => boolean,
): Promise<void> => {
  const { rejects } = store;
  if (rejects === undefined) return;
  const doomed = storedRejects(store).filter(({ id, fixedMs }) => fixedMs !== null && isDoomed(id, fixedMs));
  await write(() =>
    doomed.map(({ id, open }) =>
      open.length === 0 ? rejects.remove(id) : rejects.put(id, encodeReject({ fixedMs: null, open })),
    ),
  );
};

const idsOf = (fingerprints: Uint8Array): readonly string[] =>
  Array.from({ length: fingerprints.length / FINGERPRINT_BYTES }, (_, at) =>
    idAt(fingerprints, at * FINGERPRINT_BYTES),
  );

/**
 * Forgets events delivered before an instant (milliseconds since the epoch). Events of unknown outcome stay, because
 * sending them again needs a decision. Settled inputs stay, because a file that is still there would be sent again;
 * and so do rejects, because what was fixed must not be rejected as new, or sent a second time.
 */
export const prune = (directory: string, claimant: Claimant, beforeMs: number): Promise<readonly Forgotten[]> =>
  onEachLedger({ directory }, claimant, async (store, write) => ({
    destination: destinationOf(store),
    events: await removeEvents(store, write, ({ entry }) => !isUnknown(entry) && entryMs(entry) < beforeMs),
    inputs: 0,
  }));

/** Forgets events sent at or after an instant, and inputs settled since: the next run sends them again. */
export const forgetSince = (place: LedgerPlace, claimant: Claimant, sinceMs: number): Promise<readonly Forgotten[]> =>
  onEachLedger(place, claimant, async (store, write) => {
    // Inputs first: a crash in between must not leave one that is skipped while its events are forgotten.
    const inputs = await removeInputs(store, write, (_, text) => settledMs(text) >= sinceMs);
    await reopen(store, write, (_, fixedMs) => fixedMs >= sinceMs);
    // Entries keep whole seconds.
    const events = await removeEvents(store, write, ({ entry }) => entryMs(entry) > sinceMs - MS_PER_SECOND);
    return { destination: destinationOf(store), events, inputs };
  });

/**
 * Forgets that an input was settled, by its absolute path, and all events with these fingerprints, those of the input:
 * the next run reads it and sends them again.
 */
export const forgetInput = (
  place: LedgerPlace,
  claimant: Claimant,
  input: { readonly path: string; readonly fingerprints: () => AsyncIterable<Uint8Array> },
): Promise<readonly Forgotten[]> =>
  onEachLedger(place, claimant, async (store, write) => {
    const inputs = await removeInputs(store, write, (key) => key === inputKey(input.path));
    let events = 0;
    for await (const some of input.fingerprints()) {
      const ids = new Set(idsOf(some));
      await reopen(store, write, (id) => ids.has(id));
      events += await store.events.remove(write, some);
    }
    return { destination: destinationOf(store), events, inputs };
  });
