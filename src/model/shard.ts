/**
 * One of several equal shares of a run's work, for as many processes. By names: whole inputs, by a hash of their
 * names. By lines: of every input, stretches of lines in turn.
 */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  readonly by: 'names' | 'lines';
}

/** `3-of-8`, for names of files and folders. */
export const shardLabel = ({ index, of }: Pick<Shard, 'index' | 'of'>): string => `${index}-of-${of}`;
