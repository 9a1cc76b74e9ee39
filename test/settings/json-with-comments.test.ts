import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonWithComments } from '../../src/settings/sources/json-with-comments.js';

test('reads what JSON.parse reads, to the same value', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      const value: unknown = JSON.parse(text);
      expect(parseJsonWithComments(JSON.stringify(value, null, indent))).toEqual({ kind: 'value', value });
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
        if (parseJsonWithComments(text).kind === 'value' && !/,\s*[\]}]/.test(text))
          expect(() => JSON.parse(text) as unknown).not.toThrow();
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
  ['{} // end', {}],
])('%j', (text, value) => expect(parseJsonWithComments(text)).toEqual({ kind: 'value', value }));

test.each([
  ['{', 1, 2, 'a name in double quotes, or }, is expected here'],
  ['{a: 1}', 1, 2, 'a name in double quotes, or }, is expected here'],
  ["{'a': 1}", 1, 2, 'a name in double quotes, or }, is expected here'],
  ['{"a": 1\n "b": 2}', 2, 2, 'a comma, or }, is expected here'],
  ['{"a": 1,\r\n "a": 2}', 2, 2, 'this name occurs for the second time'],
  ['{"a": bad}', 1, 7, 'a value is expected here'],
  ['{"a": 01}', 1, 8, 'a comma, or }, is expected here'],
  ['[,]', 1, 2, 'a value is expected here'],
  ['{,}', 1, 2, 'a name in double quotes, or }, is expected here'],
  ['{} {}', 1, 4, 'nothing may follow the closing brace'],
  ['{ /* open', 1, 3, 'the comment is not closed'],
  ['"a\nb"', 1, 1, 'a value is expected here'],
  ['['.repeat(200), 1, 101, 'it is nested too deeply'],
])('%j breaks at %i:%i', (text, line, column, message) =>
  expect(parseJsonWithComments(text)).toEqual({ kind: 'fault', line, column, message }),
);
