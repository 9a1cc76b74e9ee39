// Lists the open rejects of ledgers. Deciding which rejects are known is in live-book.ts.

import { formatOrigin, type Origin } from '../../model/origin.js';
import type { RejectReason } from '../../model/reasons.js';
import { withShardFolders } from '../shard-folder.js';
import { destinationOf, openEach, type Store } from '../store/store.js';
import { ledgerFolders } from '../upkeep/folders.js';
import { decodeReject } from './entry.js';

/** One open reject, as `mp2fb ledger rejects` prints it. */
export interface ListedReject {
  readonly api: string;
  readonly destination: string;
  /** FILE:LINE or FILE:LINE:EVENT, where a run met it last. */
  readonly origin: string;
  readonly reason: RejectReason;
  /** When a run met it first: ISO 8601, UTC. */
  readonly since: string;
}

interface Placed extends Origin {
  readonly listed: ListedReject;
}

interface Stored {
  readonly id: string;
  readonly fixed: boolean;
  readonly rejects: readonly Placed[];
}

function* storedIn(store: Store): Generator<Stored> {
  const { api, id: destination } = destinationOf(store);
  for (const { key, value } of store.rejects?.getRange({}) ?? []) {
    const { fixedMs, open } = decodeReject(value);
    const rejects = open.map(({ file, line, event, reason, sinceMs }) => {
      const origin = formatOrigin({ file, line, event });
      const listed = { api, destination, origin, reason, since: new Date(sinceMs).toISOString() };
      return { listed, file, line, event };
    });
    yield { id: `${api} ${destination} ${key}`, fixed: fixedMs !== null, rejects };
  }
}

const inFileOrder = (a: Placed, b: Placed): number =>
  a.file === b.file ? a.line - b.line || (a.event ?? 0) - (b.event ?? 0) : a.file < b.file ? -1 : 1;

/**
 * The open rejects in the ledgers of a directory, including those of shards, by file and line; only reads. A reject that
 * was fixed in one ledger is open in none. Rejects with LedgerError.
 */
export const openRejects = async (directory: string): Promise<readonly ListedReject[]> => {
  const folders = withShardFolders(directory).flatMap(ledgerFolders);
  const closed = new Set<string>();
  const found: Placed[] = [];
  for await (const store of openEach(folders)) for (const { id, fixed } of storedIn(store)) if (fixed) closed.add(id);
  for await (const store of openEach(folders))
    for (const { id, rejects } of storedIn(store)) {
      if (closed.has(id)) continue;
      // If the work was divided differently before, two ledgers may have it.
      closed.add(id);
      found.push(...rejects);
    }
  return found.sort(inFileOrder).map(({ listed }) => listed);
};
