import type { Finding } from './finding.js';
import { sendTestFindings, sendTestHeld } from './send-test-checks.js';
import type { Sampling } from './inputs.js';
import type { Ports } from '../ports.js';
import { inputFeed } from '../../run/input-feed.js';
import { LedgerHeldError } from '../../lib/errors.js';
import { Sink } from '../../lib/sink.js';
import type { Ledger } from '../../model/ledger.js';
import type { DeliverySettings } from '../../model/settings.js';
import { noProgress } from '../../report/progress/choose-progress.js';
import { run } from '../../run/run.js';
import { openLedgerFor } from '../../run/open-ledger.js';
import { planOf } from '../../run/plan.js';

const runWith = async (
  ledger: Ledger,
  runId: string,
  events: number,
  what: Sampling,
  delivery: DeliverySettings,
  ports: Ports,
) => {
  const { clock, random, env, signal, version } = ports;
  const { inputs, reading, mapping } = what;
  const plan = planOf({ version, runId, delivery, mapping, limit: events, nowMs: mapping.asOfMs, warnings: [] });
  const stdout = new Sink(ports.stdout);
  const openFeed = inputFeed({ inputs, reading, mapping, marksSettled: true });
  const { report } = await run(plan, { clock, random, env, signal, stdout, ledger, openFeed, progress: noProgress() });
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
    const { clock, hostname, pid, isAlive } = ports;
    ledger = await openLedgerFor(delivery, { runId, clock, hostname, pid, isAlive });
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
