import { FINGERPRINT_BYTES, runsOf, type Outgoing } from '../model/mapped.js';

/** The fingerprint of one event, without a copy. */
export const fingerprintOf = ({ mapped, index }: Outgoing): Uint8Array =>
  mapped.fingerprints.subarray(index * FINGERPRINT_BYTES, (index + 1) * FINGERPRINT_BYTES);

/** The concatenated fingerprints of these events; most can be copied many at a time. */
export const fingerprintsOf = (events: readonly Outgoing[]): Uint8Array => {
  const all = new Uint8Array(events.length * FINGERPRINT_BYTES);
  let at = 0;
  for (const { mapped, first, last } of runsOf(events)) {
    const run = mapped.fingerprints.subarray(first * FINGERPRINT_BYTES, (last + 1) * FINGERPRINT_BYTES);
    all.set(run, at);
    at += run.length;
  }
  return all;
};
