import { expect, test } from 'vitest';
import { PeekSource } from '../../src/read/bytes/peek.js';
import { sniffFormat } from '../../src/read/sniff.js';
import { piecesOf, sourceOf } from './reading.js';

const LONG = 'x'.repeat(300_000);

test.each<[string, string, string, string?]>([
  ['nothing', '', 'ndjson'],
  ['only blanks', ' \r\n\n', 'ndjson'],
  ['a probe file', '{}', 'ndjson'],
  ['lines', '{"a":1}\n{"b":2}\n', 'ndjson'],
  ['blank lines first', '\n\n{"a":1}\n', 'ndjson'],
  ['a bad first line', '{"a":\n{"b":2}\n', 'ndjson'],
  ['a first line that is no batch', 'null\n{"b":2}\n', 'ndjson'],
  ['rubbish with commas before lines', 'hello, world\n{"b":2}\n', 'ndjson'],
  ['a long line', `{"a":"${LONG}"}\n{}`, 'ndjson'],
  ['an endless line', `{"a":"${LONG}${LONG}${LONG}${LONG}`, 'ndjson'],
  ['pretty-printed', '{\n  "a": 1\n}\n', 'json'],
  ['pretty-printed with carriage returns', '\r\n{\r\n  "a": 1\r\n}', 'json'],
  ['back to back', '{"a":"}{"}{"b":2}{"c":3}', 'json'],
  ['back to back, blanks between', '{"a":1} {"b":2}\n{"c":3}\n', 'json'],
  ['back to back, long', `{"a":"${LONG}"}{"b":"${LONG}${LONG}${LONG}"}`, 'json'],
  ['an array on one line', '[{"a":1},{"b":2}]\n', 'json'],
  ['an empty array', '[]', 'json'],
  ['an array over lines', '[\n{"a":1}\n]', 'json'],
  ['an array that begins with a batch', '[{"a":1},\n{"b":2}]', 'json'],
  ['a long array', `[{"a":"${LONG}"},\n{}]`, 'json'],
  ['a line that is an array among lines', '[1]\n{"b":2}\n', 'ndjson'],
  ['columns', 'mpid,action\n1,purchase\n', 'csv'],
  ['batches as JSON text', '"{\\"a\\":1,\\"b\\":2}"\n', 'ndjson'],
  ['pretty batches as JSON text', '"{\\n  \\"a\\":1,\\"b\\":2}"\n', 'ndjson', 'x.json'],
  ['a first cell with JSON', '"{""a"":1}",purchase\n', 'csv'],
  ['columns in quotes', '"mpid";"action"\n', 'csv'],
  ['columns between tabs', 'mpid\taction\r\n', 'csv'],
  ['a name', 'mpid\n1\n', 'csv', 'x.CSV'],
  ['a name of a zipped file', '', 'csv', 'x.csv.gz'],
  ['a wrong name', '{"a":1}\n', 'ndjson', 'x.csv'],
])('%s is %s', async (_, text, format, name = 'x.txt') => {
  for (const size of [7, 4096, 10_000_000]) {
    if (text.length / size > 10_000) continue;
    const source = new PeekSource(sourceOf(piecesOf(Buffer.from(text), [size])));
    expect(await sniffFormat(source, name)).toBe(format);
    expect((await source.peek(1)).length > 0).toBe(text !== '');
  }
});
