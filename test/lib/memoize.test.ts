import { expect, test } from 'vitest';
import { memoize } from '../../src/lib/memoize.js';

const counted = () => {
  const asked: string[] = [];
  const ask = memoize((text) => {
    asked.push(text);
    return text === '' ? null : text.length;
  });
  return { asked, ask };
};

test('an answer is worked out once, null too', () => {
  const { asked, ask } = counted();
  expect([ask('ab'), ask('ab'), ask(''), ask('')]).toEqual([2, 2, null, null]);
  expect(asked).toEqual(['ab', '']);
});

test('long texts are not kept', () => {
  const { asked, ask } = counted();
  const long = 'x'.repeat(65);
  ask(long);
  ask(long);
  expect(asked).toHaveLength(2);
});

test('the memory is bounded', () => {
  const { asked, ask } = counted();
  for (let index = 0; index <= 20_000; index += 1) ask(String(index));
  ask('0');
  expect(asked.filter((text) => text === '0')).toHaveLength(2);
});
