import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, measure, PROGRAM, type Cost } from './measure.js';
import { newFolder } from '../support/surroundings.js';

/** What a floor reached: the seconds that went into its records alone. */
interface Floor extends Cost {
  readonly records: number;
}

/** What an upload reached, by its own report. */
export interface Uploaded extends Cost {
  readonly sent: number;
}

/** Everything that is measured sends the same events: the new API, all match keys. */
const MAPPING = ['--quiet', '--extended-match-keys', '--api', 'conversions'];
/** All samples of one benchmark end at the same moment. */
const AS_OF = new Date().toISOString();

/** Where a group of measurements has its files, and the programs that it measures. */
export class Workbench {
  readonly folder = newFolder();
  /** What the sizes are multiplied with. */
  readonly #scale: number;

  constructor(scale: number) {
    this.#scale = scale;
  }

  /** The size at which something is measured here. */
  size(full: number): number {
    return full * this.#scale;
  }

  /** A made-up export, NDJSON or CSV by its name. */
  async sample(name: string, limit: { readonly batches: number } | { readonly megabytes: number }): Promise<string> {
    const path = join(this.folder, name);
    const size = 'batches' in limit ? ['--batches', String(limit.batches)] : ['--size', `${limit.megabytes}MB`];
    await measure(PROGRAM, ['sample', '--seed', '7', '--as-of', AS_OF, '--output', path, ...size]);
    return path;
  }

  /** JSON.parse over the lines, or csv-parse, and nothing else. */
  async floor(kind: 'lines' | 'csv', path: string): Promise<Floor> {
    const cost = await measure(fileOf('./floor.mjs'), [kind, path], { keep: true });
    return { ...cost, ...(JSON.parse(cost.printed) as Pick<Floor, 'records' | 'seconds'>) };
  }

  /** Everything but sending, to /dev/null. */
  dryRun(path: string, ...args: readonly string[]): Promise<Cost> {
    return measure(PROGRAM, ['upload', path, '--dry-run', ...MAPPING, ...args]);
  }

  upload(path: string, url: string, ...args: readonly string[]): Promise<Uploaded> {
    return this.#upload([path, url], args);
  }

  /** As `upload`, without the fast path. */
  slowUpload(path: string, url: string, ...args: readonly string[]): Promise<Uploaded> {
    return this.#upload([path, url], args, { MP2FB_FAST: 'off' });
  }

  async #upload(
    [path, url]: readonly [path: string, url: string],
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Uploaded> {
    const report = join(this.folder, 'report.json');
    const destination = ['--dataset-id', '1', '--base-url', url, '--report', report];
    const cost = await measure(PROGRAM, ['upload', path, ...MAPPING, ...destination, ...args], {
      env: { MP2FB_ACCESS_TOKEN: 'bench', ...env },
    });
    const { events } = JSON.parse(readFileSync(report, 'utf8')) as { events: { sent: number } };
    return { ...cost, sent: events.sent };
  }

  /** Work with a peer in a process of its own that acknowledges everything after `latencyMs`. */
  async withSink<Result>(latencyMs: number, work: (url: string) => Promise<Result>): Promise<Result> {
    const sink = spawn(process.execPath, [fileOf('./sink.mjs'), String(latencyMs)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [port] = (await once(sink.stdout, 'data')) as [Buffer];
    try {
      return await work(`http://127.0.0.1:${port.toString().trim()}`);
    } finally {
      sink.stdin.end();
      await once(sink, 'exit');
    }
  }

  /** Removes a file that is not needed any more: some are gigabytes. */
  remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  close(): void {
    this.remove(this.folder);
  }
}
