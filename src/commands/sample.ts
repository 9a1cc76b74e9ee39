// `mp2fb sample`: writes a made-up export. What it contains is in sample/.

import { resolve } from 'node:path';
import { formatBytes, formatCount, formatNumbered } from '../lib/format.js';
import type { Instant } from '../lib/instant.js';
import { ensurePrinted, OutputStream } from '../lib/output-stream.js';
import { EXIT, exitCodeOfSignal } from '../model/exit-code.js';
import { nothingMade, sampleChunks, type SampleLimit, type SampleMade, type SampleOptions } from '../sample/records.js';
import { openSampleFile } from '../sample/output.js';
import type { Ports } from './ports.js';
import { MS_PER_DAY } from '../lib/units.js';

/** Flags of `mp2fb sample`. */
export interface SampleFlags {
  readonly batches: number;
  readonly size?: number;
  readonly format?: 'ndjson' | 'csv';
  readonly output?: string;
  readonly asOf?: Instant;
  readonly days: number;
  readonly seed: number;
  readonly badRecords?: true;
}

/** Fractions of customers with an Apple and with a Google advertising id: tills record few. */
const ADVERTISING_IDS = 0.2;
const CSV_NAME = /\.csv(\.gz)?$/i;

const optionsOf = (given: SampleFlags, ports: Ports): SampleOptions => ({
  format: given.format ?? (CSV_NAME.test(given.output ?? '') ? 'csv' : 'ndjson'),
  seed: given.seed,
  asOfMs: given.asOf?.(ports.clock.now()) ?? ports.clock.now(),
  days: given.days,
  advertisingIds: ADVERTISING_IDS,
  badRecords: given.badRecords === true,
});

const limitOf = ({ batches, size: bytes }: SampleFlags): SampleLimit =>
  bytes === undefined ? { records: batches, bytes: Infinity } : { records: Infinity, bytes };

const writeTo = async (
  output: OutputStream,
  options: SampleOptions,
  limit: SampleLimit,
  signal: AbortSignal,
): Promise<SampleMade> => {
  const made = nothingMade();
  for (const chunk of sampleChunks(options, limit, made)) {
    if (!(await output.write(chunk)) || signal.aborted) break;
  }
  return made;
};

const printResult = (path: string, made: SampleMade, options: SampleOptions, ports: Ports): void => {
  const bad = options.badRecords ? `${formatCount(made.bad)} of them bad on purpose, ` : '';
  const where = options.badRecords ? ' in the others' : '';
  const [from, to] = [options.asOfMs - options.days * MS_PER_DAY, options.asOfMs].map((ms) =>
    new Date(ms).toISOString(),
  );
  ports.stderr.write(
    `${path}: ${formatNumbered(made.records, 'batch', 'batches')}, ${bad}${formatNumbered(made.events, 'event')}${where}, ` +
      `${formatBytes(made.bytes)}, from ${from} to ${to}\n`,
  );
};

const toFile = async (path: string, options: SampleOptions, limit: SampleLimit, ports: Ports): Promise<void> => {
  const file = await openSampleFile(resolve(ports.cwd, path));
  const made = await writeTo(file.output, options, limit, ports.signal);
  await file.close();
  printResult(path, made, options, ports);
};

const toStdout = async (options: SampleOptions, limit: SampleLimit, ports: Ports): Promise<void> => {
  const output = new OutputStream(ports.stdout);
  await writeTo(output, options, limit, ports.signal);
  await ensurePrinted(output);
};

/** Writes a made-up export to a file or stdout. */
export const writeSample = async (given: SampleFlags, ports: Ports): Promise<void> => {
  const options = optionsOf(given, ports);
  const limit = limitOf(given);
  await (given.output === undefined ? toStdout(options, limit, ports) : toFile(given.output, options, limit, ports));
  ports.exit(ports.signal.aborted ? exitCodeOfSignal(ports.signal) : EXIT.done);
};
