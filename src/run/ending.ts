// Decides how a run ended from the facts about it: the exit code, the reason for stopping, the error that a caller
// gets. What a report says of it is in report.ts; the meaning of each code in model/exit-code.ts.
import { formatCount, formatNumbered } from '../lib/format.js';
import { ExpectedError, type InputError } from '../lib/errors.js';
import { EXIT, exitCodeOfSignal, signalName, type ExitCode } from '../model/exit-code.js';

/** The facts that decide how a run ended. */
export interface EndFacts {
  /** The sum of outcomes that does not add up; null: all do. */
  readonly imbalance: string | null;
  /** The error that stopped the run before its inputs ended; null: none. */
  readonly stopError: Error | null;
  /** Aborted when a person or a program stopped the run. */
  readonly signal: AbortSignal;
  /** The first input that could not be read to its end. */
  readonly failedInput: InputError | null;
  /** Rejected events and malformed records. */
  readonly rejected: number;
  /** Those of them that an earlier run met and that must not fail this run. */
  readonly known: number;
  readonly unsent: number;
  /** Events that no earlier run knew: sent, previewed, unsent, or rejected anew. */
  readonly newEvents: number;
  readonly expectEvents: number | null;
  /** Whether the reader of a preview left before its end: then nothing counts as missing. */
  readonly previewCutShort: boolean;
}

/** How a run ended. */
export interface Ending {
  readonly exitCode: ExitCode;
  /** Why the run ended before its inputs did, for people; null: it did not. */
  readonly stopReason: string | null;
  /** The error that a caller of the library gets; null: none, or the reason of its own signal. */
  readonly error: Error | null;
}

const bug = (error: Error): Ending => ({ exitCode: EXIT.bug, stopReason: error.message, error });

const stoppedBy = (error: Error): Ending =>
  error instanceof ExpectedError ? { exitCode: error.exitCode, stopReason: error.message, error } : bug(error);

const missingText = ({ newEvents, expectEvents }: EndFacts): string | null =>
  expectEvents === null || newEvents >= expectEvents
    ? null
    : `${formatNumbered(newEvents, 'new event')}, expected at least ${formatCount(expectEvents)}: the new export is missing or incomplete`;

/** The first true condition decides: a bug, a stop, a signal, an input that failed, too few events, rejects. */
export const endingOf = (facts: EndFacts): Ending => {
  const { imbalance, stopError, signal, failedInput } = facts;
  if (imbalance !== null) return bug(new Error(imbalance));
  if (stopError !== null) return stoppedBy(stopError);
  if (signal.aborted)
    return {
      exitCode: exitCodeOfSignal(signal),
      stopReason: signalName(signal) ?? 'stopped by its caller',
      error: failedInput,
    };
  if (failedInput !== null) return stoppedBy(failedInput);
  if (facts.previewCutShort) return { exitCode: EXIT.done, stopReason: 'stdout was closed', error: null };
  const missing = missingText(facts);
  if (missing !== null) return { exitCode: EXIT.missing, stopReason: missing, error: null };
  const isShort = facts.rejected - facts.known + facts.unsent > 0;
  return { exitCode: isShort ? EXIT.rejects : EXIT.done, stopReason: null, error: null };
};
