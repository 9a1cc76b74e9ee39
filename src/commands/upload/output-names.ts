import { resolve } from 'node:path';
import { shardLabel, type Shard } from '../../model/shard.js';

/** The values of `{date}`, `{time}`, `{run}` and `{shard}` in the name of an output. */
export interface NameParts {
  readonly runId: string;
  /** When the run starts; dates and times are UTC. */
  readonly nowMs: number;
  readonly shard: Shard | null;
}

const DATE_CHARACTERS = 'yyyy-mm-dd'.length;

/**
 * The file that an option names, with `{date}` (2026-11-27), `{time}` (021500), `{run}` and `{shard}` filled in: a
 * second run of a day, or another process, must not write over the first one's. Without a shard, `{shard}` stays as it
 * is.
 */
export const ownPath = (text: string, { runId, nowMs, shard }: NameParts, cwd: string): string => {
  const [date, time] = [new Date(nowMs).toISOString().slice(0, DATE_CHARACTERS), new Date(nowMs).toISOString()];
  const named = text
    .replaceAll('{date}', date)
    .replaceAll('{time}', time.slice(DATE_CHARACTERS + 1, DATE_CHARACTERS + 'T00:00:00'.length).replaceAll(':', ''))
    .replaceAll('{run}', runId);
  return resolve(cwd, shard === null ? named : named.replaceAll('{shard}', shardLabel(shard)));
};
