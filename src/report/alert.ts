// The content of an alert: one sentence that chat channels show, and members for programs. Sending it is in
// commands/upload/alert.ts.
import { formatCount, formatNumbered } from '../lib/format.js';
import { printable } from '../lib/printable.js';
import type { Report } from '../model/report.js';
import { knownRejects, largestFirst, otherHost } from './names.js';
import { knownText, headlineOf } from './summary/headline.js';
import { nextStep } from './summary/next-step.js';

/** The body of an alert. `text` is what Slack, Teams, Mattermost and ntfy show. */
export interface Alert {
  readonly text: string;
  readonly runId: string | null;
  readonly exitCode: number;
  readonly headline: string;
  /** Counts by outcome; null: the run did not start. */
  readonly events: Readonly<Record<string, number>> | null;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly warnings: readonly { readonly code: string; readonly count: number; readonly message: string }[];
  /** What to do next; null: nothing. */
  readonly next: string | null;
}

const REASONS_NAMED = 3;

const countsOf = (report: Report): Readonly<Record<string, number>> => {
  const { read, sent, alreadySent, skipped, rejected, unsent } = report.events;
  return {
    read,
    sent,
    alreadySent,
    skipped: skipped.total,
    rejected: rejected.total,
    malformed: report.batches.malformed,
    known: knownRejects(report),
    unsent,
  };
};

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** An error of an upload: its message for people, without a secret, and the exit code. */
export interface Fault {
  readonly message: string;
  readonly exitCode: number;
}

/** The alert of a run that ended. `fault`: what failed after it, such as saving its report. */
export const alertOf = (report: Report, fault: Fault | null = null): Alert => {
  const { run, events, batches, destination, warnings } = report;
  const exitCode = fault?.exitCode ?? run.exitCode;
  // A ledger error that stopped the run occurs again when the ledger is closed.
  const parts = new Set([headlineOf(report).text, run.stopReason, fault === null ? null : firstLine(fault.message)]);
  const headline = [...parts].filter((text) => text !== null).join(': ');
  const rejectedByReason = Object.fromEntries([
    ...largestFirst(events.rejected.byReason),
    ...largestFirst(batches.byReason),
  ]);
  const reasons = Object.entries(rejectedByReason).map(([reason, count]) => `${formatCount(count)} ${reason}`);
  const more = reasons.length - REASONS_NAMED;
  const named = `${reasons.slice(0, REASONS_NAMED).join(', ')}${more > 0 ? ` and ${formatNumbered(more, 'more reason')}` : ''}`;
  const details = [
    `${formatCount(events.sent)} sent`,
    ...(reasons.length === 0 ? [] : [`rejected: ${named}`]),
    ...(knownText(report) === null ? [] : [knownText(report)]),
    ...warnings.filter(({ code }) => code === 'token_expires').map(({ message }) => message),
  ];
  const where = `${destination.api} ${destination.id ?? ''}`.trim() + otherHost(destination);
  return {
    text: printable(`mp2fb ${where}: ${headline} (exit ${exitCode}; ${details.join('; ')}; run ${run.id})`),
    runId: run.id,
    exitCode,
    headline,
    events: countsOf(report),
    rejectedByReason,
    warnings: warnings.map(({ code, count, message }) => ({ code, count, message })),
    next: nextStep(report) ?? fault?.message ?? null,
  };
};

/** The alert of a run that never started. */
export const alertOfFailure = ({ message, exitCode }: Fault): Alert => {
  const headline = `Not started: ${firstLine(message)}`;
  return {
    text: printable(`mp2fb: ${headline} (exit ${exitCode})`),
    runId: null,
    exitCode,
    headline,
    events: null,
    rejectedByReason: {},
    warnings: [],
    // The headline has the first line.
    next: message.split('\n').slice(1).join('\n') || null,
  };
};
