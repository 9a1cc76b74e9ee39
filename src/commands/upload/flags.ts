import type { Instant } from '../../lib/instant.js';
import type { ReadingFlags } from '../../read/flags.js';
import type { ProgressMode } from '../../report/progress/choose-progress.js';
import type { ShardFlags } from './shard.js';

/** The flags of `mp2fb upload` beside those of the settings, as values. */
export interface UploadFlags extends ReadingFlags, ShardFlags {
  readonly [flag: string]: unknown;
  readonly dryRun?: true;
  readonly preview: 'events' | 'requests';
  readonly sandbox?: true;
  readonly rejects?: string;
  readonly report?: string;
  readonly metrics?: string;
  /** Bounds of event times. An age counts from `asOf`. */
  readonly since?: Instant;
  readonly until?: Instant;
  /** Events that are sent at most. */
  readonly limit?: number;
  readonly threads?: number;
  readonly asOf?: Instant;
  readonly progress: ProgressMode;
  readonly quiet?: true;
}
