const PUBLIC_KEY_SESSION = 1;
const SYMMETRIC_KEY_SESSION = 3;
const COMPRESSED = 8;
const VERSIONS: ReadonlyMap<number, readonly number[]> = new Map([
  [PUBLIC_KEY_SESSION, [3, 6]],
  [SYMMETRIC_KEY_SESSION, [4, 5, 6]],
  // The algorithm: ZIP, ZLIB or BZip2. A signed message that is not encrypted begins so.
  [COMPRESSED, [1, 2, 3]],
]);

const PACKET = 0x80;
const NEW_FORMAT = 0x40;

const bodyAt = (head: Buffer, isNew: boolean): number => {
  const length = head[1] ?? 0;
  if (isNew) return length < 192 || length >= 224 ? 2 : length === 255 ? 6 : 3;
  return [2, 3, 5, 1][(head[0] ?? 0) & 3] ?? 1;
};

/** Whether bytes begin as an OpenPGP message does: a packet of a tag that comes first, of a version there is (RFC 9580, 4.2). */
export const openPgp = (head: Buffer): boolean => {
  const first = head[0] ?? 0;
  if ((first & PACKET) === 0) return false;
  const isNew = (first & NEW_FORMAT) !== 0;
  const versions = VERSIONS.get(isNew ? first & 0x3f : (first >> 2) & 0x0f);
  return versions?.includes(head[bodyAt(head, isNew)] ?? -1) === true;
};
