import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { reportText } from '../../src/report/files/save.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/http/server.js';
import { aReport, NIGHT } from '../report/a-report.js';
import { writeExport } from '../support/exports.js';
import { linesOf, ROOT } from '../support/program.js';
import { documentation, fences } from './readme.js';
import { newFolder } from '../support/surroundings.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const MS_PER_DAY = 86_400_000;

const script = (path: string, text: string): void => writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });

/** The JSON block of the README that contains a word. */
export const jsonBlock = (word: string): string => {
  const found = fences(documentation()).find(({ language, text }) => language === 'json' && text.includes(word));
  if (found === undefined) throw new Error(`no page has a JSON block with ${word}`);
  return found.text;
};

/** A reject as the rejects file has it, fixed. */
const mendedReject = (exportFile: string): string => {
  const [line] = linesOf(readFileSync(exportFile, 'utf8'));
  const head = {
    reason: 'no_event_time',
    message: 'timestamp_unixtime_ms is missing',
    file: 'export',
    line: 1,
    event: 0,
  };
  return `{"_reject":${JSON.stringify(head)},${line.slice(1)}\n`;
};

const tillSales = (): string => {
  const soldAt = new Date(Date.now() - MS_PER_DAY).toISOString().slice(0, 19).replace('T', ' ');
  return `Receipt,Kind,Sold at,Total,Customer e-mail,Cashier,Till\nR-1,purchase,${soldAt},19.90,ida@example.com,7,2\n`;
};

/** What a reader of the README has beside it: exports, a token, a settings file, saved reports. */
const furnish = (folder: string): void => {
  ['export', 'exports', 'reports', 'metrics', 'bin', 'home'].forEach((name) => mkdirSync(join(folder, name)));
  // Other events than those of the other folder, even if written in the same millisecond.
  writeExport(join(folder, 'export', 'day-1.ndjson'), 40, (index) => ({ event_id: String(1_000 + index) }));
  const day = join(folder, 'export', 'day-1.ndjson');
  writeFileSync(day, readFileSync(day, 'utf8').replace('p16@example.com', 'ida@example.com'));
  writeExport(join(folder, 'exports', 'monday.ndjson'), 25);
  writeFileSync(join(folder, 'rejects.ndjson'), mendedReject(join(folder, 'export', 'day-1.ndjson')));
  writeFileSync(join(folder, 'token.txt'), 'a-made-up-token\n', { mode: 0o600 });
  writeFileSync(join(folder, 'nightly.json'), jsonBlock('"maxWait"'));
  writeFileSync(join(folder, 'manifest.json'), jsonBlock('"hasHeaderRow"'));
  writeFileSync(join(folder, 'till.csv'), tillSales());
  ['reports/monday.json', 'reports/tuesday.json', 'last.json'].forEach((name) =>
    writeFileSync(join(folder, name), reportText(aReport({ run: { id: name, exitCode: 0 } }, NIGHT))),
  );
  script(join(folder, 'bin', 'mp2fb'), `exec '${process.execPath}' '${join(ROOT, 'bin', 'mp2fb.js')}' "$@"`);
  script(join(folder, 'bin', 'curl'), `for last; do :; done; echo "$last" >> '${join(folder, 'pings.txt')}'`);
};

/**
 * A folder in which the commands of the README run as written there, with the simulator of Facebook at the other end:
 * `MP2FB_BASE_URL` points to it, and it knows the README's dataset.
 */
export class Workplace {
  readonly folder = newFolder();
  readonly sandbox: Sandbox;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    furnish(this.folder);
  }

  static async open(): Promise<Workplace> {
    return new Workplace(await startSandbox({ datasetId: '1234567890' }));
  }

  run(shell: string, command: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const env = {
      PATH: [join(this.folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
      HOME: join(this.folder, 'home'),
      MP2FB_BASE_URL: this.sandbox.url,
      ...more,
    };
    const options = shell.endsWith('bash') ? ['-eo', 'pipefail', '-c'] : ['-c'];
    return new Promise((resolve) => {
      execFile(shell, [...options, command], { cwd: this.folder, env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
      );
    });
  }

  /** Paths of the night job as they are here. */
  placed(text: string): string {
    return text
      .replaceAll('/srv/mp2fb', this.folder)
      .replaceAll('/var/lib/node_exporter', join(this.folder, 'metrics'))
      .replaceAll('/usr/local/bin/mp2fb', join(this.folder, 'bin', 'mp2fb'))
      .replaceAll('/usr/bin/curl', join(this.folder, 'bin', 'curl'));
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  text(...names: readonly string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  copyExport(name: string): void {
    cpSync(this.path('export', 'day-1.ndjson'), this.path('exports', name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
