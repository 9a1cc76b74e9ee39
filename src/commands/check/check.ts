// `mp2fb check`: runs all checks and sets the exit code. Each group of checks has its own file here.

import { dirname, resolve } from 'node:path';
import { sum, sumOf } from '../../lib/sum.js';
import { exitCodeOf, printFindings, type CheckStatus, type Finding } from './finding.js';
import { inputFindingsOf, unreadableInputs } from './input-checks.js';
import { diskFinding, ledgerFinding } from './machine-checks.js';
import { qualityFindings } from './quality-checks.js';
import type { SampleFacts } from './sample.js';
import { sendTestEvents, sendTestHindered, sendTestNotice } from './send-test.js';
import { settingsFindings, unusableSettings } from './settings-checks.js';
import type { Ports } from '../ports.js';
import { type ReadingFlags, readOptionsOf } from '../../read/flags.js';
import { InputError, UsageError } from '../../lib/errors.js';
import { print } from '../../lib/output-stream.js';
import { exitCodeOfSignal } from '../../model/exit-code.js';
import type { MappingSettings, Settings } from '../../model/settings.js';
import { warningLine } from '../../model/warnings.js';
import { findInputs } from '../../read/index.js';
import { painter, wantsColor, type Hue } from '../../report/summary/paint.js';
import { loadSettings, type LoadedSettings } from '../../settings/load.js';
import { missingForUpload } from '../../settings/missing.js';
import { isFast } from '../../settings/table/table.js';
import { fastPathOff } from '../../transform/fast/fast-path.js';
import { facebookFindings } from './facebook.js';
import { sampleInputs, type Sampling } from './inputs.js';
import { disksOf, freeBytesIn, ledgerFactsOf, type Written } from './machine.js';

/** The flags of `mp2fb check` beside those of the settings. */
export interface CheckFlags extends ReadingFlags {
  readonly [flag: string]: unknown;
  readonly records: number;
  readonly sendTest?: number;
  readonly rejects?: string;
  readonly report?: string;
  readonly metrics?: string;
  readonly json?: true;
}

const load = async (flags: CheckFlags, ports: Ports): Promise<LoadedSettings | readonly Finding[]> => {
  try {
    return await loadSettings({ ...ports, flags });
  } catch (error) {
    if (error instanceof UsageError) return unusableSettings(error.message.split('\n'));
    throw error;
  }
};

const isLoaded = (loaded: LoadedSettings | readonly Finding[]): loaded is LoadedSettings => 'settings' in loaded;

/** The settings of a run that begins now. */
const mappingNow = (mapping: Settings['mapping'], { clock, env }: Ports): MappingSettings => ({
  ...mapping,
  asOfMs: clock.now(),
  sinceMs: null,
  untilMs: null,
  ...(isFast(env) ? {} : { fastPath: false }),
});

const settingsChecks = ({ settings, resolved, warnings }: LoadedSettings, ports: Ports): readonly Finding[] => {
  const { api, destinationId } = settings.delivery;
  return settingsFindings({
    set: resolved.flatMap(({ name, source }) => (source === 'default' ? [] : [name])),
    missing: missingForUpload(settings, ports.env),
    warnings: warnings.map(warningLine),
    destination: `${api}${destinationId === null ? '' : ` to ${destinationId}`}${settings.apiIsDefault ? ' (default)' : ''}`,
    fastPathOff: fastPathOff(mappingNow(settings.mapping, ports)),
  });
};

const samplingOf = async (
  args: readonly string[],
  flags: CheckFlags,
  { mapping }: Settings,
  ports: Ports,
): Promise<Sampling> => ({
  inputs: await findInputs(args, ports.cwd, ports.env, ports.signal),
  reading: await readOptionsOf(flags, ports),
  mapping: mappingNow(mapping, ports),
  records: flags.records,
  signal: ports.signal,
});

interface InputChecks {
  readonly findings: readonly Finding[];
  readonly facts: SampleFacts | null;
  readonly sampling: Sampling | null;
}

const inputChecks = async (
  args: readonly string[],
  flags: CheckFlags,
  { settings, resolved }: LoadedSettings,
  ports: Ports,
): Promise<InputChecks> => {
  if (args.length === 0) return { findings: [], facts: null, sampling: null };
  try {
    const sampling = await samplingOf(args, flags, settings, ports);
    const facts = await sampleInputs(sampling);
    const isCurrencySet = resolved.some(({ name, source }) => name === 'defaultCurrency' && source !== 'default');
    const findings = [...inputFindingsOf(facts, settings.mapping.maxAgeDays), ...qualityFindings(facts, isCurrencySet)];
    return { findings, facts, sampling };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { findings: [unreadableInputs(error.message)], facts: null, sampling: null };
  }
};

