// The areas of the module's memory. Nothing is allocated while it runs: each area has a fixed address, and each block
// of records fills the areas from their start. The names and tables of this program (AssemblyScript's static data) are
// below ROWS. Before each record, `hasRoom` (block.ts) checks that it fits into all of them, whatever it contains.

const KB: usize = 1024;
const MB: usize = 1024 * KB;

/** A row of facts for each event, in columns (`rows.ts`). */
export const ROWS: usize = 1 * MB;
/** Sixteen bytes for each event, in the order of the rows. */
export const FINGERPRINTS: usize = 6 * MB;
/** The block's bytes, as read, and PADDING zeros after them. */
export const INPUT: usize = 8 * MB;
export const INPUT_BYTES: usize = 4 * MB;
export const PADDING: usize = 64;
/** The events' JSON, one a line. */
export const OUTPUT: usize = 12 * MB;
/** Texts to be hashed that are not in the input as they are. */
export const MESSAGES: usize = 28 * MB;
export const MESSAGES_END: usize = 44 * MB;
/** The texts to be hashed, and where their digests go (`hash-queue.ts`). */
export const QUEUE: usize = 44 * MB;
export const QUEUE_END: usize = 52 * MB;
/** Where TypeScript writes the settings (`settings.ts`), and an answer for `learn`. */
export const SETTINGS: usize = 52 * MB;
export const ANSWER: usize = 53 * MB;
/** Where the block's records start and end in the input, four bytes each, as TypeScript writes them. */
export const STARTS: usize = 53 * MB + 256 * KB;
export const ENDS: usize = 53 * MB + 512 * KB;
export const MOST_RECORDS: u32 = 64 * 1024;
/** The events that are skipped (`skips.ts`). */
export const SKIPS: usize = 53 * MB + 768 * KB;
/** Slots and entries of the memo (`memo.ts`). */
export const MEMO_SLOTS: usize = 54 * MB;
export const MEMO_ENTRIES: usize = 56 * MB;
export const MEMO_END: usize = 82 * MB;
