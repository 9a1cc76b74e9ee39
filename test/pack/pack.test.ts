import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Chunk, Outgoing } from '../../src/model/mapped.js';
import { Packer } from '../../src/pack/packer.js';
import { requestBody } from '../../src/pack/request-body.js';
import { mappedOf } from '../support/mapped.js';

const pack = (packer: Packer, events: readonly Outgoing[]): Chunk[] =>
  [...events.map((event) => packer.add(event)), packer.flush()].filter((chunk) => chunk !== null);

const NOTHING_ELSE = { upload_tag: null, test_event_code: null };

describe('packing', () => {
  test('loses nothing, keeps the order and both limits', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 120 }),
        (lengths, maxEvents, maxBytes) => {
          const events = mappedOf(lengths.map((length, i) => ({ i, pad: 'x'.repeat(length) })));
          const chunks = pack(new Packer(maxEvents, maxBytes), events);
          expect(chunks.flatMap((chunk) => chunk.events)).toEqual(events);
          for (const chunk of chunks) {
            expect(chunk.events.length).toBeGreaterThan(0);
            expect(chunk.events.length).toBeLessThanOrEqual(maxEvents);
            if (chunk.events.length > 1) expect(chunk.bytes).toBeLessThanOrEqual(maxBytes);
          }
        },
      ),
    ));

  test.each([
    [0, 3, []],
    [1, 3, [1]],
    [3, 3, [3]],
    [7, 3, [3, 3, 1]],
    [2, 1, [1, 1]],
  ])('%i events in chunks of %i', (count, size, sizes) => {
    const events = mappedOf(Array.from({ length: count }, (_, i) => ({ i })));
    expect(pack(new Packer(size), events).map((chunk) => chunk.events.length)).toEqual(sizes);
  });
});

describe('request bodies', () => {
  const parse = (body: readonly Uint8Array[]): unknown => JSON.parse(Buffer.concat(body).toString());

  test('are the events, whatever blocks they lie in and whichever are left out', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.record({ text: fc.string(), keep: fc.boolean() }))), (blocks) => {
        const events = blocks.flatMap((block) => mappedOf(block));
        const wanted = events.filter(
          ({ mapped, index }) =>
            (JSON.parse(Buffer.from(mapped.wire).toString().split('\n')[index]) as { keep: boolean }).keep,
        );
        const expected = blocks.flat().filter(({ keep }) => keep);
        expect(parse(requestBody(wanted, NOTHING_ELSE))).toEqual({ data: expected });
      }),
    ));

  test('carry the members that are set', () => {
    const events = mappedOf([{ a: 1 }, { b: 'é' }]);
    const body = requestBody(events, { upload_tag: 'tag "1"', test_event_code: null, access_token: 'T' });
    expect(parse(body)).toEqual({ data: [{ a: 1 }, { b: 'é' }], upload_tag: 'tag "1"', access_token: 'T' });
  });

  test('come out the same when asked for again, in other parts', () => {
    const events = mappedOf([{ a: 1 }, { b: 2 }, { c: 3 }]);
    requestBody(events, NOTHING_ELSE);
    expect(parse(requestBody(events.slice(1), NOTHING_ELSE))).toEqual({ data: [{ b: 2 }, { c: 3 }] });
    expect(parse(requestBody(events, NOTHING_ELSE))).toEqual({ data: [{ a: 1 }, { b: 2 }, { c: 3 }] });
  });
});
