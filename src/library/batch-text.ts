/** A batch as a program passes it: mParticle's JSON text, or the parsed object. */
export type GivenBatch = string | object;

/**
 * The JSON text of a batch: a text unchanged, with all digits of its 64-bit ids; null for a value without one (a
 * circular object, or one with a bigint).
 */
export const batchText = (batch: unknown): string | null => {
  if (typeof batch === 'string') return batch;
  try {
    const text: unknown = JSON.stringify(batch);
    return typeof text === 'string' ? text : null;
  } catch {
    // The error's own text may quote the batch, and a batch is personal data.
    return null;
  }
};

/** What is said of a batch that has no JSON text. */
export const NO_JSON_TEXT = { reason: 'not_json', message: 'the batch cannot be written as JSON' } as const;
