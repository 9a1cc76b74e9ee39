import { endOfJsonValue } from '../../lib/json.js';

/**
 * The texts of two or more objects written on one line with nothing but blanks between them, as some deliveries to
 * object stores leave them; null when the line is anything else.
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
    // Blanks stay with the piece before them, so that the pieces together are the whole line.
    pieces.push(text.slice(at, pieceEnd));
    at = pieceEnd;
  }
  return pieces.length > 1 ? pieces : null;
};
