/**
 * One shard of a run's work, for one of several processes. By names: whole inputs, selected by a hash of their names.
 * By lines: stretches of lines of every input in turn.
 */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  readonly by: 'names' | 'lines';
}

/** `3-of-8`, for names of files and folders. */
export const shardLabel = ({ index, of }: Pick<Shard, 'index' | 'of'>): string => `${index}-of-${of}`;
