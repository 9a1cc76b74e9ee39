import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.js';
import { aReport, NIGHT } from '../report/a-report.js';
import { linesOf, ROOT } from '../support/program.js';
import { staticImportsOf } from '../support/static-imports.js';
import { fences, section } from './readme.js';
import { temporaryFolder } from '../support/surroundings.js';

const SECTION = section('# Use as a library');

/** Runs a module in a folder in which the package is installed, as built. */
const runModule = (text: string): string => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(ROOT, join(folder.path, 'node_modules', 'mp2fb'), 'dir');
  // Node.js would take the nearest package.json further up for that of the program.
  writeFileSync(join(folder.path, 'package.json'), '{ "private": true }');
  writeFileSync(join(folder.path, 'program.mjs'), text);
  return execFileSync(process.execPath, ['program.mjs'], { cwd: folder.path, encoding: 'utf8', env: {} });
};

test('the example runs unchanged', () => {
  const [{ text }, ...others] = fences(SECTION).filter(({ language }) => language === 'js');
  expect(others).toEqual([]);
  const out = runModule(text);
  expect(linesOf(out).slice(0, 2)).toEqual(['batches:2:0 rejected no_match_keys', 'batches:1:0 sent ']);
  expect(out).toMatch(/read: 2,[^]* sent: 1,/);
});

test('every function and error of the library is described', () => {
  const isDescribed = (name: string): boolean => SECTION.includes(`\`${name}\``) || SECTION.includes(`\`${name}(`);
  expect(Object.keys(library).filter((name) => !isDescribed(name))).toEqual([]);
});

test.each(['report', 'settings', 'manifest'])('the JSON Schema of the %s has an address in the package', (name) => {
  const program = `import schema from 'mp2fb/schemas/${name}.json' with { type: 'json' };
    console.log(schema.$schema, typeof (schema.properties ?? schema.definitions));`;
  expect(runModule(program)).toMatch(/^https?:\/\/json-schema\.org\/.* object\n$/);
});

test('saved reports are read and merged', () => {
  const report = JSON.stringify(aReport({}, NIGHT));
  const program = `import { EXIT_CODES, mergeReports, parseReport } from 'mp2fb';
    const [one, two] = [${report}, ${report}].map(parseReport);
    const { events, run } = mergeReports([one, { ...two, run: { ...two.run, id: 'another' } }]);
    console.log(events.sent / one.events.sent, typeof EXIT_CODES[run.exitCode]);`;
  expect(runModule(program)).toBe('2 string\n');
});

describe('importing is cheap', () => {
  test('only the settings’ schema and the country codes come with it', async () => {
    const loaded = await staticImportsOf('src/index.ts');
    expect(loaded.filter((name) => !name.startsWith('node:'))).toEqual(['i18n-iso-countries/codes.json', 'valibot']);
  });

  test('and the process is unchanged', () => {
    const program = `const before = process.eventNames().length;
      await import('mp2fb');
      console.log(process.eventNames().length - before);`;
    expect(runModule(program)).toBe('0\n');
  });
});
