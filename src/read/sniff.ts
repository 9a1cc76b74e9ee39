// Recognises the format of a text by its first line.

import { endOfJsonValue, jsonOrUndefined } from '../lib/json.js';
import type { PeekSource } from './bytes/peek.js';
import { DELIMITERS } from './csv/delimiter.js';

/** Bytes that are examined at the start of an input. */
export const SNIFF_BYTES = 64 * 1024;
/** The same if the first line is longer: enough for a few batches of the largest size that mParticle accepts. */
export const SNIFF_LONG_LINE_BYTES = 1024 * 1024;

const CSV_NAME = /\.(?:csv|tsv)(?:\.gz)?$/i;
const LATER_JSON_LINE = /\n[ \t]*\{/;
/** A batch as JSON text; in CSV the quotes in a cell are doubled. */
const JSON_TEXT_OF_OBJECT = /^"\s*\{(?:\s|\\[nrt])*\\"/;

/** `ndjson`: a value per line; `json`: values that lines do not separate. */
export type SniffedFormat = 'ndjson' | 'json' | 'csv';

interface FirstLine {
  /** The line, trimmed. Each byte is one character, because only ASCII matters here. */
  readonly text: string;
  /** What follows it, as far as it was read. */
  readonly rest: string;
  /** The line continues after the examined bytes. */
  readonly cut: boolean;
}

/** An array of batches is one file of values, unless more lines follow it: then it is one invalid line. */
const sniffArray = ({ text, rest, cut }: FirstLine): SniffedFormat =>
  !cut && rest.trim() !== '' && jsonOrUndefined(text) !== undefined ? 'ndjson' : 'json';

const sniffObject = ({ text, cut }: FirstLine): SniffedFormat => {
  if (text === '{') return 'json';
  const end = endOfJsonValue(text, 0);
  const second = end === -1 ? '' : text.slice(end).trimStart();
  // Several objects on one line: some deliveries to object stores put no line end between batches.
  return second.startsWith('{') && (cut || endOfJsonValue(second, 0) !== -1) ? 'json' : 'ndjson';
};

const sniffText = (line: FirstLine, name: string): SniffedFormat => {
  if (CSV_NAME.test(name)) return 'csv';
  if (JSON_TEXT_OF_OBJECT.test(line.text) || LATER_JSON_LINE.test(`\n${line.rest}`)) return 'ndjson';
  return DELIMITERS.some((delimiter) => line.text.includes(delimiter)) ? 'csv' : 'ndjson';
};

const firstLineOf = (head: Buffer, sawEnd: boolean): FirstLine => {
  const text = head.toString('latin1').trimStart();
  const end = text.indexOf('\n');
  return end === -1
    ? { text: text.trimEnd(), rest: '', cut: !sawEnd }
    : { text: text.slice(0, end).trimEnd(), rest: text.slice(end + 1), cut: false };
};

/**
 * The format of a text by its first bytes, and by its name if they are ambiguous: one batch per line, a stream of JSON
 * values (pretty-printed, an array, objects without line ends between them), or CSV.
 */
export const sniffFormat = async (source: PeekSource, name: string): Promise<SniffedFormat> => {
  let line = firstLineOf(await source.peek(SNIFF_BYTES), source.sawEnd);
  if (line.cut) line = firstLineOf(await source.peek(SNIFF_LONG_LINE_BYTES), source.sawEnd);
  if (line.text.startsWith('[')) return sniffArray(line);
  return line.text.startsWith('{') ? sniffObject(line) : sniffText(line, name);
};
