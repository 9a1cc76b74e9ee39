// Recognises compressed bytes by their start. The decompressors are loaded when needed: gunzip.ts, unzstd.ts.

const ZSTD_MAGIC_BYTES = 4;
const FRAME = 0xfd2fb528;
/** Skippable frames, which contain no text; the last four bits are free. */
const SKIPPABLE_FRAME = 0x184d2a50;
const SKIPPABLE_KINDS = 16;

/** Whether bytes begin as every gzip file does (RFC 1952, 2.3.1). */
export const looksLikeGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Whether bytes begin as a zstd frame does (RFC 8878, 3.1). */
export const looksLikeZstd = (bytes: Buffer): boolean => {
  if (bytes.length < ZSTD_MAGIC_BYTES) return false;
  const magic = bytes.readUInt32LE(0);
  return magic === FRAME || magic - (magic % SKIPPABLE_KINDS) === SKIPPABLE_FRAME;
};
