// `mp2fb upload` in five steps: settings, destination, plan, run, outputs. Each step has a file of its own beside this
// one; the run itself is in src/run, the flags are in src/cli.
import { asError, UnsavedError, UsageError } from '../../lib/errors.js';
import { OutputStream } from '../../lib/output-stream.js';
import { EXIT } from '../../model/exit-code.js';
import type { Ledger } from '../../model/ledger.js';
import type { Report } from '../../model/report.js';
import { progressOf, showReport } from './show.js';
import type { RunPlan, RunPorts, RunResult } from '../../run/plan.js';
import { openLedgerFor } from '../../run/open-ledger.js';
import { run } from '../../run/run.js';
import { loadSettings } from '../../settings/load.js';
import type { Ports } from '../ports.js';
import { openDestination } from './destination.js';
import { planJob, type Job, type UploadFlags } from './job.js';
import { ensureOutputsWritable, saveOutputs } from './output-files.js';

/**
 * Lets the heap grow to four times what is in use, as V8 does at most, before V8 looks for garbage in all of it. V8 also
 * counts the buffers of the events in flight, which are several times the heap here, and would look ten times a second.
 */
const lookForGarbageLessOften = async (): Promise<void> => {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--heap-growing-percent=300');
};

const openLedger = async ({ plan: { delivery, runId, shard, preview } }: Job, ports: Ports): Promise<Ledger> => {
  if (preview === null) await lookForGarbageLessOften();
  return openLedgerFor(delivery, { ...ports, runId, shard, readOnly: preview !== null });
};

/**
 * Loads what an upload needs later before it starts, because the package may be replaced during a run; returns the watch
 * over its token.
 */
const prepareUpload = async ({ delivery }: RunPlan, ports: Ports): Promise<RunPorts['watch']> => {
  const [{ watchToken }] = await Promise.all([import('./token-expiry.js'), import('../../report/summary/summary.js')]);
  return (warn) => watchToken(delivery, ports, warn);
};

const runJob = async (
  { plan, openFeed }: Job,
  ledger: Ledger,
  stdout: OutputStream,
  flags: UploadFlags,
  ports: Ports,
) => {
  const progress = await progressOf(flags, ports);
  const watch = plan.preview === null ? await prepareUpload(plan, ports) : undefined;
  return run(plan, { ...ports, stdout, ledger, openFeed, progress, watch });
};

/** Exit codes of runs that ended before their inputs; an output that cannot be written does not replace them. */
const EARLY = [EXIT.stopped, EXIT.held, EXIT.input, EXIT.sigint, EXIT.sigterm] as const;

/** Saves and shows what a run reports, and sets the exit code. */
const reportRun = async (
  result: RunResult,
  job: Job,
  stdout: OutputStream,
  flags: UploadFlags,
  ports: Ports,
): Promise<void> => {
  const { report, error } = await saveOutputs(result.report, job.outputs);
  await showReport(report, flags, stdout, ports);
  const early = EARLY.find((code) => code === result.exitCode);
  if (error instanceof UsageError && early !== undefined) throw new UnsavedError(error.message, early);
  if (error !== null) throw error;
  ports.exit(result.exitCode);
};

/** The five steps. `ended` receives the report, if there is one. */
const uploadOnce = async (
  args: readonly string[],
  flags: UploadFlags,
  ports: Ports,
  ended: (report: Report) => void,
): Promise<void> => {
  const loaded = await loadSettings({ ...ports, flags });
  const { delivery, close } = await openDestination(loaded.settings, flags, ports.env);
  try {
    const job = await planJob(args, flags, loaded, delivery, ports);
    await ensureOutputsWritable(job.outputs, flags, ports.cwd);
    const ledger = await openLedger(job, ports);
    try {
      const stdout = new OutputStream(ports.stdout);
      const result = await runJob(job, ledger, stdout, flags, ports);
      ended(result.report);
      await reportRun(result, job, stdout, flags, ports);
    } catch (error) {
      // The summary reports the ledger's problem, but not all of this error's message.
      await ledger.close().catch(() => undefined);
      throw error;
    }
    await ledger.close();
  } finally {
    await close();
  }
};

/** `mp2fb upload`: checks everything that can be checked first, runs, saves and prints the report, sends the alert. */
export const upload = async (args: readonly string[], flags: UploadFlags, ports: Ports): Promise<void> => {
  const alerts = flags.dryRun === true ? null : await import('./alert.js');
  let report: Report | null = null;
  let failure: Error | null = null;
  try {
    await uploadOnce(args, flags, ports, (ended) => {
      report = ended;
    });
  } catch (error) {
    failure = asError(error);
  }
  await alerts?.alert(report, failure, flags, ports);
  if (failure !== null) throw failure;
};
