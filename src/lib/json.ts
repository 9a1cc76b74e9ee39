/** End (exclusive) of the JSON object or array that starts at `start`, or -1 when it does not end in the text. */
export const endOfJsonValue = (text: string, start: number): number => {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if ((char === '}' || char === ']') && (depth -= 1) === 0) return at + 1;
  }
  return -1;
};

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed JSON value is an object: not null, not an array. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object itself, or null for anything else. */
export const objectOrNull = (value: unknown): JsonObject | null => (isJsonObject(value) ? value : null);

/** The array itself, or an empty one for anything else. */
export const arrayOrEmpty = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text that is not empty, or null for anything else. */
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** A finite number, or the number that a text writes; null for anything else (Number() throws for some objects in JSON). */
export const numberOrNull = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

const NULL_WORD = /^\s*(?:null|\\?\\n|none|nil|nan|undefined|<na>)?\s*$/i;

/** Whether a text is blank, or a word that databases and scripts write for a missing value. */
export const isNullWord = (text: string): boolean => NULL_WORD.test(text);

/** The JSON text of a parsed value; null: it is nested too deeply to be written. */
export const jsonTextOf = (value: unknown): string | null => {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
};

/** The value of a JSON text; undefined: it is not JSON. The parser's message is dropped, because it quotes the text. */
export const jsonOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
