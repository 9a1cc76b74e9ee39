import { endOfJsonValue } from '../../lib/json.js';
import { parseRecord, type ParsedRecord } from './record.js';

/**
 * The texts of two or more objects written on one line with only spaces between them, as some deliveries to object
 * stores write them; null if the line is anything else.
 */
export const splitConcatenated = (text: string): readonly string[] | null => {
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '{') return null;
    const end = endOfJsonValue(text, at);
    if (end === -1) return null;
    const next = text.slice(end).search(/\S/);
    const pieceEnd = next === -1 ? text.length : end + next;
    // Spaces belong to the piece before them, so that the pieces together are the whole line.
    pieces.push(text.slice(at, pieceEnd));
    at = pieceEnd;
  }
  return pieces.length > 1 ? pieces : null;
};

/** Parses a record's text, which may be several batches without line ends between them, each a record. */
export const parsedPieces = (text: string): readonly (readonly [text: string, parsed: ParsedRecord])[] => {
  const parsed = parseRecord(text);
  const pieces = parsed.kind === 'not_json' ? splitConcatenated(text) : null;
  return pieces === null ? [[text, parsed]] : pieces.map((piece) => [piece, parseRecord(piece)] as const);
};
