import { FINGERPRINT_BYTES, type Outgoing } from '../model/mapped.js';

/** The fingerprint of one event, without a copy. */
export const fingerprintOf = ({ mapped, index }: Outgoing): Uint8Array =>
  mapped.fingerprints.subarray(index * FINGERPRINT_BYTES, (index + 1) * FINGERPRINT_BYTES);

/** How many events from `from` on are consecutive in one block. */
const adjacentFrom = (events: readonly Outgoing[], from: number, { mapped, index }: Outgoing): number => {
  let count = 1;
  for (
    let next = events[from + 1];
    next?.mapped === mapped && next.index === index + count;
    next = events[from + count]
  )
    count += 1;
  return count;
};

/** The concatenated fingerprints of these events; most can be copied many at a time. */
export const fingerprintsOf = (events: readonly Outgoing[]): Uint8Array => {
  const all = new Uint8Array(events.length * FINGERPRINT_BYTES);
  for (let from = 0, first = events[0]; first !== undefined; first = events[from]) {
    const count = adjacentFrom(events, from, first);
    const { mapped, index } = first;
    const run = mapped.fingerprints.subarray(index * FINGERPRINT_BYTES, (index + count) * FINGERPRINT_BYTES);
    all.set(run, from * FINGERPRINT_BYTES);
    from += count;
  }
  return all;
};
