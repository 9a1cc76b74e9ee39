import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.js';

/** The command line that uploads `export.ndjson` of a folder to a peer, with ledger, report and rejects in that folder. */
export const uploadArgs = (folder: string, url: string, more: readonly string[] = []): string[] => [
  ...['upload', join(folder, 'export.ndjson'), '--dataset-id', '123', '--base-url', url],
  ...['--ledger', join(folder, 'ledger'), '--report', join(folder, 'report.json')],
  ...['--rejects', join(folder, 'rejects.ndjson'), '--progress', 'plain', ...more],
];

/** The report that such an upload saved. */
export const reportIn = (folder: string): Report =>
  JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
