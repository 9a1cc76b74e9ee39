import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Ports } from '../../src/commands/ports.js';
import { sampleCommand } from '../../src/cli/sample.js';
import { UsageError } from '../../src/lib/errors.js';
import { portsOf } from '../support/command.js';
import { newFolder } from '../support/surroundings.js';

const folder = newFolder();

const run = async (args: readonly string[], more: Partial<Ports> = {}) => {
  const { ports, out, err, exits } = portsOf({ cwd: folder, more });
  const command = sampleCommand(ports)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return { stdout: out(), stderr: err(), exit: exits };
};

const lineCount = (text: string): number => text.split('\n').length - 1;
const bytesOf = async (name: string): Promise<Buffer> => readFile(join(folder, name));

describe('to stdout', () => {
  test('goes NDJSON and nothing else, 5,000 batches of it', async () => {
    const { stdout, stderr, exit } = await run([]);
    expect(lineCount(stdout)).toBe(5_000);
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(stderr).toBe('');
    expect(exit).toEqual([0]);
  });

  test('goes as CSV with its header, if asked for', async () => {
    const { stdout } = await run(['--format', 'csv', '--batches', '3']);
    expect(stdout).toMatch(/^environment,user_identities\.customerid,/);
  });

  test('the last time is "now", the clock’s or --as-of', async () => {
    const days = ({ stdout }: { stdout: string }) =>
      [...stdout.matchAll(/"timestamp_unixtime_ms":"(\d+)"/g)].map(([, ms]) =>
        new Date(Number(ms)).toISOString().slice(0, 10),
      );
    const args = ['--batches', '300', '--days', '1'];
    expect(new Set(days(await run(args)))).toEqual(new Set(['2026-11-20']));
    expect(new Set(days(await run([...args, '--as-of', '2025-03-02'])))).toEqual(new Set(['2025-03-01']));
  });

  test('ends quietly when the reader leaves', async () => {
    let chunks = 0;
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        chunks += 1;
        done(chunks < 3 ? null : Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const { exit, stderr } = await run(['--size', '1GB'], { stdout });
    expect({ chunks, exit, stderr }).toEqual({ chunks: 3, exit: [0], stderr: '' });
  });

  test('a full disk behind it is an error', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    });
    await expect(run(['--size', '1GB'], { stdout })).rejects.toThrow(UsageError);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ])('%s ends it with %i, after a whole line', async (signal, code) => {
    const stop = new AbortController();
    let tail = '';
    const stdout = new Writable({
      write(chunk: Buffer, _encoding, done) {
        tail = chunk.toString().slice(-2);
        stop.abort(signal);
        done();
      },
    });
    const { exit } = await run(['--size', '1GB'], { stdout, signal: stop.signal });
    expect({ exit, tail }).toEqual({ exit: [code], tail: '}\n' });
  });
});

describe('into a file', () => {
  test('goes what would go to stdout, and stderr says what it was', async () => {
    const { stdout } = await run(['--batches', '700']);
    const { stderr } = await run(['--batches', '700', '--output', 'out.ndjson']);
    expect((await bytesOf('out.ndjson')).toString()).toBe(stdout);
    expect(stderr).toMatch(
      /^out\.ndjson: 700 batches, 7\d\d events, 1\.\d+ MB, from 2026-10-22T00:00:00\.000Z to 2026-11-21T00:00:00\.000Z\n$/,
    );
  });

  test('bad records are counted', async () => {
    const { stderr } = await run(['--batches', '50', '--bad-records', '--output', 'bad.ndjson']);
    expect(stderr).toContain('50 batches, 10 of them bad on purpose,');
  });

  test('a name in .gz is compressed, a name in .csv is CSV', async () => {
    await run(['--batches', '40', '--output', 'plain.csv']);
    await run(['--batches', '40', '--output', 'packed.csv.gz']);
    expect(gunzipSync(await bytesOf('packed.csv.gz'))).toEqual(await bytesOf('plain.csv'));
    expect((await bytesOf('plain.csv')).subarray(0, 12).toString()).toBe('environment,');
  });

  test.each([
    ['300KB', 300_000],
    ['1MB', 1_000_000],
    ['1.5mb', 1_500_000],
    ['1MiB', 1_048_576],
    ['400000', 400_000],
  ])('--size %s is met within one per cent, and never exceeded', async (size, bytes) => {
    await run(['--size', size, '--output', 'sized.ndjson']);
    const { size: made } = await stat(join(folder, 'sized.ndjson'));
    expect(made).toBeLessThanOrEqual(bytes);
    expect(made).toBeGreaterThan(bytes * 0.99);
  });

  test('of a folder that is not there, it says which file', async () => {
    await expect(run(['--output', 'missing/out.ndjson'])).rejects.toThrow(
      /^--output .*missing\/out\.ndjson cannot be written: the folder missing does not exist$/,
    );
  });
});

test.each([
  { args: ['--batches', '0'] },
  { args: ['--batches', '1.5'] },
  { args: ['--size', 'huge'] },
  { args: ['--size', '0'] },
  { args: ['--size', '1GB', '--batches', '5'] },
  { args: ['--days', '0'] },
  { args: ['--seed', '-1'] },
  { args: ['--as-of', '2026-11-20T08:00'] },
  { args: ['--format', 'xml'] },
])('refuses $args', async ({ args }) => {
  await expect(run(args)).rejects.toThrow(expect.objectContaining({ exitCode: 1 }));
});
