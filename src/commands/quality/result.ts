import type { EntryCounts, EventQuality, QualityDimension } from '../../facebook/dataset-quality.js';
import type { Reconciled } from './reconcile.js';

/** Everything that `mp2fb quality` found; its JSON form is `--json`. */
export interface QualityResult {
  readonly datasetId: string;
  readonly qualities: readonly EventQuality[];
  /** By event name: what would raise each score here. */
  readonly steps: Readonly<Record<string, Readonly<Partial<Record<QualityDimension, string>>>>>;
  /** Events that the ledger remembers as sent within the days of the scores; null: there is no ledger of the dataset. */
  readonly sentHere: number | null;
  /** Meta's counts of the dataset, or why there are none. */
  readonly dataset: (EntryCounts & { readonly matchRate: number | null }) | string;
  /** By event name, the last seven days; null: the token may not read them. */
  readonly received: Readonly<Record<string, number>> | null;
  readonly runs: readonly Reconciled[];
}
