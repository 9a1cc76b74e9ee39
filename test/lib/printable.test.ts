import { describe, expect, test } from 'vitest';
import { printable, printableMessage } from '../../src/lib/printable.js';
import { mp2fb } from '../support/program.js';

test.each([
  ['a path', '/exports/a.ndjson', '/exports/a.ndjson'],
  ['an escape sequence', 'a\u001b[31mb', 'a?[31mb'],
  ['line ends', 'a \r\n mp2fb: forged', 'a mp2fb: forged'],
  ['C1 controls, marks of direction', 'a\u009b\u202e\u2066\u061cb', 'a?b'],
  ['letters of all scripts', 'Zürich 東京 👩‍👧', 'Zürich 東京 👩‍👧'],
])('on one line: %s', (_, text, shown) => expect(printable(text)).toBe(shown));

test.each([
  ['lines of its own', 'one\ntwo', [], 'one\ntwo'],
  ['a line end in a word that was typed', 'a\nb: no such file\ntwo', ['upload', 'a\nb'], 'a b: no such file\ntwo'],
  ['a replacement pattern in such a word', "x\n$&$': no", ["x\n$&$'"], "x $&$': no"],
  ['controls that were not typed', 'a\u0007b\ntwo\u001b[0m', ['a'], 'a?b\ntwo?[0m'],
])('a message: %s', (_, message, typed, shown) => expect(printableMessage(message, typed)).toBe(shown));

describe('before a run starts, no argument steers the terminal or begins a line', () => {
  const NAME = 'no\u001b[31m\u009b\u202e\nmp2fb: forged';
  const env = { MP2FB_ACCESS_TOKEN: 'T' };

  test.each<[string, readonly string[]]>([
    ['an input', ['upload', NAME, '--dataset-id', '1']],
    ['a pattern', ['upload', `${NAME}*`, '--dataset-id', '1']],
    ['a link', ['upload', `https://127.0.0.1:1/${NAME}`, '--dataset-id', '1']],
    ['the settings file', ['upload', 'x', '--config', NAME]],
    ['a connection', ['upload', 'x', '--connection', NAME]],
    ['a report', ['upload', '/dev/null', '--dataset-id', '1', '--report', `/none/${NAME}`]],
    ['a ledger', ['upload', '/dev/null', '--dataset-id', '1', '--ledger', `/proc/${NAME}`]],
    ['a manifest', ['upload', '/dev/null', '--manifest', NAME, '--dry-run']],
    ['a token file', ['upload', 'x', '--dataset-id', '1', '--access-token-file', NAME]],
    ['a value of a flag', ['upload', 'x', '--since', NAME]],
    ['a choice', ['upload', 'x', '--api', NAME]],
    ['a flag', ['upload', `--${NAME}`]],
    ['a command', [NAME]],
    ['check', ['check', NAME]],
    ['manifest', ['manifest', NAME]],
    ['explain', ['explain', `${NAME}:1`]],
    ['report', ['report', NAME]],
    ['sample', ['sample', '--output', `/none/${NAME}`]],
    ['ledger info', ['ledger', 'info', '--ledger', `/none/${NAME}`]],
    ['ledger forget', ['ledger', 'forget', '--input', NAME, '--ledger', '/none']],
    ['completion', ['completion', NAME]],
  ])('%s', async (_, args) => {
    const { stdout, stderr } = await mp2fb(args, { env });
    expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\u202e]|^mp2fb: forged/mu);
    expect(stdout + stderr).toMatch(/\S/);
  });
});
