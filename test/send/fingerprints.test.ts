import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf, fingerprintsOf } from '../../src/send/fingerprints.js';
import { mappedOf } from '../support/mapped.js';

const blocks = [0, 1, 2].map((block) => mappedOf([0, 1, 2, 3].map((event) => ({ block, event }))));
const event = fc.tuple(fc.nat(2), fc.nat(3)).map(([block, index]) => blocks[block][index]);

test('many fingerprints are those of the single events, in any order', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      expect(Buffer.from(fingerprintsOf(events))).toEqual(Buffer.concat(events.map(fingerprintOf)));
    }),
  );
});

test('so are those of whole blocks', () => {
  const events = [...blocks[0], ...blocks[2], ...blocks[1].slice(1)];
  expect(Buffer.from(fingerprintsOf(events))).toEqual(Buffer.concat(events.map(fingerprintOf)));
});
