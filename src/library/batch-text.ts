/** A batch as a program hands it over: mParticle's JSON text, or the object that it stands for. */
export type GivenBatch = string | object;

/**
 * The JSON text of a batch: a text as it is, with all digits of its 64-bit ids; null for a value that has none (an
 * object that refers to itself, or holds a bigint).
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
