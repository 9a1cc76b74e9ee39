import type { MetReject, RejectBook } from '../../model/rejects.js';
import type { Store } from '../store/store.js';
import { isOfEvent, knownSinceOf, NO_ENTRY } from './entry.js';
import { idAt, isFixedEntry, isFixedEvent, storedReject } from './live-book.js';

/** For a run without a ledger: every reject is new, and none is remembered. */
export const noRejectBook: RejectBook = {
  meet: () => null,
  sent: () => undefined,
  fixed: () => undefined,
  isFixed: () => false,
  isEventFixed: () => false,
  isOfEvent: () => false,
  inputRead: () => undefined,
  flush: () => Promise.resolve(),
};

/** No run has this number. */
const NO_RUN = -1;

/** For a ledger that is only read: it knows earlier rejects and remembers no new ones. */
export const readOnlyRejectBook = (store: Store | null): RejectBook => {
  const meet: RejectBook['meet'] = ({ id, reason }, settings, knownElsewhere = null) => {
    const entry = store === null ? null : storedReject(store, id);
    const asking = { run: NO_RUN, nowMs: 0, settings };
    return entry === null ? knownElsewhere : (knownSinceOf(entry, reason, asking) ?? knownElsewhere);
  };
  const isFixed = (fingerprints: Uint8Array, offset: number): boolean =>
    store !== null && isFixedEntry(storedReject(store, idAt(fingerprints, offset)));
  const isEventFixed = (id: string): boolean => store !== null && isFixedEvent(storedReject(store, id));
  return {
    ...noRejectBook,
    meet,
    isFixed,
    isEventFixed,
    isOfEvent: (id) => store !== null && isOfEvent(storedReject(store, id) ?? NO_ENTRY),
  };
};

/** For work that was divided differently before: rejects in those ledgers, which are only read, are known too. */
export const combinedRejectBook = (own: RejectBook, earlier: readonly RejectBook[]): RejectBook => {
  const elsewhere = (reject: MetReject, settings: string): number | null => {
    const known = earlier.map((book) => book.meet(reject, settings)).filter((since) => since !== null);
    return known.length === 0 ? null : Math.min(...known);
  };
  const isOfEventElsewhere = (id: string): boolean => earlier.some((book) => book.isOfEvent(id));
  return {
    meet: (reject, settings) => own.meet(reject, settings, elsewhere(reject, settings)),
    sent(fingerprints, offset) {
      own.sent(fingerprints, offset);
      const id = idAt(fingerprints, offset);
      if (isOfEventElsewhere(id)) own.fixed(id, true);
    },
    fixed: (id) => own.fixed(id, isOfEventElsewhere(id)),
    isFixed: (fingerprints, offset) => [own, ...earlier].some((book) => book.isFixed(fingerprints, offset)),
    isEventFixed: (id) => [own, ...earlier].some((book) => book.isEventFixed(id)),
    isOfEvent: (id) => own.isOfEvent(id) || isOfEventElsewhere(id),
    inputRead: (file, hasLeftOut) => own.inputRead(file, hasLeftOut),
    flush: () => own.flush(),
  };
};
