import type { Ports } from './cli/ports.js';
import type { Shard } from './model/shard.js';
import { findInputs, type InputRef } from './read/inputs.js';
import { dealInputs, parseShard, shardFor } from './shard.js';

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
