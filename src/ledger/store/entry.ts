import { MS_PER_SECOND } from '../../lib/units.js';

/** Run numbers start again beyond this. */
export const RUN_BITS = 0x7fff;
const UNKNOWN_BIT = 0x8000;
/** Bytes of an encoded entry. */
export const ENTRY_BYTES = 6;

/** The ledger's record of one event. */
export interface Entry {
  readonly state: 'sent' | 'unknown';
  /** When its request was sent, in whole seconds since the epoch. */
  readonly seconds: number;
  /** Number of the run that sent it, modulo 32,768. */
  readonly run: number;
}

/** An event's bytes: when, by which run, and whether the outcome is known. */
export const encodeEntry = ({ state, seconds, run }: Entry): Buffer => {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeUInt32LE(seconds, 0);
  bytes.writeUInt16LE((run & RUN_BITS) | (state === 'unknown' ? UNKNOWN_BIT : 0), 4);
  return bytes;
};

const byte = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

/** The time of an encoded entry, in milliseconds since the epoch. */
export const entryMs = (bytes: Uint8Array): number =>
  (((byte(bytes, 3) << 24) >>> 0) + ((byte(bytes, 2) << 16) | (byte(bytes, 1) << 8) | byte(bytes, 0))) * MS_PER_SECOND;

/** Whether the outcome of the event whose entry is at this offset is unknown. */
export const isUnknown = (bytes: Uint8Array, offset = 0): boolean => (byte(bytes, offset + 5) & 0x80) !== 0;

/** An encoded entry whose outcome is known now: Facebook has the event. */
export const asSent = (bytes: Uint8Array): Buffer => {
  const sent = Buffer.from(bytes);
  sent.writeUInt8(byte(bytes, 5) & 0x7f, 5);
  return sent;
};

/** Whether this run sent the event. */
export const isOfRun = (bytes: Uint8Array, run: number): boolean =>
  (byte(bytes, 4) | ((byte(bytes, 5) & 0x7f) << 8)) === (run & RUN_BITS);

/** Whole seconds since the epoch, as entries keep time. */
export const secondsOf = (milliseconds: number): number =>
  Math.min(2 ** 32 - 1, Math.max(0, Math.floor(milliseconds / MS_PER_SECOND)));
