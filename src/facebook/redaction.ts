// Removes the values of events from Facebook's messages, before anything is printed or saved.

import { isJsonObject, jsonOrUndefined } from '../lib/json.js';
import { wireStart, type Outgoing } from '../model/mapped.js';
import { joined, comparableText, withMasks, type ComparableText, type Range } from './comparable-text.js';

/** Words of Facebook's own messages (facts: Graph API error handling, event validation): never personal data. */
const WORDS = `
  a about access action active add after again all allowed already also an and any api app application are array as at
  bad be because been before belong business but by call can cannot capability change check city code complete contact
  content contents conversion conversions could country currency custom customer data dataset date day days description
  details did different docs documentation does doc due duplicate each either email empty ensure entries error errors event
  events exceeded exist expected expired external facebook failed field fields file find first following for format found
  future get graph greater hash hashed has have help id identifier identifiers if in include incorrect information
  instead integer internal invalid is issue item items it key keys last later least less lead learn limit list loaded
  long make many match matching may maximum message messages meta minimum missing more must name names need new no non not null num
  number numeric object occurred of offline old older on one only operation option options or order other out page
  parameter parameters past payload permission permissions phone pixel please policy post price processed product products
  properties property provide provided purchase quantity range read reached received refer request required retry
  secret see send sending sent server session set should size some source state store string subcode support supported temporarily
  than that the them there this time timestamp to token too total trace transaction transient try type unavailable unexpected unknown
  unsupported up upload uploaded use user using valid validate validating value values was were what when which while
  with within without you your zip`;

const ORDINARY_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

/** Shorter values are words and numbers that a message may well contain by itself. */
const SHORTEST_ECHO = 4;
/** This many characters of a longer value identify a person: a message may quote a part of a value. */
const IDENTIFYING_PART = 6;
/** Shorter secrets are not Meta's, and may be ordinary words of the answer; so may shorter parts of a longer one. */
const SHORTEST_SECRET = 8;
const MASK = '***';
/** Maximum length shown of a message, cut after redaction: cutting first could leave a part of a value. */
const LONGEST_MESSAGE = 300;
/** What is always personal: an address, and a hash, which a message may have cut short. */
const PERSONAL = /[^\s"'<>@:=]+@[^\s"'<>@]+\.[^\s"'<>@]*[^\s"'<>@.,;)]|\b(?=\d{0,30}[a-f])[0-9a-f]{16,64}\b/gi;
/** Members whose values are the API's own vocabulary, never personal data. */
const VOCABULARY = new Set(['event_name', 'action_source', 'currency', 'content_type', 'data_processing_options']);

const wireOf = (event: Outgoing): unknown => {
  const { wire, wireEnds } = event.mapped;
  return jsonOrUndefined(Buffer.from(wire.subarray(wireStart(event), (wireEnds[event.index] ?? 0) - 1)).toString());
};

const collect = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string' || typeof value === 'number') found.add(String(value));
  else if (Array.isArray(value)) value.forEach((item) => collect(item, found));
  else if (isJsonObject(value))
    Object.entries(value).forEach(([name, member]) => {
      if (!VOCABULARY.has(name)) collect(member, found);
    });
};

const partsOf = (letters: string, size: number): readonly string[] =>
  Array.from({ length: Math.max(0, letters.length - size + 1) }, (_, at) => letters.slice(at, at + size));

const SIZES = [SHORTEST_ECHO, SHORTEST_ECHO + 1, IDENTIFYING_PART];

/**
 * Finds the parts of these values that occur in the texts. It indexes the texts and runs the values past them: a
 * request has a thousand times as many values as an answer, so each letter is read once.
 */
const foundParts = (values: ReadonlySet<string>, texts: readonly ComparableText[]): ReadonlySet<string> => {
  const inTexts = new Set<string>();
  for (const { letters } of texts) SIZES.forEach((size) => partsOf(letters, size).forEach((part) => inTexts.add(part)));
  const found = new Set<string>();
  for (const value of values) {
    const letters = comparableText(value).letters.trim();
    if (letters.length < SHORTEST_ECHO) continue;
    const parts = partsOf(letters, Math.min(IDENTIFYING_PART, letters.length));
    parts.filter((part) => inTexts.has(part)).forEach((part) => found.add(part));
  }
  return found;
};

const WORD = /[\p{L}\p{N}]/u;

/** Whether a range consists only of Facebook's own words. */
const isOrdinary = (letters: string, [from, to]: Range): boolean => {
  let [first, end] = [from, to];
  while (first > 0 && WORD.test(letters.charAt(first)) && WORD.test(letters.charAt(first - 1))) first -= 1;
  while (end < letters.length && WORD.test(letters.charAt(end)) && WORD.test(letters.charAt(end - 1))) end += 1;
  const words = letters.slice(first, end).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => ORDINARY_WORDS.has(word));
};

const trimmed = (letters: string, [from, to]: Range): Range => [
  letters.charAt(from) === ' ' ? from + 1 : from,
  letters.charAt(to - 1) === ' ' ? to - 1 : to,
];

const withoutParts = (comparable: ComparableText, repeated: ReadonlySet<string>): string => {
  const { letters } = comparable;
  const ranges = SIZES.flatMap((size) =>
    partsOf(letters, size).flatMap((part, at) => (repeated.has(part) ? [[at, at + size] as const] : [])),
  );
  const personal = joined(ranges).filter((range) => !isOrdinary(letters, range));
  return withMasks(
    comparable,
    personal.map((range) => trimmed(letters, range)),
    MASK,
  );
};

/** Facebook's message with only what is safe to show without knowing the events. */
export const shownWords = (words: string): string => words.replaceAll(PERSONAL, MASK).slice(0, LONGEST_MESSAGE);

/**
 * Facebook's messages without the values that they repeat from these events. A message may quote a value whole or in
 * part and in another spelling, and no log, report or output may contain one.
 */
export const redactValues = (events: readonly Outgoing[], words: readonly string[]): readonly string[] => {
  const values = new Set<string>();
  events.forEach((event) => collect(wireOf(event), values));
  const texts = words.map(comparableText);
  const repeated = foundParts(values, texts);
  return texts.map((text) => shownWords(withoutParts(text, repeated)));
};

/** Finds parts of a secret in the letters of a text: every run of at least `SHORTEST_SECRET` of its letters. */
const partsIn = (letters: string, secret: string): readonly Range[] => {
  const parts = new Set(partsOf(secret, SHORTEST_SECRET));
  const found = partsOf(letters, SHORTEST_SECRET).flatMap((part, at) =>
    parts.has(part) ? [[at, at + SHORTEST_SECRET] as const] : [],
  );
  // A test token may contain a word of the reply, such as a member's name; that is not the secret.
  return joined(found).filter((range) => !isOrdinary(letters, range));
};

/**
 * An answer of Facebook's without secrets; JSON stays JSON. Facebook quotes a token that it cannot parse, perhaps in
 * another spelling or only in part.
 */
export const withoutSecrets = (text: string, secrets: readonly string[]): string => {
  const long = secrets
    .map((secret) => comparableText(secret).letters)
    .filter(({ length }) => length >= SHORTEST_SECRET);
  if (long.length === 0) return text;
  const comparable = comparableText(text);
  const ranges = long.flatMap((secret) => partsIn(comparable.letters, secret));
  return ranges.length === 0 ? text : withMasks(comparable, ranges, MASK);
};
