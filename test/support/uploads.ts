import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.js';
import { writeExport } from './exports.js';
import { FakeGraphApi, type FakeGraphApiOptions } from './fake-graph-api.js';
import { temporaryFolder } from './surroundings.js';

/** The command line that uploads `export.ndjson` of a folder to a peer, with ledger, report and rejects in that folder. */
export const uploadArgs = (folder: string, url: string, more: readonly string[] = []): string[] => [
  ...['upload', join(folder, 'export.ndjson'), '--dataset-id', '123', '--base-url', url],
  ...['--ledger', join(folder, 'ledger'), '--report', join(folder, 'report.json')],
  ...['--rejects', join(folder, 'rejects.ndjson'), '--progress', 'plain', ...more],
];

/** The report that such an upload saved. */
export const reportIn = (folder: string): Report =>
  JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;

/** A folder with an export of so many sales, and a peer to upload it to; both end with the test. */
export const exportAndPeer = async (sales: number, options?: FakeGraphApiOptions) => {
  const folder = temporaryFolder();
  const ids = writeExport(join(folder.path, 'export.ndjson'), sales);
  const peer = new FakeGraphApi(options);
  const url = await peer.listen();
  const end = async (): Promise<void> => {
    await peer[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };
  const args = (...more: readonly string[]): string[] => uploadArgs(folder.path, url, more);
  return { path: folder.path, ids, peer, url, args, [Symbol.asyncDispose]: end };
};
