import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventFacts } from '../../src/model/fact-columns.js';
import type { Chunk, Outgoing } from '../../src/model/mapped.js';
import { BlockWriter } from '../../src/transform/block-writer.js';
import { WireBuffer } from '../../src/transform/wire-buffer.js';
import { Chunker } from '../../src/send/chunker.js';
import { requestBody } from '../../src/facebook/request-body.js';
import { wireText } from '../support/engine.js';
import { blockOf, mappedOf } from '../support/mapped.js';

const pack = (chunker: Chunker, events: readonly Outgoing[]): Chunk[] =>
  [...events.map((event) => chunker.add(event)), chunker.flush()].filter((chunk) => chunk !== null);

const bytesOf = (events: readonly Outgoing[]): number =>
  events.reduce((sum, event) => sum + Buffer.byteLength(wireText(event)) + 1, 0);

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
          const chunks = pack(new Chunker(maxEvents, maxBytes), events);
          expect(chunks.flatMap((chunk) => chunk.events)).toEqual(events);
          for (const chunk of chunks) {
            expect(chunk.events.length).toBeGreaterThan(0);
            expect(chunk.events.length).toBeLessThanOrEqual(maxEvents);
            if (chunk.events.length > 1) expect(chunk.bytes).toBeLessThanOrEqual(maxBytes);
            expect(chunk.bytes).toBe(bytesOf(chunk.events));
          }
          chunks.slice(1).forEach(({ events: [next] }, i) => {
            const { events, bytes } = chunks[i];
            expect(events.length === maxEvents || bytes + bytesOf([next]) > maxBytes, 'the next one has no room').toBe(
              true,
            );
          });
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
    expect(pack(new Chunker(size), events).map((chunk) => chunk.events.length)).toEqual(sizes);
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

  test('hold neighbours of one block in one piece', () => {
    const [a, b, , d] = mappedOf(['a', 'b', 'c', 'd']);
    const [e, f] = mappedOf(['e', 'f']);
    const pieces = requestBody([a, b, d, e, f], NOTHING_ELSE).map((piece) => Buffer.from(piece).toString());
    expect(pieces).toEqual(['{"data":[', '"a","b",', '"d",', '"e","f"', ']}']);
  });

  test('come out the same when asked for again, in other parts', () => {
    const events = mappedOf([{ a: 1 }, { b: 2 }, { c: 3 }]);
    requestBody(events, NOTHING_ELSE);
    expect(parse(requestBody(events.slice(1), NOTHING_ELSE))).toEqual({ data: [{ b: 2 }, { c: 3 }] });
    expect(parse(requestBody(events, NOTHING_ELSE))).toEqual({ data: [{ a: 1 }, { b: 2 }, { c: 3 }] });
  });
});

describe('the chunks of a block', () => {
  const FACTS: EventFacts = {
    ...{ eventName: 'Purchase', currency: 'USD', value: 1, keyMask: 1, time: 1 },
    limitedDataUse: 'off',
  };
  const written = (write: (writer: BlockWriter) => void, lines: readonly string[] = ['{}'], nameSkipped?: boolean) => {
    const block = blockOf(lines);
    const writer = new BlockWriter(block, new WireBuffer(), nameSkipped);
    write(writer);
    return writer.finish(block);
  };

  test('is nothing where nothing was written', () => {
    const mapped = written(() => undefined);
    expect(mapped).toMatchObject({ rejects: [], warnings: [], skipped: new Map(), firstSkipped: new Map() });
    expect(mapped).not.toHaveProperty('skips');
    expect([mapped.wire, mapped.wireEnds, mapped.fingerprints].map(({ length }) => length)).toEqual([0, 0, 0]);
  });

  test('keeps each text whole, however small the block it comes from', () => {
    for (let letters = 0; letters < 40; letters += 1) {
      for (const line of ['', '{}', 'x'.repeat(40)]) {
        const texts = ['€'.repeat(letters), 'a', '€'.repeat(letters * 7)];
        const mapped = written(
          (writer) => texts.forEach((text) => writer.event(text, { record: 0, index: 0 }, FACTS, '')),
          [line],
        );
        expect(texts.map((_, index) => wireText({ mapped, index }))).toEqual(texts);
      }
    }
  });

  test('keeps the place of each event, and its fingerprint byte by byte', () => {
    const prints = ['\u0000', 'é', 'ÿ'].map((byte) => byte.repeat(16));
    const mapped = written((writer) =>
      prints.forEach((print, i) => writer.event('{}', { record: i, index: 10 + i }, FACTS, print)),
    );
    expect([...mapped.records]).toEqual([0, 1, 2]);
    expect([...mapped.eventIndexes]).toEqual([10, 11, 12]);
    expect(Buffer.from(mapped.fingerprints).toString('latin1')).toBe(prints.join(''));
  });

  test('counts skipped events by reason, knows the first of each, and names all where that is asked for', () => {
    const skip = (writer: BlockWriter) => {
      writer.skip('promotion', 3, 0);
      writer.skip('other_action', 3, 1);
      writer.skip('promotion', 4, 2);
    };
    const counted = {
      skipped: new Map([
        ['promotion', 2],
        ['other_action', 1],
      ]),
      firstSkipped: new Map([
        ['promotion', { line: 3, event: 0 }],
        ['other_action', { line: 3, event: 1 }],
      ]),
    };
    expect(written(skip)).toMatchObject(counted);
    expect(written(skip)).not.toHaveProperty('skips');
    expect(written(skip, ['{}'], true)).toMatchObject({
      ...counted,
      skips: [
        { reason: 'promotion', line: 3, event: 0 },
        { reason: 'other_action', line: 3, event: 1 },
        { reason: 'promotion', line: 4, event: 2 },
      ],
    });
  });

  test('adds up warnings of one code and detail', () => {
    const mapped = written((writer) => {
      writer.warn([
        { code: 'unusable_match_key', count: 1, detail: 'phone' },
        { code: 'not_utf8', count: 1 },
      ]);
      writer.warn([
        { code: 'unusable_match_key', count: 1, detail: 'zip' },
        { code: 'not_utf8', count: 2 },
        { code: 'unusable_match_key', count: 4, detail: 'phone' },
      ]);
    });
    expect(mapped.warnings).toEqual([
      { code: 'unusable_match_key', count: 5, detail: 'phone' },
      { code: 'not_utf8', count: 3 },
      { code: 'unusable_match_key', count: 1, detail: 'zip' },
    ]);
  });
});
