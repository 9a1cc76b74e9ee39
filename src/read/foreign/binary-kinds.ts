// Recognises files that are not text by their first bytes, and knows the command that converts them to text. Decides
// only: refusing them is in refuse.ts.

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

/** Whether the bytes start an OpenPGP message: a tag that may come first, and an existing version (RFC 9580, 4.2). */
const openPgp = (head: Buffer): boolean => {
  const first = head[0] ?? 0;
  if ((first & PACKET) === 0) return false;
  const isNew = (first & NEW_FORMAT) !== 0;
  const versions = VERSIONS.get(isNew ? first & 0x3f : (first >> 2) & 0x0f);
  return versions?.includes(head[bodyAt(head, isNew)] ?? -1) === true;
};

/** What a file is, and how to convert it. `FILE`: its path; `NAME`: the same without the last extension. */
export interface ForeignKind {
  readonly what: string;
  readonly advice: string;
}

type Signature = readonly [first: string | readonly number[], what: string, advice: string];

const DUCKDB = "Write it out as NDJSON: duckdb -c \"COPY (FROM 'FILE') TO 'NAME.ndjson'\"";

/** Signatures at the start of the file; text means its Latin-1 bytes. */
const SIGNATURES: readonly Signature[] = [
  [
    [0x28, 0xb5, 0x2f, 0xfd],
    'compressed with zstd',
    'Unpack it first: zstd -d FILE (Node.js 22.15 and later needs no unpacking)',
  ],
  ['\xfd7zXZ\0', 'compressed with xz', 'Unpack it first: xz -dk FILE'],
  ['BZh', 'compressed with bzip2', 'Unpack it first: bzip2 -dk FILE'],
  [[0x04, 0x22, 0x4d, 0x18], 'compressed with lz4', 'Unpack it first: lz4 -d FILE'],
  [[0x02, 0x21, 0x4c, 0x18], 'compressed with lz4 (its old format)', 'Unpack it first: lz4 -d FILE'],
  ['\xff\x06\0\0sNaPpY', 'compressed with Snappy', 'Unpack it first: snzip -dk FILE'],
  ['\x89LZO', 'compressed with lzop', 'Unpack it first: lzop -d FILE'],
  [[0x1f, 0x9d], 'compressed with compress', 'Unpack it first: gzip -dk FILE'],
  ["7z\xbc\xaf'\x1c", 'a 7z archive', 'Unpack it first: 7z x FILE'],
  ['Rar!\x1a\x07', 'a RAR archive', 'Unpack it first: unrar x FILE'],
  ['PAR1', 'a Parquet file', DUCKDB],
  ['PARE', 'an encrypted Parquet file', 'Decrypt it and write it out as NDJSON'],
  ['ARROW1\0\0', 'an Arrow file', 'Write it out as NDJSON or CSV, for example with pyarrow'],
  ['Obj\x01', 'an Avro file', 'Write it out as NDJSON: java -jar avro-tools.jar tojson FILE > NAME.ndjson'],
  [
    'SEQ\x06',
    'a Hadoop sequence file',
    'Write its values out as NDJSON: hadoop fs -text FILE | cut -f2- > NAME.ndjson',
  ],
  [
    'SQLite format 3\0',
    'an SQLite database',
    'Write the table out: sqlite3 -header -csv FILE "SELECT * FROM sales" > NAME.csv',
  ],
  [
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    'an old Excel workbook (.xls)',
    'Save the sheet as CSV: libreoffice --headless --convert-to csv FILE',
  ],
  ['%PDF-', 'a PDF document', 'Export the sales as CSV instead'],
  ['-----BEGIN PGP MESSAGE', 'encrypted with OpenPGP', 'Decrypt it first: gpg --output NAME --decrypt FILE'],
];

const bytesOf = (first: string | readonly number[]): Buffer =>
  typeof first === 'string' ? Buffer.from(first, 'latin1') : Buffer.from(first);

const BY_SIGNATURE = SIGNATURES.map(([first, what, advice]) => ({ first: bytesOf(first), kind: { what, advice } }));

const startsWith = (head: Buffer, first: Buffer): boolean => head.subarray(0, first.length).equals(first);

const ZIP_SIGNATURES = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].map(bytesOf);
/** A local file header of ZIP, in which the name of the first file starts here. */
const ZIP_NAME_AT = 30;
const OFFICE_NAMES = ['[Content_Types].xml', '_rels/', 'docProps/', 'xl/'];

const zip = (head: Buffer): ForeignKind | null => {
  if (!ZIP_SIGNATURES.some((first) => startsWith(head, first))) return null;
  const firstEntry = head.subarray(ZIP_NAME_AT, ZIP_NAME_AT + 100).toString('latin1');
  const isSheet = firstEntry.includes('opendocument') || OFFICE_NAMES.some((name) => firstEntry.startsWith(name));
  return isSheet
    ? { what: 'an Excel workbook', advice: 'Save the sheet as CSV: libreoffice --headless --convert-to csv FILE' }
    : { what: 'a ZIP archive', advice: 'Unpack it first: unzip FILE' };
};

const TAR_MAGIC = Buffer.from('ustar');
const TAR_MAGIC_AT = 257;

const tar = (head: Buffer): ForeignKind | null =>
  startsWith(head.subarray(TAR_MAGIC_AT), TAR_MAGIC)
    ? { what: 'a tar archive', advice: 'Unpack it first: tar -xf FILE' }
    : null;

const ORC_LOOKED_AT = 16;
const isControl = (byte: number): boolean => byte < 0x09 || (byte > 0x0d && byte < 0x20);

/** The three letters may also start a text; in an ORC file they are followed by bytes that no text has. */
const orc = (head: Buffer): ForeignKind | null =>
  startsWith(head, Buffer.from('ORC')) && head.subarray(3, ORC_LOOKED_AT).some(isControl)
    ? { what: 'an ORC file', advice: 'Write it out as NDJSON: orc-tools data FILE > NAME.ndjson' }
    : null;

const signed = (head: Buffer): ForeignKind | null =>
  BY_SIGNATURE.find(({ first }) => startsWith(head, first))?.kind ?? null;

const encrypted = (head: Buffer): ForeignKind | null =>
  openPgp(head)
    ? { what: 'encrypted with OpenPGP (gpg)', advice: 'Decrypt it first: gpg --output NAME --decrypt FILE' }
    : null;

const MIN_BYTES = 32;
const MAX_CONTROLS = 0.1;

/** Hive uses it as delimiter. */
const CTRL_A = 0x01;

/** Texts have no control characters, damaged ones a few. */
const unknown = (head: Buffer): ForeignKind | null => {
  const controls = head.reduce((count, byte) => count + (isControl(byte) && byte !== CTRL_A ? 1 : 0), 0);
  return head.length >= MIN_BYTES && controls > head.length * MAX_CONTROLS
    ? { what: 'binary data of an unknown kind', advice: 'Export the sales as NDJSON or CSV' }
    : null;
};

/**
 * The kind of a file that is not text, by its first bytes; null: it is text. Text of two or four bytes a character must
 * be recognised before (`wideText`).
 */
export const binaryKind = (head: Buffer): ForeignKind | null =>
  signed(head) ?? zip(head) ?? tar(head) ?? orc(head) ?? encrypted(head) ?? unknown(head);
