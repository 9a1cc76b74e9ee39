import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.js';
import type { Block } from '../../src/model/block.js';
import { rowLinesOf } from '../../src/model/row-lines.js';
import { isInShard, shardOfBlock } from '../../src/read/block-parts.js';
import { ownPath } from '../../src/commands/upload/output-files.js';
import { newFolder } from '../support/surroundings.js';
import { selectInputs, parseShard, shardFor, shardOfName, workOf } from '../../src/commands/upload/shard.js';

const inputOf = (path: string) => ({ path, absolute: path, size: 0, modifiedMs: 0 });
const slurm = (id: number, min: number, max: number, count = max - min + 1) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_MAX: String(max),
  SLURM_ARRAY_TASK_COUNT: String(count),
});

describe('--shard', () => {
  test.each<[string, Record<string, string>, string]>([
    ['1/1', {}, '1/1'],
    ['3/8', {}, '3/8'],
    ['auto/8', { JOB_COMPLETION_INDEX: '0' }, '1/8'],
    ['auto', { JOB_COMPLETION_INDEX: '7', JOB_COMPLETIONS: '8' }, '8/8'],
    ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '4' }, '3/4'],
    ['auto/4', { AWS_BATCH_JOB_ARRAY_INDEX: '3' }, '4/4'],
    ['auto', slurm(1, 1, 8), '1/8'],
    ['auto', slurm(7, 0, 7), '8/8'],
    ['auto/8', slurm(5, 5, 5), '5/8'],
  ])('%s with %j is %s', (text, env, share) => {
    const { index, of } = parseShard(text, env);
    expect(`${index}/${of}`).toBe(share);
  });

  test.each<[string, Record<string, string>, string]>([
    ['3', {}, 'give I/N'],
    ['0/3', {}, 'there is no shard 0 of 3'],
    ['4/3', {}, 'there is no shard 4 of 3'],
    ['1/0', {}, 'there is no shard 1 of 0'],
    ['1/2/3', {}, 'give I/N'],
    ['auto', {}, 'is set'],
    ['auto', { JOB_COMPLETION_INDEX: '1' }, 'give auto/N'],
    ['auto/2', { JOB_COMPLETION_INDEX: '2' }, 'there is no shard 3 of 2'],
    // Two tasks of eight, started again: taken for an array of two, six shares would be missing.
    ['auto', slurm(3, 3, 7, 2), 'without gaps'],
    ['auto', slurm(3, 3, 3), 'without gaps'],
    ['auto/8', slurm(0, 0, 7), 'there is no shard 0 of 8'],
  ])('%s with %j: %s', (text, env, message) => {
    expect(() => parseShard(text, env)).toThrow(UsageError);
    expect(() => parseShard(text, env)).toThrow(message);
  });
});

describe('what is dealt', () => {
  test.each<[string, string[], string[], 'names' | 'lines']>([
    ['one file', ['a.ndjson'], ['a.ndjson'], 'lines'],
    ['stdin', ['-'], ['-'], 'lines'],
    ['a signed link', ['https://h.example/a?sig=1'], ['https://h.example/a'], 'lines'],
    ['a folder with one file', ['export'], ['export/a.ndjson'], 'names'],
    ['a pattern with one match', ['s3://b/*.gz'], ['s3://b/a.gz'], 'names'],
    ['several files', ['a', 'b'], ['a', 'b'], 'names'],
  ])('%s', (_, args, found, by) =>
    expect(shardFor({ index: 1, of: 2 }, undefined, args, found.map(inputOf)).by).toBe(by),
  );

  test.each([1, 2, 3, 8])('names: each input has one of %i shares, and none is much larger', (of) => {
    const inputs = Array.from({ length: 5_000 }, (_, at) => inputOf(`s3://b/2026/11/${at % 30}/part-${at}.gz`));
    const shares = Array.from({ length: of }, (_, at) => selectInputs(inputs, { index: at + 1, of, by: 'names' }));
    expect(
      shares
        .flat()
        .map(({ path }) => path)
        .sort(),
    ).toEqual(inputs.map(({ path }) => path).sort());
    for (const share of shares) expect(Math.abs(share.length - 5_000 / of)).toBeLessThan(5 * Math.sqrt(5_000 / of));
  });

  test('names: the share of a name never changes', () =>
    expect(['a', 'export/part-1.ndjson.gz', 's3://b/é'].map((name) => shardOfName(name, 8))).toEqual([4, 1, 6]));

  test.each([1, 2, 3, 8])('lines: each of 100,000 has one of %i shares', (of) => {
    const counts = Array.from({ length: of }, (_, at) => {
      let count = 0;
      for (let line = 1; line <= 100_000; line += 1) if (isInShard(line, { index: at + 1, of })) count += 1;
      return count;
    });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100_000);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1_000);
  });
});

test('a block is divided with its faults; a sale belongs to the shard of its first row; warnings are reported once', () => {
  const block: Block = {
    ...{ input: 3, bytes: new Uint8Array(9), warnings: [{ code: 'csv_unknown_column', count: 1 }] },
    ...{ starts: Uint32Array.of(0, 3, 6), ends: Uint32Array.of(2, 5, 8), lines: Uint32Array.of(999, 1_000, 1_001) },
    rows: rowLinesOf([[999], [1_000, 1_001], [1_001, 1_002]]),
    faults: [{ line: 1_500, reason: 'csv_row', message: '', raw: null }],
  };
  const first = shardOfBlock(block, { index: 1, of: 3 });
  const second = shardOfBlock(block, { index: 2, of: 3 });
  expect(first).toMatchObject({
    lines: Uint32Array.of(999, 1_000),
    rows: rowLinesOf([[999], [1_000, 1_001]]),
    faults: [],
  });
  expect(first?.warnings).toHaveLength(1);
  expect(second).toMatchObject({ starts: Uint32Array.of(6), rows: rowLinesOf([[1_001, 1_002]]), warnings: [] });
  expect(second?.faults).toHaveLength(1);
  expect(shardOfBlock(block, { index: 3, of: 3 })).toBeNull();
});

test('files of several processes do not meet', () => {
  const parts = { runId: '20261127T021500Z-abc123', nowMs: Date.UTC(2026, 10, 27, 2, 15), shard: null };
  const shard = { index: 3, of: 8, by: 'names' } as const;
  expect(ownPath('report-{shard}.json', { ...parts, shard }, '/out')).toBe('/out/report-3-of-8.json');
  expect(ownPath('report-{shard}.json', parts, '/out')).toBe('/out/report-{shard}.json');
  expect(ownPath('{date}/{time}-{run}.json', parts, '/out')).toBe(`/out/2026-11-27/021500-${parts.runId}.json`);
  expect(ownPath('{a,b}-{}-{1}.json', parts, '/out')).toBe('/out/{a,b}-{}-{1}.json');
  for (const [text, words] of [
    [
      '{Date}.json',
      '{Date}.json: {Date} is not a placeholder for output names; those are {date}, {time}, {run}, {shard}',
    ],
    ['{date}-{host}.json', '{host} is not a placeholder'],
    ['-', 'an output is named -'],
  ] as const)
    expect(() => ownPath(text, parts, '/out')).toThrow(words);
});

test('--shard-by without --shard is a mistake, not the whole work', async () => {
  const work = workOf(['a.ndjson'], { shardBy: 'lines' }, { cwd: newFolder(), env: {}, signal: AbortSignal.abort() });
  await expect(work).rejects.toThrow('--shard-by has no effect without --shard');
});
