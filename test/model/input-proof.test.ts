import { describe, expect, test } from 'vitest';
import { InputProof, type InputSnapshot, type Reading } from '../../src/model/input-proof.js';

const IDENTITY = { path: '/exports/a.ndjson', size: 10, modifiedMs: 5, edges: 'ab' };
const SNAPSHOT: InputSnapshot = { identity: IDENTITY, version: '1:2:3' };
const READING: Reading = {
  ...{ listed: { size: 10, modifiedMs: 5 }, before: SNAPSHOT, after: SNAPSHOT, bytesRead: 10, reachedEnd: true },
};
const later = (more: Partial<InputSnapshot['identity']>, version = SNAPSHOT.version): Partial<Reading> => ({
  after: { identity: { ...IDENTITY, ...more }, version },
});

describe('the proof that an input was read whole', () => {
  test.each<[string, Partial<Reading>]>([
    ['as it was listed', {}],
    ['of a store that lists no time', { listed: { size: 10, modifiedMs: null } }],
  ])('there is one: %s', (_, more) => {
    const proof = InputProof.of({ ...READING, ...more });
    expect(proof instanceof InputProof && proof.identity).toEqual(IDENTITY);
  });

  test.each<[string, Partial<Reading>]>([
    ['fewer bytes than listed', { bytesRead: 9 }],
    ['more bytes than listed', { bytesRead: 11 }],
    ['another size than listed', { listed: { size: 9, modifiedMs: 5 } }],
    ['another time than listed', { listed: { size: 10, modifiedMs: 4 } }],
    ['another size afterwards', later({ size: 11 })],
    ['another time afterwards', later({ modifiedMs: 6 })],
    ['other first or last bytes afterwards', later({ edges: 'ac' })],
    ['rewritten under its old time', later({}, '1:2:4')],
    ['another file under its name', later({}, '1:9:3')],
  ])('it changed: %s', (_, more) => expect(InputProof.of({ ...READING, ...more })).toBe('changed'));

  test.each<[string, Partial<Reading>]>([
    ['reading ended before the end of the input', { reachedEnd: false }],
    ['even with all bytes read', { reachedEnd: false, bytesRead: 10 }],
    ['it cannot be looked at again', { after: null }],
  ])('nothing is known: %s', (_, more) => expect(InputProof.of({ ...READING, ...more })).toBe(null));
});
