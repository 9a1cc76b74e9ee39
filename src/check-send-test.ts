import type { Finding } from './check/finding.js';
import { sendTestFindings, sendTestHeld } from './check/send-test-checks.js';
import type { Sampling } from './check-inputs.js';
import type { Ports } from './cli/ports.js';
import { LedgerHeldError } from './lib/errors.js';
import { Sink } from './lib/sink.js';
import { noLedger } from './ledger/none.js';
import { openLedger } from './ledger/open.js';
import type { Ledger } from './model/ledger.js';
import type { DeliverySettings } from './model/settings.js';
import { noProgress } from './report/choose-progress.js';
import { run } from './run.js';

const ledgerOf = async (delivery: DeliverySettings, runId: string, ports: Ports): Promise<Ledger> => {
  const { ledger: directory, destinationId: id, baseUrl, api } = delivery;
  if (directory === null || id === null) return noLedger;
  const { clock, hostname: host, pid, isAlive } = ports;
  return openLedger({ directory, destination: { baseUrl, api, id }, runId, clock, host, pid, isAlive });
};

const runWith = async (
  ledger: Ledger,
  runId: string,
  events: number,
  what: Sampling,
  delivery: DeliverySettings,
  ports: Ports,
) => {
  const { clock, random, env, signal, version } = ports;
  const plan = {
    ...{ version, runId, delivery, inputs: what.inputs, reading: what.reading, mapping: what.mapping },
    ...{ preview: null, limit: events, threads: 0, rejectsPath: null, reportPath: null, warnings: [] },
  };
  const stdout = new Sink(ports.stdout);
  const { report } = await run(plan, { clock, random, env, signal, stdout, ledger, progress: noProgress() });
  return sendTestFindings(report);
};

/** Sends the first events that an upload would send, by the upload's own way, marked as the settings say. */
export const sendTestEvents = async (
  events: number,
  what: Sampling,
  delivery: DeliverySettings,
  ports: Ports,
): Promise<readonly Finding[]> => {
  const runId = `check-${ports.clock.now()}`;
  let ledger: Ledger;
  try {
    ledger = await ledgerOf(delivery, runId, ports);
  } catch (error) {
    if (error instanceof LedgerHeldError) return [sendTestHeld(error.message)];
    throw error;
  }
  try {
    return await runWith(ledger, runId, events, what, delivery, ports);
  } finally {
    await ledger.close();
  }
};
