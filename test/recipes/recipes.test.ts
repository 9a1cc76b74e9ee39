// Every recipe: printed by its command, parsed by the tool of its kind, its flags those of the program. Tools that are not
// installed are skipped by name.
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RECIPES } from '../../src/cli/recipe.js';
import { renderMetrics } from '../../src/report/files/metrics.js';
import { SETTINGS } from '../../src/settings/table/table.js';
import { COMMANDS, visibleOptions } from '../docs/commands.js';
import { aReport, NIGHT } from '../report/a-report.js';
import { run } from '../support/package.js';
import { has, mp2fb, ROOT } from '../support/program.js';
import { awsArgs, awsJson, kubernetesArgs, recipe, yamlDocuments } from './recipe-files.js';
import { temporaryFolder } from '../support/surroundings.js';

const NAMES = Object.keys(RECIPES);

test('each file of the folder is a recipe', () =>
  expect([...NAMES].sort()).toEqual(readdirSync(join(ROOT, 'src', 'recipes')).sort()));

test('mp2fb recipe lists the names', async () => {
  const { code, stdout } = await mp2fb(['recipe']);
  expect(code).toBe(0);
  expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([...NAMES, '']);
});

test('mp2fb recipe NAME prints the file', async () => {
  expect(await mp2fb(['recipe', 'slurm.sh'])).toMatchObject({ code: 0, stdout: recipe('slurm.sh'), stderr: '' });
  expect((await mp2fb(['recipe', 'slurm'])).code).toBe(2);
});