/** Bytes that the rejects may need: the rejected fraction of the sample times the size of all inputs on disk. */
const rejectBytesOf = ({ facts, sampling }: InputChecks): number => {
  if (facts === null || sampling === null) return 0;
  const rejected = facts.malformed + sum(Object.values(facts.rejected));
  const bytes = sumOf(sampling.inputs, ({ size }) => size ?? 0);
  return Math.ceil(bytes * (rejected / Math.max(1, facts.events + facts.malformed)));
};

const OUTPUTS = ['rejects', 'report', 'metrics'] as const;

/** The files that a run would write; rejects and report are assumed to be in the working folder unless named. */
const writtenBy = ({ ledger }: Settings['delivery'], flags: CheckFlags, cwd: string): readonly Written[] => {
  const named = OUTPUTS.flatMap((use) => {
    const path = flags[use];
    return path === undefined ? [] : { use, folder: dirname(resolve(cwd, path)) };
  });
  const unnamed = ['rejects', 'report'].map((use) => ({ use, folder: cwd }));
  return [...(named.length === 0 ? unnamed : named), ...(ledger === null ? [] : [{ use: 'ledger', folder: ledger }])];
};

const machineChecks = async (settings: Settings, inputs: InputChecks, flags: CheckFlags, ports: Ports) => {
  const findings = [ledgerFinding(await ledgerFactsOf(settings.delivery, ports))];
  for (const disk of await disksOf(writtenBy(settings.delivery, flags, ports.cwd))) {
    const rejectBytes = disk.uses.includes('rejects') ? rejectBytesOf(inputs) : 0;
    findings.push(diskFinding({ ...disk, freeBytes: await freeBytesIn(disk.folder), rejectBytes }));
  }
  return findings;
};

const ensureSendTest = (args: readonly string[], settings: Settings): void => {
  if (settings.delivery.testEventCode === null)
    throw new UsageError('--send-test needs a test event code: --test-event-code, from Test Events in Events Manager');
  if (args.length === 0) throw new UsageError('--send-test needs inputs to take the events from');
  if (args.includes('-'))
    throw new UsageError('--send-test cannot take its events from stdin, which is read once only');
};

const sendTest = async (
  events: number,
  settings: Settings,
  before: readonly Finding[],
  { sampling }: InputChecks,
  ports: Ports,
): Promise<readonly Finding[]> => {
  if (sampling === null || before.some(({ status }) => status === 'problem'))
    return [sendTestHindered('there are problems')];
  ports.stderr.write(`${sendTestNotice(events)}\n`);
  return sendTestEvents(events, sampling, settings.delivery, ports);
};

const checksOf = async (
  args: readonly string[],
  flags: CheckFlags,
  loaded: LoadedSettings,
  ports: Ports,
): Promise<readonly Finding[]> => {
  const { settings } = loaded;
  const events = flags.sendTest ?? null;
  if (events !== null) ensureSendTest(args, settings);
  const inputs = await inputChecks(args, flags, loaded, ports);
  const findings = [
    ...settingsChecks(loaded, ports),
    ...(await facebookFindings(settings.delivery, ports)),
    ...(await machineChecks(settings, inputs, flags, ports)),
    ...inputs.findings,
  ];
  return events === null ? findings : [...findings, ...(await sendTest(events, settings, findings, inputs, ports))];
};

const HUES: Readonly<Record<CheckStatus, Hue>> = { ok: 'green', skipped: 'dim', warning: 'yellow', problem: 'red' };

/** `mp2fb check`: everything that can be known before sending, as a list of findings on stdout. */
export const check = async (args: readonly string[], flags: CheckFlags, ports: Ports): Promise<void> => {
  const loaded = await load(flags, ports);
  const checks = isLoaded(loaded) ? await checksOf(args, flags, loaded, ports) : loaded;
  const exitCode = exitCodeOf(checks);
  const isTerminal = ports.stdout.isTTY === true;
  const paint = painter(wantsColor(ports.env, isTerminal));
  // Other programs search whole lines.
  const width = (isTerminal ? ports.stdout.columns : undefined) ?? Infinity;
  const text =
    flags.json === true
      ? JSON.stringify({ exitCode, checks }, null, 2)
      : printFindings(checks, (status, word) => paint(HUES[status], word), width);
  await print(`${text}\n`, ports.stdout);
  ports.exit(ports.signal.aborted ? exitCodeOfSignal(ports.signal) : exitCode);
};
