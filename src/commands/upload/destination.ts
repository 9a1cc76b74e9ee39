import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../lib/environment.js';
import { UsageError } from '../../lib/errors.js';
import { cannotWrite } from '../../lib/file-errors.js';
import { Secret } from '../../lib/secret.js';
import type { DeliverySettings, Settings } from '../../model/settings.js';
import { missingForUpload } from '../../settings/missing.js';
import type { UploadFlags } from './job.js';

/** Where the events of a run are sent, which ledger records them, and how to close both. */
export interface Destination {
  readonly delivery: DeliverySettings;
  readonly close: () => Promise<void>;
}

const ledgerOfSandbox = async (): Promise<string> => {
  const prefix = join(tmpdir(), 'mp2fb-sandbox-');
  return mkdtemp(prefix).catch((error: unknown) => {
    throw cannotWrite('a temporary folder (TMPDIR)', prefix, error);
  });
};

/** The built-in simulator of Facebook, with a temporary ledger that is removed with it. */
const sandboxDestination = async ({ delivery }: Settings): Promise<Destination> => {
  const ledger = await ledgerOfSandbox();
  const { startSandbox } = await import('../../sandbox/http/server.js');
  const id = delivery.destinationId ?? undefined;
  const own = delivery.api === 'conversions' ? { datasetId: id } : { offlineEventSetId: id };
  const sandbox = await startSandbox({ ...own, appSecret: delivery.appSecret?.reveal() ?? null });
  return {
    delivery: {
      ...delivery,
      baseUrl: sandbox.url,
      destinationId: delivery.api === 'conversions' ? sandbox.datasetId : sandbox.offlineEventSetId,
      accessToken: new Secret(sandbox.accessToken),
      ledger,
    },
    close: async () => {
      await sandbox.close();
      await rm(ledger, { recursive: true, force: true });
    },
  };
};

/** The destination from the settings, or the built-in simulator. Throws UsageError if a live run has none. */
export const openDestination = async (
  settings: Settings,
  flags: UploadFlags,
  env: Environment,
): Promise<Destination> => {
  if (flags.sandbox === true && flags.dryRun !== true) return sandboxDestination(settings);
  const missing = flags.dryRun === true ? [] : missingForUpload(settings, env);
  if (missing.length > 0) throw new UsageError(missing.join('\n'));
  return { delivery: settings.delivery, close: () => Promise.resolve() };
};
