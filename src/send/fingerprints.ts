import { FINGERPRINT_BYTES, type Outgoing } from '../model/mapped.js';

/** The fingerprint of one event, without a copy. */
export const fingerprintOf = ({ mapped, index }: Outgoing): Uint8Array =>
  mapped.fingerprints.subarray(index * FINGERPRINT_BYTES, (index + 1) * FINGERPRINT_BYTES);

/** The fingerprints of these events one after another, as the ledger takes them. */
export const fingerprintsOf = (events: readonly Outgoing[]): Uint8Array => {
  const all = new Uint8Array(events.length * FINGERPRINT_BYTES);
  events.forEach((event, position) => all.set(fingerprintOf(event), position * FINGERPRINT_BYTES));
  return all;
};
