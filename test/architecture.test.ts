import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { violationsIn, type Sources } from './support/architecture.js';

const ROOT = join(import.meta.dirname, '..');

const sourcesOnDisk = (): Sources =>
  new Map(
    readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [`src/${name}`, readFileSync(join(ROOT, 'src', name), 'utf8')]),
  );

describe('the source tree', () => {
  const sources = sourcesOnDisk();

  test('was found', () => expect(sources.size).toBeGreaterThan(100));

  test('keeps its law: imports go down the table of floors, main.ts alone touches the process, no cycles, short files', () =>
    expect(violationsIn(sources)).toEqual([]));
});

describe('a planted violation is found', () => {
  const tree = {
    'src/main.ts':
      "import process from 'node:process'; import { upload } from './cli/upload.js'; upload(process.argv);",
    'src/this-process.ts': 'export const VERSION = 1;',
    'src/cli/upload.ts': "export const upload = () => import('../commands/upload.js');",
    'src/commands/upload.ts': "import { run } from '../run/run.js'; export const upload = run;",
    'src/run/run.ts':
      "import { map } from '../transform/map/map.js'; import '../this-process.js'; export const run = map;",
    'src/transform/map/map.ts':
      "import type { Batch } from '../../model/batch.js'; export * from './time.js'; export const map = 1;",
    'src/transform/map/time.ts': "import { sum } from '../../lib/sum.js'; export const time = sum;",
    'src/model/batch.ts': "import type { Sum } from '../lib/sum.js'; export type Batch = Sum;",
    'src/lib/sum.ts': 'export type Sum = number; export const sum = 1;',
    'src/send/send.ts': 'export const send = 1;',
    'src/read/read.ts': 'export const read = 1;',
  };
  const found = (planted: Readonly<Record<string, string>>) =>
    violationsIn(new Map(Object.entries({ ...tree, ...planted })));

  test('accepts a valid source tree', () => expect(found({})).toEqual([]));

  const TIME = 'src/transform/map/time.ts';
  test.each([
    ['an import up', TIME, "import { send } from '../../send/send.js';", '"transform" may import only'],
    ['an import on the same floor', TIME, "import { read } from '../../read/read.js';", '"transform" may import only'],
    ['a type import', TIME, "import type { send } from '../../send/send.js';", '"transform" may import only'],
    ['an export from', TIME, "export * from '../../send/send.js';", '"transform" may import only'],
    ['a dynamic import', TIME, "export const x = () => import('../../send/send.js');", '"transform" may import only'],
    ['send imports a command', 'src/send/send.ts', "import '../cli/upload.js';", '"send" may import only'],
    ['send imports the run', 'src/send/send.ts', "import '../run/run.js';", '"send" may import only'],
    ['the run imports a command', 'src/run/run.ts', "import '../commands/upload.js';", '"run" may import only'],
    ['model imports send', 'src/model/batch.ts', "import '../send/send.js';", '"model" may import only lib, model;'],
    ['lib imports model', 'src/lib/sum.ts', "import '../model/batch.js';", '"lib" may import only lib;'],
    ['an import of the entry', 'src/cli/upload.ts', "import '../main.js';", 'nothing imports the entry'],
    ['a missing file', 'src/cli/upload.ts', "import '../gone.js';", 'there is no such file'],
    ['a loose file', 'src/loose.ts', 'export const x = 1;', 'are directly in src/'],
    ['an unknown folder', 'src/attic/x.ts', 'export const x = 1;', 'is not in the table of floors'],
    ['process, the module', 'src/send/send.ts', "import { env } from 'node:process';", 'uses node:process'],
    ['process, the global', 'src/send/send.ts', 'export const pid = process.pid;', 'uses process'],
    ['console', 'src/run/run.ts', "console['log']('hello');", 'uses console'],
    ['a long file', 'src/send/send.ts', '// line\n'.repeat(251), 'has 251 lines'],
  ])('%s', (_what, path, text, says) => {
    const faults = found({ [path]: text }).filter((fault) => fault.startsWith(path));
    expect(faults.join('\n')).toContain(says);
  });

  test('a cycle, with its files', () =>
    expect(found({ [TIME]: "import './map.js';" })).toEqual([
      'imports form a cycle: src/transform/map/map.ts → src/transform/map/time.ts → src/transform/map/map.ts',
    ]));

  test.each([
    ['a word in a comment or a text', "export const text = 'process.env'; // process.exit"],
    ['a property of that name', 'export const x = (signal: { process: { pid: number } }) => signal.process.pid;'],
    ['a file of 250 lines', '// line\n'.repeat(250)],
  ])('%s is accepted', (_what, text) => expect(found({ 'src/send/send.ts': text })).toEqual([]));
});
