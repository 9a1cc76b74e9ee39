import { isJsonObject } from '../lib/json.js';
import { oneLine } from '../lib/one-line.js';
import type { Outgoing } from '../model/mapped.js';
import { jsonOrUndefined } from './facebook-error.js';

/** Shorter values are words and numbers that a message may well use by itself. */
const SHORTEST_ECHO = 4;
/** A shorter one is none of Meta's, and might be a word of the answer's own. */
const SHORTEST_SECRET = 8;
const MASK = '***';
/** Shown of what Facebook says; cut only when nothing personal is left, of which a cut would leave the beginning. */
const LONGEST_MESSAGE = 300;
/** What is personal wherever it comes from: an address, and a hash, which a message may have cut short. */
const PERSONAL = /[^\s"'<>@:=]+@[^\s"'<>@]+\.[^\s"'<>@]*[^\s"'<>@.,;)]|\b(?=\d{0,30}[a-f])[0-9a-f]{16,64}\b/gi;
/** Members whose values are the API's own vocabulary, nobody's data. */
const VOCABULARY = new Set(['event_name', 'action_source', 'currency', 'content_type', 'data_processing_options']);

const wireOf = ({ mapped, index }: Outgoing): unknown => {
  const from = index === 0 ? 0 : (mapped.wireEnds[index - 1] ?? 0);
  return jsonOrUndefined(Buffer.from(mapped.wire.subarray(from, (mapped.wireEnds[index] ?? 0) - 1)).toString());
};

const collect = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string' || typeof value === 'number') found.add(oneLine(String(value)));
  else if (Array.isArray(value)) value.forEach((item) => collect(item, found));
  else if (isJsonObject(value))
    Object.entries(value).forEach(([name, member]) => {
      if (!VOCABULARY.has(name)) collect(member, found);
    });
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Facebook's words as they may be shown where no events are at hand. */
export const shownWords = (words: string): string => words.replaceAll(PERSONAL, MASK).slice(0, LONGEST_MESSAGE);

/**
 * Makes the function that takes from Facebook's words what they repeat of these events: its messages may quote a value,
 * and what is logged, reported and shown must hold none.
 */
export const echoMask = (events: readonly Outgoing[]): ((words: string) => string) => {
  const values = new Set<string>();
  events.forEach((event) => collect(wireOf(event), values));
  const long = [...values].filter(({ length }) => length >= SHORTEST_ECHO);
  return (words) => {
    const lower = words.toLowerCase();
    const echoes = long.filter((value) => lower.includes(value.toLowerCase()) || words.includes(value));
    if (echoes.length === 0) return shownWords(words);
    // Lower case by itself as well: to a pattern, letters such as the Turkish capital I with a dot have none.
    // The longest first, so that none leaves the rest of another behind.
    const pattern = [...new Set(echoes.flatMap((value) => [value, value.toLowerCase()]))]
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join('|');
    return shownWords(words.replaceAll(new RegExp(pattern, 'gi'), MASK));
  };
};

/** A text of Facebook's without secrets: it quotes a token that it cannot make sense of. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
