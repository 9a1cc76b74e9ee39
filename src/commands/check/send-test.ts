// Sends a few test events, and reports the result.

import { LedgerHeldError } from '../../lib/errors.js';
import { formatNumbered } from '../../lib/format.js';
import { OutputStream } from '../../lib/output-stream.js';
import { EXIT } from '../../model/exit-code.js';
import type { Ledger } from '../../model/ledger.js';
import type { Report } from '../../model/report.js';
import type { DeliverySettings } from '../../model/settings.js';
import { noProgress } from '../../report/progress/choose-progress.js';
import { inputFeed } from '../../run/input-feed.js';
import { openLedgerFor } from '../../run/open-ledger.js';
import { planOf } from '../../run/plan.js';
import { run } from '../../run/run.js';
import type { Ports } from '../ports.js';
import { ok, problem, warning, type Finding } from './finding.js';
import type { Sampling } from './inputs.js';

const TEST = { id: 'send_test', title: 'Test events', area: 'facebook' } as const;
const HELD = { ...TEST, area: 'held' } as const;

/** Printed before the first test event is sent: Meta counts test events ("Using the API"). */
export const sendTestNotice = (events: number): string =>
  `Sending up to ${formatNumbered(events, 'event')} marked as test events. Meta still counts them like any others; ` +
  'the ledger remembers them, so that an upload does not send them again.';

/** The findings of a run with a few test events. */
export const sendTestFindings = ({
  run,
  events,
  rejectSamples,
}: Pick<Report, 'run' | 'events' | 'rejectSamples'>): readonly Finding[] => {
  if (run.exitCode === EXIT.stopped) return [problem(TEST, run.stopReason ?? 'Facebook stopped the run')];
  const refused = rejectSamples.filter(({ reason }) => reason === 'refused_by_facebook');
  const findings = refused
    .slice(0, 1)
    .map(({ origin, message }) =>
      warning(
        TEST,
        `${formatNumbered(events.rejected.byReason.refused_by_facebook ?? refused.length, 'event')} refused; ${origin}: ${message}`,
        null,
      ),
    );
  if (events.sent > 0)
    return [
      ok(TEST, `${formatNumbered(events.sent, 'event')} accepted; see Test Events in Events Manager`),
      ...findings,
    ];
  if (findings.length > 0) return findings;
  const why = events.alreadySent > 0 ? ': the ledger already has every event that would be sent' : '';
  return [warning(TEST, `none was sent${why}`)];
};

/** Why no test event was sent. */
export const sendTestHindered = (why: string): Finding => warning(TEST, `none sent: ${why}`);

const runWith = async (
  ledger: Ledger,
  runId: string,
  events: number,
  what: Sampling,
  delivery: DeliverySettings,
  ports: Ports,
) => {
  const { inputs, reading, mapping } = what;
  const plan = planOf({
    version: ports.version,
    runId,
    delivery,
    mapping,
    limit: events,
    nowMs: mapping.asOfMs,
    warnings: [],
  });
  const stdout = new OutputStream(ports.stdout);
  const openFeed = inputFeed({ inputs, reading, mapping });
  const { report } = await run(plan, { ...ports, stdout, ledger, openFeed, progress: noProgress() });
  return sendTestFindings(report);
};

/** Sends the first events of an upload through its own code; the settings mark them as test events. */
export const sendTestEvents = async (
  events: number,
  what: Sampling,
  delivery: DeliverySettings,
  ports: Ports,
): Promise<readonly Finding[]> => {
  const runId = `check-${ports.clock.now()}`;
  let ledger: Ledger;
  try {
    ledger = await openLedgerFor(delivery, { ...ports, runId });
  } catch (error) {
    if (error instanceof LedgerHeldError) return [problem(HELD, error.message)];
    throw error;
  }
  try {
    return await runWith(ledger, runId, events, what, delivery, ports);
  } finally {
    await ledger.close();
  }
};
