// `mp2fb upload` as five steps: settings, destination, plan, run, outputs. Each step is a file of its own beside this
// one; how a run works is in src/run, what its flags are called in src/cli.
import { Sink } from '../../lib/sink.js';
import type { Ledger } from '../../model/ledger.js';
import type { Report } from '../../model/report.js';
import type { NightlySettings } from '../../model/settings.js';
import { EXIT } from '../../model/exit-code.js';
import { alertOf, alertOfFailure, type Alert } from '../../report/alert.js';
import { ExpectedError } from '../../lib/errors.js';
import { isAsUsual, progressOf, sendAlert, showReport } from './show.js';
import { watchToken } from './token-expiry.js';
import type { RunPorts, RunResult } from '../../run/plan.js';
import { openLedgerFor } from '../../run/open-ledger.js';
import { run } from '../../run/run.js';
import { alertSettings, loadSettings } from '../../settings/load.js';
import type { Ports } from '../ports.js';
import { openDestination } from './destination.js';
import { planJob, type Job, type UploadFlags } from './job.js';
import { ensurePlaces, saveOutputs } from './output-files.js';

const openLedger = ({ plan: { delivery, runId, shard, preview } }: Job, ports: Ports): Promise<Ledger> =>
  openLedgerFor(delivery, { ...ports, runId, shard, readOnly: preview !== null });

const runJob = ({ plan, openFeed }: Job, ledger: Ledger, stdout: Sink, flags: UploadFlags, ports: Ports) => {
  const progress = progressOf(flags, ports);
  const watch: RunPorts['watch'] = plan.preview === null ? (warn) => watchToken(plan.delivery, ports, warn) : undefined;
  return run(plan, { ...ports, stdout, ledger, openFeed, progress, watch });
};

const putOut = async (result: RunResult, job: Job, stdout: Sink, flags: UploadFlags, ports: Ports): Promise<void> => {
  const { report, error } = await saveOutputs(result.report, job.outputs);
  await showReport(report, flags, stdout, ports);
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
  const { delivery, close } = await openDestination(loaded.settings, flags);
  try {
    const job = await planJob(args, flags, loaded, delivery, ports);
    await ensurePlaces(job.outputs, flags, ports.cwd);
    const ledger = await openLedger(job, ports);
    try {
      const stdout = new Sink(ports.stdout);
      const result = await runJob(job, ledger, stdout, flags, ports);
      ended(result.report);
      await putOut(result, job, stdout, flags, ports);
    } finally {
      await ledger.close();
    }
  } finally {
    await close();
  }
};

/** What an upload is to report to notifyUrl; null: nothing. `failure`: what ended it with an error. */
const alertFor = (
  report: Report | null,
  failure: Error | null,
  notifyOn: NightlySettings['notifyOn'],
): Alert | null => {
  const failed = failure instanceof ExpectedError ? failure.exitCode : failure === null ? null : EXIT.bug;
  if (report === null) {
    const message = failure instanceof ExpectedError ? failure.message : 'this is a bug of mp2fb';
    return failed === null ? null : alertOfFailure(message, failed);
  }
  if (failed === null && notifyOn === 'problems' && isAsUsual(report)) return null;
  return alertOf(report, failed ?? report.run.exitCode);
};

/** Alerts whom the settings name, also of a run that never started. */
const alert = async (report: Report | null, failure: Error | null, flags: UploadFlags, ports: Ports): Promise<void> => {
  const { notifyUrl, notifyOn } = await alertSettings({ ...ports, flags });
  const body = notifyUrl === null ? null : alertFor(report, failure, notifyOn);
  if (notifyUrl !== null && body !== null) await sendAlert(body, notifyUrl, ports);
};

/** `mp2fb upload`: checks everything that can be checked before, does the run, saves and shows its report, alerts. */
export const upload = async (args: readonly string[], flags: UploadFlags, ports: Ports): Promise<void> => {
  let report: Report | null = null;
  let failure: Error | null = null;
  try {
    await uploadOnce(args, flags, ports, (ended) => {
      report = ended;
    });
  } catch (error) {
    failure = error instanceof Error ? error : new Error('the upload failed', { cause: error });
  }
  if (flags.dryRun !== true) await alert(report, failure, flags, ports);
  if (failure !== null) throw failure;
};
