import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonWithComments, shownPath } from '../../src/lib/json-with-comments.js';

const valueOf = (text: string): unknown => {
  const { value, faults } = parseJsonWithComments(text);
  expect(faults).toEqual([]);
  return value;
};

const firstFault = (text: string): string => {
  const { faults, placeOf } = parseJsonWithComments(text);
  return `${placeOf(faults[0]?.offset ?? -1)} ${faults[0]?.message ?? ''}`;
};

test('reads what JSON.parse reads, to the same value', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      const value: unknown = JSON.parse(text);
      expect(valueOf(JSON.stringify(value, null, indent))).toEqual(value);
    }),
  );
});

test('accepts nothing that JSON.parse refuses, but for last commas', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('{', '}', '[', ']', '"a"', '"', ':', ',', '-', '1', '.', 'e', 'null', '\\', ' ', '\n'),
      }),
      (text) => {
        const { value } = parseJsonWithComments(text);
        if (value !== undefined && !/,\s*[\]}]/.test(text)) expect(() => JSON.parse(text) as unknown).not.toThrow();
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  ['// a\n{ // b\n "a": /* c */ 1, // d\n}', { a: 1 }],
  ['{"a": "// no comment /* here */"}', { a: '// no comment /* here */' }],
  ['[1, 2,]', [1, 2]],
  ['{"__proto__": {"x": 1}}', JSON.parse('{"__proto__": {"x": 1}}')],
  ['"\\u00e9\\n"', 'é\n'],
  ['\ufeff{} // end', {}],
])('%j', (text, value) => expect(valueOf(text)).toEqual(value));

test.each([
  ['{', '1:2 it is not JSON: a comma, or }, is expected here'],
  ['{a: 1}', '1:2 it is not JSON: names and texts need double quotes'],
  ["{'a': 1}", '1:2 it is not JSON: names and texts need double quotes'],
  ['{"a": 1\n "b": 2}', '2:2 it is not JSON: a comma, or the closing bracket, is expected here'],
  ['{"a": 1,\r\n "a": 2}', '2:7 a: is there twice'],
  ['\ufeff{"a": bad}', '1:7 it is not JSON: names and texts need double quotes'],
  ['{"a": 01}', '1:8 it is not JSON: a comma, or the closing bracket, is expected here'],
  ['[,]', '1:2 it is not JSON: a value is expected here'],
  ['{} {}', '1:4 it is not JSON: nothing more is expected here'],
  ['{ /* open', '1:3 it is not JSON: the end of this comment is missing'],
  ['"a\nb"', '1:1 it is not JSON: the closing quote of this text is missing'],
  ['['.repeat(100_000), '1:1 it is not JSON'],
])('%.20j breaks', (text, fault) => expect(firstFault(text)).toBe(fault));

test('a path that is missing is where its parent is', () => {
  const { offsetOf, placeOf } = parseJsonWithComments('{\n "a": [1, {"b c": 2}]}');
  expect(
    [['a', 1, 'b c'], ['a', 1, 'd'], ['x']].map((path) => `${shownPath(path)} ${placeOf(offsetOf(path))}`),
  ).toEqual(['a[1]["b c"] 2:19', 'a[1].d 2:11', 'x 1:1']);
});
