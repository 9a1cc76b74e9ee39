import type { Report } from '../../model/report.js';
import { ok, problem, warning, type Finding } from './finding.js';
import { formatNumbered } from '../../lib/format.js';

const TEST = { id: 'send_test', title: 'Test events', area: 'facebook' } as const;
const HELD = { ...TEST, area: 'held' } as const;

/** Printed before the first test event is sent: Meta counts test events ("Using the API"). */
export const sendTestNotice = (events: number): string =>
  `Sending up to ${formatNumbered(events, 'event')} marked as test events. Meta still counts them like any others; ` +
  'the ledger remembers them, so that an upload does not send them again.';

/** What a run with a few test events came to. */
export const sendTestFindings = ({
  run,
  events,
  rejectSamples,
}: Pick<Report, 'run' | 'events' | 'rejectSamples'>): readonly Finding[] => {
  if (run.exitCode === 4) return [problem(TEST, run.stopReason ?? 'Facebook stopped the run', null)];
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
  return [warning(TEST, `none was sent${why}`, null)];
};

/** Why no test event was sent. */
export const sendTestHindered = (why: string): Finding => warning(TEST, `none sent: ${why}`, null);

export const sendTestHeld = (message: string): Finding => problem(HELD, message, null);
