import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { completionCommand } from '../../../src/cli/completion.js';
import { programFor } from '../../../src/cli/program.js';
import { runCommand } from '../../support/command.js';
import { newFolder } from '../../support/surroundings.js';

const cwd = newFolder();
const complete = (argv: readonly string[], env = {}) =>
  runCommand((ports) => completionCommand(ports, () => programFor(ports)), argv, { cwd, env });

const CONFIG = `{ // comments are fine
  "connections": { "stores-eu": {}, "stores us": {}, "$(touch pwned)": {}, "two\\nlines": {} } }`;

beforeAll(async () => {
  mkdirSync(join(cwd, 'exports'));
  writeFileSync(join(cwd, 'export.ndjson'), '');
  writeFileSync(join(cwd, 'my file.csv'), '');
  writeFileSync(join(cwd, 'mp2fb.config.json'), CONFIG);
  writeFileSync(join(cwd, 'other.json'), '{"connections":{"other":{}}}');
  for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
    writeFileSync(join(cwd, `mp2fb.${shell}`), (await complete([shell])).out);
});

const NAMES = 'stores-eu\nstores us\n$(touch pwned)\n';

/** What is typed, and what completes it in every shell. */
const CASES: readonly (readonly [typed: readonly string[], words: readonly string[]])[] = [
  [['mp2fb', 'upl'], ['upload']],
  [
    ['mp2fb', 'ledger', ''],
    ['export', 'forget', 'info', 'mark-sent', 'prune', 'rejects'],
  ],
  [['mp2fb', 'ledger', 'prune', '--old'], ['--older-than']],
  [
    ['mp2fb', 'upload', '--format', ''],
    ['auto', 'csv', 'ndjson'],
  ],
  [
    ['mp2fb', 'sample', '--format', ''],
    ['csv', 'ndjson'],
  ],
  [['mp2fb', 'upload', '--send-ccpa-limited-data-use', 'w'], ['when-opted-out']],
  [
    ['mp2fb', 'upload', '--connection', ''],
    ['$(touch pwned)', 'stores us', 'stores-eu'],
  ],
  [
    ['mp2fb', 'upload', 'exp'],
    ['export.ndjson', 'exports'],
  ],
  [['mp2fb', 'upload', '--rejects', 'my'], ['my file.csv']],
  [['mp2fb', 'upload', '--chunk-size', ''], []],
  [['mp2fb', 'recipe', 'k'], ['kubernetes.yaml']],
  [['mp2fb', 'report', '--help-'], ['--help-all']],
  [
    ['mp2fb', 'completion', ''],
    ['bash', 'fish', 'powershell', 'zsh'],
  ],
];

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit'], { stdio: 'ignore' }).status === 0;

/** A function in place of the program: it knows the connections alone. */
const STANDS_FOR_MP2FB = `mp2fb() { printf '${NAMES.replaceAll('\n', '\\n')}'; }`;

const sorted = (words: readonly string[]): string[] =>
  [...new Set(words.map((word) => word.replace(/\/$/, '').replace(/\\(.)/g, '$1')))]
    .filter((word) => word !== '')
    .sort();

describe.skipIf(!has('bash'))('in bash', () => {
  // As readline does: names of files where the function adds nothing and lets them be.
  const script = `${STANDS_FOR_MP2FB}
    compopt() { files=; }
    source ./mp2fb.bash
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); files=1
    _mp2fb
    if [[ -n $files && \${#COMPREPLY[@]} == 0 ]]; then compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"; fi
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const inBash = (typed: readonly string[]): string[] =>
    sorted(execFileSync('bash', ['-c', script, 'bash', ...typed], { cwd, encoding: 'utf8' }).split('\n'));

  test.each(CASES)('%j', (typed, words) => expect(inBash(typed)).toEqual(words));

  test('--flag=value', () => expect(inBash(['mp2fb', 'upload', '--format', '=', 'c'])).toEqual(['csv']));

  test('a name with signs of the shell is quoted', () => {
    const out = execFileSync('bash', ['-c', script, 'bash', 'mp2fb', 'upload', '--connection', '$'], {
      cwd,
      encoding: 'utf8',
    });
    expect(out.trim()).toBe('\\$\\(touch\\ pwned\\)');
  });
});

describe.skipIf(!has('fish'))('in fish', () => {
  const inFish = (typed: readonly string[]): string[] => {
    const script = `function mp2fb; printf '${NAMES.replaceAll('\n', '\\n')}'; end
      source ./mp2fb.fish; complete -C "$argv"`;
    const out = execFileSync('fish', ['--no-config', '-c', script, typed.join(' ')], { cwd, encoding: 'utf8' });
    return sorted(out.split('\n').map((line) => line.split('\t')[0] ?? ''));
  };

  test.each(CASES)('%j', (typed, words) => expect(inFish(typed)).toEqual(words));
});

describe.skipIf(!has('zsh'))('in zsh', () => {
  test('every case', () => {
    const script = join(import.meta.dirname, 'type-and-tab.zsh');
    const lines = CASES.map(([typed]) => typed.join(' '));
    const out = execFileSync('zsh', ['-f', script, './mp2fb.zsh', ...lines], {
      cwd,
      encoding: 'utf8',
      timeout: 30_000,
    });
    const found = out
      .split('\n')
      .slice(0, CASES.length)
      .map((line) => sorted(line.split('|')));
    expect(found.map((words, index) => [lines[index], words])).toEqual(
      CASES.map(([typed, words]) => [typed.join(' '), [...words]]),
    );
  }, 40_000);
});

describe.skipIf(!has('pwsh'))('in PowerShell', () => {
  test.each(CASES.filter(([typed]) => !typed.some((word) => word === 'exp' || word === 'my')))('%j', (typed, words) => {
    const line = typed.join(' ');
    const script = `function mp2fb { 'stores-eu', 'stores us', '$(touch pwned)' }
      . ./mp2fb.powershell
      ([System.Management.Automation.CommandCompletion]::CompleteInput('${line}', ${line.length}, $null)).CompletionMatches.ListItemText`;
    const out = execFileSync('pwsh', ['-NoProfile', '-c', script], { cwd, encoding: 'utf8' });
    expect(sorted(out.split(/\r?\n/))).toEqual(words);
  });
});

describe('connection names', () => {
  test.each([
    [[], {}, NAMES],
    [['--config', 'other.json'], {}, 'other\n'],
    [[], { MP2FB_CONFIG: 'other.json' }, 'other\n'],
    [['--config', 'none.json'], {}, ''],
    [['--config', 'export.ndjson'], {}, ''],
  ])('with %j and %j', async (argv, env, out) =>
    expect(await complete(['--connections', ...argv], env)).toMatchObject({ out, failure: null, code: 0 }),
  );
});

test('every command and flag of the program is in the script', async () => {
  const { out } = await complete(['bash']);
  for (const name of ['explain', 'settings', 'sandbox', '--dry-run', '--dataset-id']) expect(out).toContain(name);
  expect(out).not.toContain('--access-token ');
});

test('another shell is wrong usage', async () =>
  expect((await complete([])).failure).toMatch(/name a shell: bash, zsh/));
