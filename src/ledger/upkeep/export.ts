import { journalOf } from '../store/checkpoint.js';
import { entryMs, isUnknown } from '../store/entry.js';
import { ledgerFolders } from './folders.js';
import { FingerprintLog, NOWHERE } from '../memory/fingerprint-log.js';
import { IN_FLIGHT, NOT_SENT, SENT } from '../store/journal.js';
import { entryOf } from '../store/lookup.js';
import { scan } from './scan.js';
import { destinationOf, openExisting, type Store } from '../store/store.js';

/** One remembered event, as `mp2fb ledger export` prints it. */
export interface ExportedEvent {
  readonly api: string;
  readonly destination: string;
  /** Lower-case hex. */
  readonly fingerprint: string;
  readonly state: 'sent' | 'unknown';
  /** When it was sent: ISO 8601, UTC, whole seconds. */
  readonly at: string;
}

type Plain = Pick<ExportedEvent, 'fingerprint' | 'state' | 'at'>;

const plain = (fingerprint: Uint8Array, isUnknownOutcome: boolean, ms: number): Plain => ({
  fingerprint: Buffer.from(fingerprint).toString('hex'),
  state: isUnknownOutcome ? 'unknown' : 'sent',
  at: new Date(ms).toISOString(),
});

/** Events of the journal of which the index does not know as much. */
function* journaledEvents(store: Store): Generator<Plain> {
  for (const entry of journalOf(store))
    for (let position = 0; position < entry.count; position += 1) {
      const fingerprint = entry.fingerprint(position);
      const state = entry.state(position);
      const known = state === NOT_SENT ? null : entryOf(store, fingerprint);
      if (state !== NOT_SENT && (known === null || (isUnknown(known) && state === SENT)))
        yield plain(fingerprint, state === IN_FLIGHT, entry.seconds * 1_000);
    }
}

async function* eventsOf(store: Store): AsyncGenerator<Plain> {
  const journaled = new FingerprintLog();
  for (const event of journaledEvents(store)) {
    journaled.add(Buffer.from(event.fingerprint, 'hex'));
    yield event;
  }
  for await (const page of scan(store))
    for (const { fingerprint, entry } of page)
      if (journaled.position(fingerprint) === NOWHERE) yield plain(fingerprint, isUnknown(entry), entryMs(entry));
}

/** Every event that the ledgers of a directory remember; reads only. Rejects with LedgerError. */
export async function* exportLedger(directory: string): AsyncGenerator<ExportedEvent> {
  for (const folder of ledgerFolders(directory)) {
    const store = await openExisting(folder, 'read');
    try {
      const { api, id: destination } = destinationOf(store);
      for await (const event of eventsOf(store)) yield { api, destination, ...event };
    } finally {
      await store.root.close();
    }
  }
}
