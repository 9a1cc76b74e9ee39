import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WireBuffer } from '../../src/transform/wire-buffer.js';

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 20 });
const linesOf = (all: readonly string[]): Buffer => Buffer.from(all.map((text) => `${text}\n`).join(''));

test('each block leaves with its own texts, in memory of its own', () => {
  const draft = new WireBuffer();
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      one.forEach((text) => draft.append(text));
      expect(draft.length).toBe(linesOf(one).length);
      const first = draft.take();
      other.forEach((text) => draft.append(text));
      const second = draft.take();
      expect(Buffer.from(first)).toEqual(linesOf(one));
      expect(Buffer.from(second)).toEqual(linesOf(other));
      expect(first.buffer.byteLength).toBe(first.length);
    }),
  );
});

test('grows with what is put into it', () => {
  const draft = new WireBuffer();
  const all = Array.from({ length: 40 }, (_, index) => String(index).repeat(50_000));
  all.forEach((text) => draft.append(text));
  expect(Buffer.from(draft.take()).equals(linesOf(all))).toBe(true);
});

test('what an error left is forgotten', () => {
  const draft = new WireBuffer();
  draft.append('half of a block');
  draft.clear();
  draft.append('whole');
  expect(Buffer.from(draft.take()).toString()).toBe('whole\n');
});
