// The first two pages of LMDB's data file, which say where everything is. The database library trusts them, and damaged
// ones end the process: they are checked before it maps the file. Offsets: MDB_page and MDB_meta in mdb.c (0.9.90), for
// 64-bit systems with the least significant byte first, which are all that the library has programs for.

const META_FLAG = 0x08;
/** Bytes of a meta page that are in use. */
export const META_BYTES = 168;
const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const [MIN_PAGE, MAX_PAGE] = [512, 65_536];
const DEEPEST_TREE = 32;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
/** The last pages of a file may never have been written, because they were freed at once. */
const MAX_GROWTH = 16n;
const SLACK_BYTES = 16n * 1024n * 1024n;

const OFFSETS = {
  number: 0,
  flags: 18,
  magic: 24,
  version: 28,
  address: 32,
  free: 48,
  main: 96,
  last: 144,
  transaction: 152,
} as const;
const [DEPTH_OFFSET, ROOT_OFFSET] = [6, 40];

/** Page size in bytes, from the first meta page; 0: it is not a meta page. */
export const pageSizeOf = (page: Buffer): number => {
  const size = page.length < META_BYTES ? 0 : page.readUInt32LE(OFFSETS.free);
  return size >= MIN_PAGE && size <= MAX_PAGE && (size & (size - 1)) === 0 ? size : 0;
};

/** Number of the transaction that wrote a meta page. */
export const transactionOf = (page: Buffer): bigint => page.readBigUInt64LE(OFFSETS.transaction);

const isIndexSound = (page: Buffer, offset: number, lastPage: bigint): boolean => {
  const depth = page.readUInt16LE(offset + DEPTH_OFFSET);
  const root = page.readBigUInt64LE(offset + ROOT_OFFSET);
  if (root === NO_PAGE) return depth === 0;
  return depth >= 1 && depth <= DEEPEST_TREE && root >= 2n && root <= lastPage;
};

/** Whether meta page `number` (0 or 1) of a file of this size is one that the library can use. */
export const isMetaValid = (page: Buffer, number: 0 | 1, pageSize: number, fileBytes: number): boolean => {
  if (page.length < META_BYTES || pageSizeOf(page) !== pageSize) return false;
  const lastPage = page.readBigUInt64LE(OFFSETS.last);
  return (
    page.readBigUInt64LE(OFFSETS.number) === BigInt(number) &&
    page.readUInt16LE(OFFSETS.flags) === META_FLAG &&
    page.readUInt32LE(OFFSETS.magic) === MAGIC &&
    (page.readUInt32LE(OFFSETS.version) & 0xffff) === DATA_VERSION &&
    page.readBigUInt64LE(OFFSETS.address) === 0n &&
    lastPage >= 1n &&
    lastPage * BigInt(pageSize) <= BigInt(fileBytes) * MAX_GROWTH + SLACK_BYTES &&
    isIndexSound(page, OFFSETS.free, lastPage) &&
    isIndexSound(page, OFFSETS.main, lastPage)
  );
};
