import { createHash } from 'node:crypto';
import { UsageError } from '../../lib/errors.js';
import type { Shard } from '../../model/shard.js';
import type { Ports } from '../ports.js';
import { findInputs, type InputRef } from '../../read/index.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Share = Pick<Shard, 'index' | 'of'>;

const MOST_SHARES = 10_000;
const HOW = '--shard: give I/N (3/8: the third of eight), auto, or auto/N';

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;

/** Counted from 0 by Kubernetes (Indexed Jobs) and AWS Batch (array jobs). */
const fromZero = (index: number | null, of: number | null): Share | null =>
  index === null || of === null ? null : { index: index + 1, of };

const MISSING_SIZE =
  '--shard auto: Kubernetes does not say how many completions the job has: give auto/N, or set JOB_COMPLETIONS';
const SLURM_GAPS =
  '--shard auto: the ids of this Slurm array do not run from 0 or 1 without gaps: number them from 1 and give auto/N';

/** An array that is started again for some of its tasks has other bounds: then only the given number is the truth. */
const slurmShare = (env: Environment, id: number, given: number | null): Share => {
  if (given !== null) return { index: id, of: given };
  const bound = (name: string): number => wholeNumber(env[`SLURM_ARRAY_TASK_${name}`]) ?? NaN;
  const [min, max, count] = [bound('MIN'), bound('MAX'), bound('COUNT')];
  if (!(min <= 1 && max - min + 1 === count)) throw new UsageError(SLURM_GAPS);
  return { index: id - min + 1, of: count };
};

const autoShare = (env: Environment, given: number | null): Share => {
  const kubernetes = wholeNumber(env['JOB_COMPLETION_INDEX']);
  if (kubernetes !== null) {
    const share = fromZero(kubernetes, given ?? wholeNumber(env['JOB_COMPLETIONS']));
    if (share === null) throw new UsageError(MISSING_SIZE);
    return share;
  }
  const batch = fromZero(
    wholeNumber(env['AWS_BATCH_JOB_ARRAY_INDEX']),
    given ?? wholeNumber(env['AWS_BATCH_JOB_ARRAY_SIZE']),
  );
  if (batch !== null) return batch;
  const slurm = wholeNumber(env['SLURM_ARRAY_TASK_ID']);
  if (slurm !== null) return slurmShare(env, slurm, given);
  throw new UsageError(
    '--shard auto: none of JOB_COMPLETION_INDEX (Kubernetes), AWS_BATCH_JOB_ARRAY_INDEX with AWS_BATCH_JOB_ARRAY_SIZE, ' +
      'SLURM_ARRAY_TASK_ID is set; give --shard I/N',
  );
};

/** The share that `--shard` means: `I/N`, or `auto` and `auto/N` by what a scheduler sets. Throws UsageError. */
export const parseShard = (text: string, env: Environment): Share => {
  const [, index, of] = /^(auto|\d{1,9})(?:\/(\d{1,9}))?$/.exec(text) ?? [];
  if (index === undefined || (index !== 'auto' && of === undefined)) throw new UsageError(HOW);
  const share = index === 'auto' ? autoShare(env, wholeNumber(of)) : { index: Number(index), of: wholeNumber(of) ?? 0 };
  if (share.of < 1 || share.of > MOST_SHARES || share.index < 1 || share.index > share.of)
    throw new UsageError(`--shard: there is no share ${share.index} of ${share.of}`);
  return share;
};

/** Whether the one argument is the name of the one input: then there is nothing to deal but its lines. */
const isOneInput = (args: readonly string[], inputs: readonly InputRef[]): boolean =>
  args.length === 1 && inputs.length === 1 && args[0]?.startsWith(inputs[0]?.path ?? '') === true;

/**
 * How the work is dealt: one file by its lines, folders and patterns by names. It is the arguments that decide and not
 * how many files there happen to be, since every process looks at another moment.
 */
export const shardFor = (
  share: Share,
  by: Shard['by'] | undefined,
  args: readonly string[],
  inputs: readonly InputRef[],
): Shard => ({ ...share, by: by ?? (isOneInput(args, inputs) ? 'lines' : 'names') });

const HASH_BYTES = 6;

/** The same for a name wherever and whenever it is asked. */
export const shareOfName = (name: string, of: number): number =>
  (createHash('sha256').update(name).digest().readUIntBE(0, HASH_BYTES) % of) + 1;

/** The inputs of a share. */
export const dealInputs = (inputs: readonly InputRef[], shard: Shard): readonly InputRef[] =>
  shard.by === 'lines' ? inputs : inputs.filter(({ path }) => shareOfName(path, shard.of) === shard.index);

/** The flags that say how work is dealt among processes. */
export interface ShardFlags {
  readonly shard?: string;
  readonly shardBy?: Shard['by'];
}

/** The inputs of a run, and which share of the work they are; null: all of it. Throws InputError, UsageError. */
export const workOf = async (
  args: readonly string[],
  flags: ShardFlags,
  { cwd, env }: Pick<Ports, 'cwd' | 'env'>,
): Promise<{ readonly inputs: readonly InputRef[]; readonly shard: Shard | null }> => {
  const share = flags.shard === undefined ? null : parseShard(flags.shard, env);
  const inputs = await findInputs(args, cwd, env);
  if (share === null) return { inputs, shard: null };
  const shard = shardFor(share, flags.shardBy, args, inputs);
  return { inputs: dealInputs(inputs, shard), shard };
};
