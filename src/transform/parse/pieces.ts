import { splitConcatenated } from './concatenated.js';
import { parseRecord, type ParsedRecord } from './record.js';

/** A record's text parsed; it may hold several batches without a line end between them, each of which is one record. */
export const parsedPieces = (text: string): readonly (readonly [text: string, parsed: ParsedRecord])[] => {
  const parsed = parseRecord(text);
  const pieces = parsed.kind === 'not_json' ? splitConcatenated(text) : null;
  return pieces === null ? [[text, parsed]] : pieces.map((piece) => [piece, parseRecord(piece)] as const);
};
