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

describe('the house', () => {
  const sources = sourcesOnDisk();

  test('has rooms', () => expect(sources.size).toBeGreaterThan(100));

  test('keeps its law: each room imports only model, lib and itself; one door to the process; no circles; small files', () =>
    expect(violationsIn(sources)).toEqual([]));
});

describe('a planted violation is found', () => {
  const house = {
    'src/main.ts': "import process from 'node:process'; import { run } from './run.js'; run(process.argv);",
    'src/run.ts': "import { map } from './map/map.js'; export const run = map;",
    'src/cli/upload.ts': "export const load = () => import('../run.js');",
    'src/map/map.ts':
      "import type { Batch } from '../model/batch.js'; export * from './time.js'; export const map = 1;",
    'src/map/time.ts': "import { sum } from '../lib/sum.js'; export const time = sum;",
    'src/model/batch.ts': "import type { Sum } from '../lib/sum.js'; export type Batch = Sum;",
    'src/lib/sum.ts': 'export type Sum = number; export const sum = 1;',
    'src/send/send.ts': 'export const send = 1;',
  };
  const found = (planted: Readonly<Record<string, string>>) =>
    violationsIn(new Map(Object.entries({ ...house, ...planted })));

  test('and a house in order is left in peace', () => expect(found({})).toEqual([]));

  test.each([
    ['a room imports another', 'src/map/time.ts', "import { send } from '../send/send.js';", '"map" may import only'],
    ['as a type', 'src/map/time.ts', "import type { send } from '../send/send.js';", '"map" may import only'],
    ['by exporting it again', 'src/map/time.ts', "export * from '../send/send.js';", '"map" may import only'],
    ['dynamically', 'src/map/time.ts', "export const x = () => import('../send/send.js');", '"map" may import only'],
    ['a room imports a command', 'src/send/send.ts', "import '../cli/upload.js';", '"send" may import only'],
    ['a room imports the run', 'src/send/send.ts', "import '../run.js';", '"send" may import only'],
    ['model imports a room', 'src/model/batch.ts', "import '../send/send.js';", '"model" may import only model, lib;'],
    ['lib imports model', 'src/lib/sum.ts', "import '../model/batch.js';", '"lib" may import only lib;'],
    ['the entry is imported', 'src/cli/upload.ts', "import '../main.js';", 'nothing imports the entry'],
    ['a file is not there', 'src/cli/upload.ts', "import '../gone.js';", 'there is no such file'],
    ['process, the module', 'src/send/send.ts', "import { env } from 'node:process';", 'uses node:process'],
    ['process, the global', 'src/send/send.ts', 'export const pid = process.pid;', 'uses process'],
    ['console', 'src/run.ts', "console['log']('hello');", 'uses console'],
    ['a long file', 'src/send/send.ts', '// line\n'.repeat(251), 'has 251 lines'],
  ])('%s', (_what, path, text, says) => {
    const faults = found({ [path]: text }).filter((fault) => fault.startsWith(path));
    expect(faults.join('\n')).toContain(says);
  });

  test('a circle, with the way round it', () =>
    expect(found({ 'src/map/time.ts': "import './map.js';" })).toEqual([
      'imports go in a circle: src/map/map.ts → src/map/time.ts → src/map/map.ts',
    ]));

  test.each([
    ['a word in a comment or a text', "export const text = 'process.env'; // process.exit"],
    ['a property of that name', 'export const x = (signal: { process: { pid: number } }) => signal.process.pid;'],
    ['250 lines', '// line\n'.repeat(250)],
  ])('%s is none', (_what, text) => expect(found({ 'src/send/send.ts': text })).toEqual([]));
});
