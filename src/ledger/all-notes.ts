import { decodeNote, type Note } from './note.js';
import type { Store } from './store.js';

/** The notes that lie in the ledger: those of the run under way, or what a crashed one left. */
export const allNotes = (store: Store): readonly Note[] =>
  Array.from(store.notes.getRange({}), ({ key, value }) => decodeNote(key, value));
