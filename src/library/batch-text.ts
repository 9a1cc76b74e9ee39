/** A batch as a program passes it: mParticle's JSON text, or the parsed object. */
export type GivenBatch = string | object;

const bigintsAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** The JSON text of a value; bigints (64-bit ids of database drivers) become strings. Throws TypeError. */
const jsonText = (value: unknown): unknown => {
  try {
    return JSON.stringify(value);
  } catch {
    // A replacer would make every other batch several times as slow.
    return JSON.stringify(value, bigintsAsText);
  }
};

/**
 * The JSON text of a batch: a text is unchanged, so that 64-bit ids keep their digits; null for a value without JSON
 * text, such as a circular object.
 */
export const batchText = (batch: unknown): string | null => {
  if (typeof batch === 'string') return batch;
  try {
    const text: unknown = jsonText(batch);
    return typeof text === 'string' ? text : null;
  } catch {
    // The error's own text may quote the batch, and a batch is personal data.
    return null;
  }
};

/** The message for a batch that has no JSON text. */
export const NO_JSON_TEXT = { reason: 'not_json', message: 'the batch cannot be written as JSON' } as const;
