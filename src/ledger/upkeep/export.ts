import { entryMs, isUnknown } from '../store/entry.js';
import { ledgerFolders } from './folders.js';
import { FingerprintLog, NOWHERE } from '../memory/fingerprint-log.js';
import { journaledEvents, scan } from './scan.js';
import { destinationOf, openEach, type Store } from '../store/store.js';

/** One remembered event, as `mp2fb ledger export` prints it. */
interface ExportedEvent {
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

async function* eventsOf(store: Store): AsyncGenerator<Plain> {
  const journaled = new FingerprintLog();
  for (const { fingerprint, ms, isUnknown: isOpen } of journaledEvents(store)) {
    journaled.add(fingerprint);
    yield plain(fingerprint, isOpen, ms);
  }
  for await (const page of scan(store))
    for (const { fingerprint, entry } of page)
      if (journaled.position(fingerprint) === NOWHERE) yield plain(fingerprint, isUnknown(entry), entryMs(entry));
}

/** Every event in the ledgers of a directory; only reads. Rejects with LedgerError. */
export async function* exportLedger(directory: string): AsyncGenerator<ExportedEvent> {
  for await (const store of openEach(ledgerFolders(directory))) {
    const { api, id: destination } = destinationOf(store);
    for await (const event of eventsOf(store)) yield { api, destination, ...event };
  }
}
