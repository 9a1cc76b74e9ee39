// `mp2fb upload` as five steps: settings, destination, plan, run, outputs. Each step is a file of its own beside this one;
// how a run works is in src/run, what its flags are called in src/cli.
import { Sink } from '../../lib/sink.js';
import type { Ledger } from '../../model/ledger.js';
import type { RunResult } from '../../run/plan.js';
import { openLedgerFor } from '../../run/open-ledger.js';
import { run } from '../../run/run.js';
import { loadSettings } from '../../settings/load.js';
import type { Ports } from '../ports.js';
import { openDestination } from './destination.js';
import type { UploadFlags } from './flags.js';
import { planJob, type Job } from './job.js';
import { ensurePlaces, saveOutputs } from './output-files.js';
import { progressOf, showReport } from './show.js';

const openLedger = ({ plan }: Job, { clock, hostname, pid, isAlive }: Ports): Promise<Ledger> => {
  const { delivery, runId, shard, preview } = plan;
  return openLedgerFor(delivery, { runId, shard, readOnly: preview !== null, clock, hostname, pid, isAlive });
};

const runJob = ({ plan, openFeed }: Job, ledger: Ledger, stdout: Sink, flags: UploadFlags, ports: Ports) => {
  const { clock, random, env, signal } = ports;
  const progress = progressOf(flags, ports);
  return run(plan, { clock, random, env, signal, stdout, ledger, openFeed, progress });
};

const putOut = async (result: RunResult, job: Job, stdout: Sink, flags: UploadFlags, ports: Ports): Promise<void> => {
  const { report, error } = await saveOutputs(result.report, job.outputs);
  showReport(report, flags, stdout, ports);
  if (error !== null) throw error;
  ports.exit(result.exitCode);
};

/** `mp2fb upload`: checks everything that can be checked before, does the run, saves and shows its report. */
export const upload = async (args: readonly string[], flags: UploadFlags, ports: Ports): Promise<void> => {
  const { env, cwd, homeDirectory } = ports;
  const loaded = await loadSettings({ flags, env, cwd, homeDirectory });
  const { delivery, close } = await openDestination(loaded.settings, flags);
  try {
    const job = await planJob(args, flags, loaded, delivery, ports);
    await ensurePlaces(job.outputs, flags, cwd);
    const ledger = await openLedger(job, ports);
    try {
      const stdout = new Sink(ports.stdout);
      const result = await runJob(job, ledger, stdout, flags, ports);
      await putOut(result, job, stdout, flags, ports);
    } finally {
      await ledger.close();
    }
  } finally {
    await close();
  }
};
