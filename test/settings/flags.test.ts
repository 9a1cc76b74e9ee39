import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addSettingsFlags } from '../../src/cli/settings-flags.js';
import { ENTRIES } from '../../src/settings/table/schema.js';
import { SETTINGS } from '../../src/settings/table/table.js';
import { load } from './workplace.js';

const flagsOf = (...argv: readonly string[]): Record<string, unknown> =>
  addSettingsFlags(new Command('x')).exitOverride().parse(argv, { from: 'user' }).opts();

test('the table names every setting of the schema, each flag and variable once', () => {
  expect(SETTINGS.map(({ name }) => name).sort()).toEqual(Object.keys(ENTRIES).sort());
  for (const names of [
    SETTINGS.map(({ flag }) => flag).filter((flag) => flag !== null),
    SETTINGS.flatMap(({ env }) => env),
  ])
    expect(new Set(names).size).toBe(names.length);
});

test('every setting but a secret has a visible flag whose help shows its default', () => {
  const options = addSettingsFlags(new Command('x')).options;
  for (const { flag, default: fallback } of SETTINGS) {
    const option = options.find(({ long }) => long === flag);
    if (flag === null) continue;
    expect(option?.hidden, flag).toBe(false);
    expect(option?.description).toContain(`(default: ${fallback === '' ? 'none' : fallback})`);
    expect(option?.attributeName()).toBe(SETTINGS.find((setting) => setting.flag === flag)?.name);
  }
});

test('without flags there is nothing that could beat the environment', () => {
  expect(flagsOf()).toEqual({});
});

describe('flags come out as settings', () => {
  test.each([
    [['--include-app-batches'], { includeAppBatches: true }],
    [['--no-hash-madid'], { hashMadid: false }],
    [
      ['--event-names', 'purchase=Sale', '--event-names', 'add_to_wish_list=Wish'],
      { eventNames: { purchase: 'Sale', add_to_wishlist: 'Wish' } },
    ],
    [['--event-names', 'purchase=Sale,checkout=A=B'], { eventNames: { purchase: 'Sale', checkout: 'A=B' } }],
    [
      ['--environments', 'production,development', '--environments', 'unknown'],
      { environments: ['production', 'development', 'unknown'] },
    ],
    [['--custom-data-exclude', 'a, b'], { customDataExclude: ['a', 'b'] }],
    [['--send-ccpa-limited-data-use', 'Always'], { sendCcpaLimitedDataUse: 'always' }],
  ])('%j', async (argv, mapping) => {
    expect((await load({ flags: flagsOf(...argv) })).settings.mapping).toMatchObject(mapping);
  });

  test.each([
    [
      ['--chunk-size', '10', '--max-wait', '2h', '--resend-unknown'],
      { chunkSize: 10, maxWaitSeconds: 7200, resendUnknown: true },
    ],
    [['--no-ledger'], { ledger: null }],
    [['--ledger', 'dir'], { ledger: '/nowhere/dir' }],
  ])('%j', async (argv, delivery) => {
    expect((await load({ flags: flagsOf(...argv) })).settings.delivery).toMatchObject(delivery);
  });
});

test('help needs none of the slow modules', async () => {
  const seen = new Set<string>();
  const follow = async (file: URL): Promise<void> => {
    if (seen.has(file.href)) return;
    seen.add(file.href);
    const source = await readFile(file, 'utf8');
    for (const [, name = ''] of source.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'/gm)) {
      if (name.startsWith('.')) await follow(new URL(name.replace(/\.js$/, '.ts'), file));
      else if (!name.startsWith('node:')) expect(name).toBe('commander');
    }
  };
  await follow(new URL('../../src/cli/settings-flags.ts', import.meta.url));
  await follow(new URL('../../src/cli/settings.ts', import.meta.url));
  expect(seen.size).toBeGreaterThan(8);
});
