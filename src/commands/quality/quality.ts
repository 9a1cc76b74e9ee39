// `mp2fb quality`: settings → questions to Facebook → text, JSON or gauges. Flags are in cli/quality.ts.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { QUALITY_DAYS, QUALITY_DIMENSIONS, type EventQuality } from '../../facebook/dataset-quality.js';
import { graphReader, type GraphReader } from '../../facebook/graph-reader.js';
import { withShardFolders } from '../../ledger/shard-folder.js';
import { ledgerInfo } from '../../ledger/upkeep/info.js';
import type { Environment } from '../../lib/environment.js';
import { UsageError } from '../../lib/errors.js';
import { printable } from '../../lib/printable.js';
import { print } from '../../lib/output-stream.js';
import type { DeliverySettings, Settings } from '../../model/settings.js';
import { qualityMetrics } from '../../report/files/metrics.js';
import { saveText } from '../../report/files/save.js';
import { loadSettings } from '../../settings/load.js';
import { missingForUpload } from '../../settings/missing.js';
import type { Ports } from '../ports.js';
import { readReport } from '../report.js';
import { reconcile, runsOf, stepFor, type QualityResult, type Reconciled } from './result.js';
import { qualityText } from './print.js';
import { readDataset, readQualities, readTotals, readUpload } from './reads.js';
import { MS_PER_DAY } from '../../lib/units.js';

/** Flags of `mp2fb quality` beside those of the settings. */
export interface QualityFlags extends Readonly<Record<string, unknown>> {
  readonly run?: string;
  readonly json?: true;
  readonly metrics?: string;
}

const CLOSED = 'quality reads a dataset: set datasetId (or --dataset-id); Meta closed the Offline Conversions API';

/** The dataset and the token, or UsageError that names what is missing. */
const targetOf = (
  { delivery, ...settings }: Settings,
  env: Environment,
): { readonly id: string; readonly token: string } => {
  if (delivery.api !== 'conversions') throw new UsageError(CLOSED);
  const missing = missingForUpload({ delivery, ...settings }, env);
  const [id, token] = [delivery.destinationId, delivery.accessToken?.reveal()];
  if (missing.length > 0 || id === null || token === undefined) throw new UsageError(missing.join('\n'));
  return { id, token };
};

/** The events sent to the dataset by ledger and shards; a ledger that cannot be read is named on stderr. */
const sentHere = async ({ ledger, destinationId }: DeliverySettings, ports: Ports): Promise<number | null> => {
  if (ledger === null) return null;
  const since = ports.clock.now() - QUALITY_DAYS * MS_PER_DAY;
  let sent: number | null = null;
  for (const directory of withShardFolders(ledger))
    for (const info of await ledgerInfo(directory, { ...ports, runId: 'mp2fb quality' }, since)) {
      if ('problem' in info) ports.stderr.write(`warning: ${printable(info.problem)}\n`);
      else if (info.destination.id === destinationId) sent = (sent ?? 0) + info.sentSince;
    }
  return sent;
};

interface AskedRun {
  readonly id: string;
  readonly sent: number | null;
}

const RUN_ID = /^[\w-]+$/;

/** A saved report, or the id of a run without a saved report. Rejects with InputError. */
const askedRuns = async (run: string | undefined, ports: Ports): Promise<readonly AskedRun[]> => {
  if (run === undefined) return [];
  if (RUN_ID.test(run) && !existsSync(resolve(ports.cwd, run))) return [{ id: run, sent: null }];
  return runsOf(await readReport(run, ports));
};

const reconcileAll = async (
  reader: GraphReader,
  runs: readonly AskedRun[],
  id: string,
  tagOf: (runId: string) => string,
): Promise<readonly Reconciled[]> => {
  const found: Reconciled[] = [];
  for (const { id: runId, sent } of runs)
    found.push(reconcile(runId, sent, await readUpload(reader, id, tagOf(runId))));
  return found;
};

const stepsOf = (qualities: readonly EventQuality[], { mapping }: Settings): QualityResult['steps'] =>
  Object.fromEntries(
    qualities.map((quality) => {
      const steps = QUALITY_DIMENSIONS.map((dimension) => [dimension, stepFor(dimension, quality, mapping)] as const);
      return [quality.eventName, Object.fromEntries(steps.filter(([, step]) => step !== null))];
    }),
  );

const ask = async (settings: Settings, flags: QualityFlags, ports: Ports): Promise<QualityResult> => {
  const { id, token } = targetOf(settings, ports.env);
  const runs = await askedRuns(flags.run, ports);
  const reader = await graphReader(settings.delivery, token, ports);
  try {
    const qualities = await readQualities(reader, id);
    const totals = await readTotals(reader, id, ports.clock.now());
    return {
      datasetId: id,
      qualities,
      steps: stepsOf(qualities, settings),
      sentHere: await sentHere(settings.delivery, ports),
      dataset: await readDataset(reader, id),
      received: totals === null ? null : Object.fromEntries(totals),
      runs: await reconcileAll(reader, runs, id, (runId) => settings.delivery.uploadTag ?? `mp2fb ${runId}`),
    };
  } finally {
    await reader.close();
  }
};

/** Runs `mp2fb quality`. Rejects with UsageError (2), DeliveryStoppedError (4), InputError (6). */
export const showQuality = async (flags: QualityFlags, ports: Ports): Promise<void> => {
  const { settings } = await loadSettings({ ...ports, flags });
  const result = await ask(settings, flags, ports);
  if (flags.metrics !== undefined)
    await saveText('--metrics', resolve(ports.cwd, flags.metrics), qualityMetrics(result.datasetId, result.qualities));
  await print(flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : qualityText(result), ports.stdout);
};
