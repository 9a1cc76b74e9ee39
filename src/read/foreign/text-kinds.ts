// Recognises texts that are not exports: UTF-16 and UTF-32, web and error pages, lines with a prefix before their JSON.
// Decides only: refusing them is in refuse.ts.
import { isJsonObject, jsonOrUndefined } from '../../lib/json.js';
import type { ForeignKind } from './binary-kinds.js';

const LOOKED_AT = 512;
const MOSTLY = 0.8;

const zeroShare = (head: Buffer, parity: 0 | 1): number => {
  let [zeros, all] = [0, 0];
  for (let at = parity; at < head.length; at += 2) {
    all += 1;
    if (head[at] === 0) zeros += 1;
  }
  return all === 0 ? 0 : zeros / all;
};

const ICONV = 'Convert it: iconv -f ENCODING -t UTF-8 FILE > NAME.utf8';

const utf = (encoding: string, what = encoding): ForeignKind => ({
  what: `${what} text`,
  advice: ICONV.replace('ENCODING', encoding),
});

/** Text of two or four bytes a character, with or without a byte order mark; null: it is not. */
export const wideText = (head: Buffer): ForeignKind | null => {
  const marks = head.subarray(0, 4).toString('latin1');
  if (marks === '\xff\xfe\0\0' || marks === '\0\0\xfe\xff') return utf('UTF-32');
  if (marks.startsWith('\xff\xfe') || marks.startsWith('\xfe\xff')) return utf('UTF-16');
  const looked = head.subarray(0, LOOKED_AT);
  if (looked.length < 4) return null;
  const [even, odd] = [zeroShare(looked, 0), zeroShare(looked, 1)];
  if (odd > MOSTLY && even < 1 - MOSTLY) return utf('UTF-16LE', 'UTF-16 (without a byte order mark)');
  if (even > MOSTLY && odd < 1 - MOSTLY) return utf('UTF-16BE', 'UTF-16 (without a byte order mark)');
  return null;
};

const HTML = /^<(?:!doctype\s+html|!--|html|head|body|table|div|meta|script|style)\b/i;
const XML = /^<(?:\?xml\b|[a-z][\w.:-]*(?:\s[^<>]*)?>)/i;
const SHEET = /<Workbook\b|mso-application/;
/** The error codes of S3, Google Cloud Storage and Azure: one word, never a value. */
const ERROR_CODE = /<Code>([A-Za-z]{1,60})<\/Code>/;

const DOWNLOAD =
  'It is probably an error or login page that was saved as the export: check the link, and download it again';

/** A web page or a server's answer that was saved as the export; null: the text does not start like one. */
export const markupKind = (head: Buffer): ForeignKind | null => {
  const text = head
    .subarray(0, 4 * LOOKED_AT)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (HTML.test(text)) return { what: 'an HTML page', advice: DOWNLOAD };
  if (!XML.test(text)) return null;
  if (SHEET.test(text)) return { what: 'an XML spreadsheet of Excel', advice: 'Save the sheet as CSV' };
  const code = ERROR_CODE.exec(text)?.[1];
  return code === undefined
    ? { what: 'an XML document', advice: DOWNLOAD }
    : { what: `an XML error page (${code})`, advice: 'Check the link and its rights, and download it again' };
};

const LINES_LOOKED_AT = 10;
const PREFIXED = /^([^{}]+?)(\{.*\})\s*$/;

type LineKind = 'json' | 'keyed' | 'logged' | 'other';

const kindOfLine = (line: string): LineKind => {
  const text = line.trim();
  if (text.startsWith('{') || text.startsWith('[{')) return 'json';
  const [, prefix = '', json = ''] = PREFIXED.exec(text) ?? [];
  if (json === '' || !isJsonObject(jsonOrUndefined(json))) return 'other';
  return /^[^\t]*\t$/.test(prefix) ? 'keyed' : 'logged';
};

const LINE_KINDS: Readonly<Partial<Record<LineKind, ForeignKind>>> = {
  keyed: {
    what: 'lines of a key, a tab and JSON, as Kafka prints messages with their keys',
    advice: 'Remove the keys: cut -f2- FILE | mp2fb upload -',
  },
  logged: {
    what: 'lines of a log, with text before the JSON',
    advice: "Remove that text: sed 's/^[^{]*//' FILE | mp2fb upload -",
  },
};

/** Lines with text before JSON; null: none, or some lines are plain JSON. `whole`: the text ends here. */
export const prefixedLines = (head: Buffer, whole: boolean): ForeignKind | null => {
  const lines = head.toString('utf8').split('\n');
  if (!whole) lines.pop();
  const kinds = lines
    .filter((line) => line.trim() !== '')
    .slice(0, LINES_LOOKED_AT)
    .map(kindOfLine);
  if (kinds.includes('json')) return null;
  const keyed = kinds.filter((kind) => kind === 'keyed').length;
  const prefixed = keyed + kinds.filter((kind) => kind === 'logged').length;
  if (prefixed * 2 < kinds.length || prefixed === 0) return null;
  return LINE_KINDS[keyed * 2 > prefixed ? 'keyed' : 'logged'] ?? null;
};