/** What follows `mp2fb COMMAND` in a recipe, continued lines joined. */
const invocations = (name: string): readonly (readonly [command: string, rest: string])[] => {
  if (name === 'kubernetes.yaml') return [['upload', kubernetesArgs().join(' ')]];
  if (name === 'aws-batch.sh') return [['upload', awsArgs().join(' ')]];
  const text = recipe(name).replaceAll(/\\\n#?/g, '');
  return [...text.matchAll(/\bmp2fb (upload|report)\b([^\n;|&]*)/g)].map(([, command, rest]) => [command, rest]);
};

describe('flags are those of the program', () => {
  const WITHOUT = ['mp2fb.timer', 'logrotate.conf', 'alerts.yml'];

  test.each(NAMES.filter((name) => !WITHOUT.includes(name)))('%s', (name) => {
    const found = invocations(name);
    expect(found.length).toBeGreaterThan(0);
    for (const [command, rest] of found) {
      const options = visibleOptions(COMMANDS.find((one) => one.name === command)!.command);
      const known = new Map(options.map((option) => [option.long, option]));
      const used = [...rest.matchAll(/(?<=^|\s)(--[a-z][a-z-]*)(?:[ =]["']?([^"'\s]+))?/g)];
      expect(used.map(([, flag]) => flag).filter((flag) => !known.has(flag))).toEqual([]);
      for (const [, flag, value] of used) {
        const choices = known.get(flag)?.argChoices;
        if (choices !== undefined) expect(choices).toContain(value);
      }
      // Two tries of one shard, or two runs of a day, must not write over each other.
      if (command === 'upload') expect(rest).toMatch(/--report[ =]\S*\{run\}/);
    }
  });
});

test('variables are those of the settings', () => {
  const known = new Set(SETTINGS.flatMap(({ env }) => env));
  const used = NAMES.flatMap((name) => recipe(name).match(/\bMP2FB_[A-Z_]+\b/g) ?? []);
  expect(used.length).toBeGreaterThan(2);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

describe('shell scripts', () => {
  test.skipIf(!has('shellcheck')).each(NAMES.filter((name) => name.endsWith('.sh')))('shellcheck: %s', async (name) => {
    expect(await run('shellcheck', [name], join(ROOT, 'src', 'recipes'))).toEqual({ code: 0, out: '', err: '' });
  });
});

test('the Dockerfile copies what npm pack makes', () => {
  const [, pattern = ''] = /^COPY (\S+) /m.exec(recipe('Dockerfile')) ?? [];
  expect('mp2fb-1.0.0.tgz').toMatch(new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`));
});

describe('alerts', () => {
  test('name metrics that the program writes', () => {
    const written = renderMetrics(aReport({ run: { exitCode: 0 } }, NIGHT));
    const used = recipe('alerts.yml').match(/\bmp2fb_\w+/g) ?? [];
    expect([...new Set(used)].filter((name) => !written.includes(`# HELP ${name} `))).toEqual([]);
  });

  test.skipIf(!has('promtool'))('promtool accepts the rules, and the metrics themselves', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'mp2fb.prom'), renderMetrics(NIGHT));
    const rules = await run('promtool', ['check', 'rules', join(ROOT, 'src/recipes/alerts.yml')], folder.path);
    expect([rules.code, rules.out]).toEqual([0, expect.stringContaining('6 rules found')]);
    const metrics = await run('sh', ['-c', 'promtool check metrics < mp2fb.prom'], folder.path);
    expect(metrics).toEqual({ code: 0, out: '', err: '' });
  });

  const RULE_TESTS = `
rule_files: [${join(ROOT, 'src/recipes/alerts.yml')}]
evaluation_interval: 1h
tests:
  - interval: 1h
    input_series:
      - { series: 'mp2fb_exit_code{destination="new"}', values: '3x100' }
      - { series: 'mp2fb_exit_code{destination="bad"}', values: '4x100' }
      - { series: 'mp2fb_exit_code{destination="good"}', values: '0x100' }
      - { series: 'mp2fb_last_finish_timestamp_seconds{destination="late"}', values: '0x100' }
      - { series: 'mp2fb_last_finish_timestamp_seconds{destination="good"}', values: '0+3600x100' }
      - { series: 'mp2fb_events{destination="many",outcome="rejected"}', values: '300x100' }
      - { series: 'mp2fb_batches_malformed{destination="many"}', values: '90x100' }
      - { series: 'mp2fb_rejects_known{destination="many"}', values: '190x100' }
      - { series: 'mp2fb_events_read{destination="many"}', values: '10000x100' }
      - { series: 'mp2fb_events{destination="known",outcome="rejected"}', values: '300x100' }
      - { series: 'mp2fb_batches_malformed{destination="known"}', values: '90x100' }
      - { series: 'mp2fb_rejects_known{destination="known"}', values: '390x100' }
      - { series: 'mp2fb_events_read{destination="known"}', values: '10000x100' }
      - { series: 'mp2fb_strong_match_key_events{destination="weak"}', values: '40x100' }
      - { series: 'mp2fb_events{destination="weak",outcome="sent"}', values: '100x100' }
      - { series: 'mp2fb_warnings{destination="warned",code="default_currency"}', values: '7x100' }
    promql_expr_test:
      - expr: count by (alertname, destination) (ALERTS{alertstate="firing"})
        eval_time: 80h
        exp_samples:
${[
  ['Missing', 'late'],
  ['Failed', 'bad'],
  ['NewRejects', 'new'],
  ['ManyRejects', 'many'],
  ['WeakMatchKeys', 'weak'],
  ['Warnings', 'warned'],
]
  .map(([name, at]) => `          - { labels: '{alertname="Mp2fb${name}",destination="${at}"}', value: 1 }`)
  .join('\n')}
`;

  test.skipIf(!has('promtool'))('each rule fires for its case alone', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'tests.yml'), RULE_TESTS);
    const { code, out, err } = await run('promtool', ['test', 'rules', 'tests.yml'], folder.path);
    expect([code, out + err]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

describe('cluster recipes have the types of their API', () => {
  /** A field that no type has: the check itself can fail. */
  const typed = (type: string, value: unknown): string => {
    const text = JSON.stringify(value);
    return `export const right: ${type} = ${text};
      // @ts-expect-error: a misspelt field is found
      export const wrong: ${type} = { noSuchField: 1, ${text.slice(1)};`;
  };

  const [claim, job] = yamlDocuments('kubernetes.yaml');
  test.each([
    ['the claim', 'kubernetes-types/core/v1.js', 'PersistentVolumeClaim', claim],
    ['the Job', 'kubernetes-types/batch/v1.js', 'Job', job],
    ['the container', '@aws-sdk/client-batch', 'ContainerProperties', awsJson('container_properties')],
    ['the retries', '@aws-sdk/client-batch', 'RetryStrategy', awsJson('retry_strategy')],
  ])('%s', async (_, module, type, value) => {
    const name = `${type}.mts`;
    using folder = temporaryFolder();
    symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'), 'dir');
    writeFileSync(join(folder.path, name), `import type { ${type} } from '${module}';\n${typed(type, value)}\n`);
    const flags = ['--strict', '--noEmit', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022'];
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    expect(await run(tsc, [...flags, '--types', 'node', name], folder.path)).toEqual({ code: 0, out: '', err: '' });
  });
});
