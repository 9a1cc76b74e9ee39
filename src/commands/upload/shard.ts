// Which shard a process runs, from the flag or the scheduler, and which inputs belong to it. Lines: read/block-parts.ts.

import { createHash } from 'node:crypto';
import type { Environment } from '../../lib/environment.js';
import { UsageError } from '../../lib/errors.js';
import type { Shard } from '../../model/shard.js';
import type { Ports } from '../ports.js';
import { findInputs, type InputRef } from '../../read/index.js';

type ShardNumber = Pick<Shard, 'index' | 'of'>;

const MAX_SHARDS = 10_000;
const HOW = '--shard: give I/N (3/8: the third of eight), auto, or auto/N';

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;

/** Counted from 0 by Kubernetes (Indexed Jobs) and AWS Batch (array jobs). */
const fromZero = (index: number | null, of: number | null): ShardNumber | null =>
  index === null || of === null ? null : { index: index + 1, of };

const MISSING_SIZE =
  '--shard auto: Kubernetes does not say how many completions the job has: give auto/N, or set JOB_COMPLETIONS';
const SLURM_GAPS =
  '--shard auto: the ids of this Slurm array do not run from 0 or 1 without gaps: number them from 1 and give auto/N';

/** If an array is restarted for some of its tasks, its bounds change, so only a number that was given is reliable. */
const slurmShard = (env: Environment, id: number, given: number | null): ShardNumber => {
  if (given !== null) return { index: id, of: given };
  const bound = (name: string): number => wholeNumber(env[`SLURM_ARRAY_TASK_${name}`]) ?? NaN;
  const [min, max, count] = [bound('MIN'), bound('MAX'), bound('COUNT')];
  if (!(min <= 1 && max - min + 1 === count)) throw new UsageError(SLURM_GAPS);
  return { index: id - min + 1, of: count };
};

const autoShard = (env: Environment, given: number | null): ShardNumber => {
  const kubernetes = wholeNumber(env['JOB_COMPLETION_INDEX']);
  if (kubernetes !== null) {
    const number = fromZero(kubernetes, given ?? wholeNumber(env['JOB_COMPLETIONS']));
    if (number === null) throw new UsageError(MISSING_SIZE);
    return number;
  }
  const batch = fromZero(
    wholeNumber(env['AWS_BATCH_JOB_ARRAY_INDEX']),
    given ?? wholeNumber(env['AWS_BATCH_JOB_ARRAY_SIZE']),
  );
  if (batch !== null) return batch;
  const slurm = wholeNumber(env['SLURM_ARRAY_TASK_ID']);
  if (slurm !== null) return slurmShard(env, slurm, given);
  throw new UsageError(
    '--shard auto: none of JOB_COMPLETION_INDEX (Kubernetes), AWS_BATCH_JOB_ARRAY_INDEX with AWS_BATCH_JOB_ARRAY_SIZE, ' +
      'SLURM_ARRAY_TASK_ID is set; give --shard I/N',
  );
};

/** The shard that `--shard` means: `I/N`, or `auto` and `auto/N` by what a scheduler sets. Throws UsageError. */
export const parseShard = (text: string, env: Environment): ShardNumber => {
  const [, index, of] = /^(auto|\d{1,9})(?:\/(\d{1,9}))?$/.exec(text) ?? [];
  if (index === undefined || (index !== 'auto' && of === undefined)) throw new UsageError(HOW);
  const number =
    index === 'auto' ? autoShard(env, wholeNumber(of)) : { index: Number(index), of: wholeNumber(of) ?? 0 };
  if (number.of < 1 || number.of > MAX_SHARDS || number.index < 1 || number.index > number.of)
    throw new UsageError(`--shard: there is no shard ${number.index} of ${number.of}`);
  return number;
};

/** Whether the only argument is the name of the only input: then only its lines can be distributed. */
const isOneInput = (args: readonly string[], inputs: readonly InputRef[]): boolean =>
  args.length === 1 && inputs.length === 1 && args[0]?.startsWith(inputs[0]?.path ?? '') === true;

/**
 * How the work is distributed: one file by its lines, folders and patterns by names. The arguments decide, not the
 * number of files found, because each process lists them at a different moment.
 */
export const shardFor = (
  number: ShardNumber,
  by: Shard['by'] | undefined,
  args: readonly string[],
  inputs: readonly InputRef[],
): Shard => ({ ...number, by: by ?? (isOneInput(args, inputs) ? 'lines' : 'names') });

const HASH_BYTES = 6;

/** The shard of a name: the same in every process. */
export const shardOfName = (name: string, of: number): number =>
  (createHash('sha256').update(name).digest().readUIntBE(0, HASH_BYTES) % of) + 1;

/** The inputs of a shard. */
export const selectInputs = (inputs: readonly InputRef[], shard: Shard): readonly InputRef[] =>
  shard.by === 'lines' ? inputs : inputs.filter(({ path }) => shardOfName(path, shard.of) === shard.index);

/** The flags that say how work is distributed among processes. */
export interface ShardFlags {
  readonly shard?: string;
  readonly shardBy?: Shard['by'];
}

/** The inputs of a run, and its shard of the work; null: all of it. Throws InputError, UsageError. */
export const workOf = async (
  args: readonly string[],
  flags: ShardFlags,
  { cwd, env, signal }: Pick<Ports, 'cwd' | 'env' | 'signal'>,
): Promise<{ readonly inputs: readonly InputRef[]; readonly shard: Shard | null }> => {
  if (flags.shardBy !== undefined && flags.shard === undefined)
    throw new UsageError('--shard-by has no effect without --shard: give --shard I/N, or auto');
  const number = flags.shard === undefined ? null : parseShard(flags.shard, env);
  const inputs = await findInputs(args, cwd, env, signal);
  if (number === null) return { inputs, shard: null };
  const shard = shardFor(number, flags.shardBy, args, inputs);
  return { inputs: selectInputs(inputs, shard), shard };
};
