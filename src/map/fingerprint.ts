import { hash } from 'node:crypto';
import type { Batch, CommerceEvent } from '../model/batch.js';
import { FINGERPRINT_BYTES } from '../model/mapped.js';

// Control characters stand in no id, so that no two different lists of parts make one text.
const PART = '\u001f';
const LIST = '\u001e';

const identityText = (batch: Batch): string => {
  const identities = [...batch.identities].map(([type, value]) => type + PART + value).sort();
  return [...identities, batch.appleAdvertisingId ?? '', batch.googleAdvertisingId ?? ''].join(PART);
};

const scalarText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** What the source says a batch's person is, worked out once for all events of the batch. */
export const fingerprintBase = (batch: Batch): string => identityText(batch) + LIST;

/**
 * Writes the fingerprint of an event: the first half of a SHA-256 over what the source says of it (ids, action, time,
 * transaction, identity, products), so that the same event in another export, file or chunk is the same fingerprint,
 * whatever the settings are. Cannot be turned back into a person: ids and addresses enter only as part of the whole.
 */
export const writeFingerprint = (base: string, event: CommerceEvent, target: Uint8Array, offset: number): void => {
  let text = base + (event.eventId ?? '') + PART + (event.sourceMessageId ?? '') + PART + event.action;
  text += PART + scalarText(event.time) + PART + (event.transactionId ?? '') + PART + scalarText(event.totalAmount);
  for (const product of event.products)
    text += LIST + (product.id ?? '') + PART + scalarText(product.price) + PART + scalarText(product.quantity);
  target.set(hash('sha256', text, 'buffer').subarray(0, FINGERPRINT_BYTES), offset);
};
