// `npm run torture -- 200`: stops the real program at random moments until it was stopped so often, resumes it with the
// same command until it ends by itself, and prints how many sales were lost or sent twice. The same law with every moment
// chosen by hand is in test/run/stops.test.ts.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeExport } from '../support/exports.js';
import { start } from '../support/program.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { seededRandom, temporaryFolder, urlOf } from '../support/surroundings.js';

const env = { MP2FB_ACCESS_TOKEN: 'TOKEN-that-must-not-be-seen' };
const LINK_BYTES_PER_SECOND = 2_000_000;
const SLICE_MS = 20;
/** After so many stops in a row a run is left alone. */
const STOPS_OF_ONE_UPLOAD = 6;

interface Source {
  readonly name: string;
  readonly argument: string;
  readonly ids: readonly string[];
  /** About as long as a run takes that is left alone. */
  readonly runMs: number;
}

interface Figures {
  uploads: number;
  stops: number;
  killed: number;
  lost: number;
  twice: number;
  wrong: number;
}

/** Serves one file at a fixed rate, with a strong ETag. */
const throttledLink = async (body: Buffer): Promise<{ readonly server: Server; readonly url: string }> => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    const wanted = body.subarray(Number(from), to === '' ? undefined : Number(to) + 1);
    const isPart = request.headers.range !== undefined;
    const range = `bytes ${from}-${Number(from) + wanted.length - 1}/${body.length}`;
    response.writeHead(isPart ? 206 : 200, {
      ...{ etag: '"torture"', 'content-length': wanted.length },
      ...(isPart ? { 'content-range': range } : {}),
    });
    const slice = (LINK_BYTES_PER_SECOND * SLICE_MS) / 1_000;
    for (let at = 0; at < wanted.length && !response.destroyed; at += slice) {
      response.write(wanted.subarray(at, at + slice));
      await sleep(SLICE_MS);
    }
    response.end();
  };
  const server = createServer((request, response) => void serve(request, response));
  return { server, url: `${await urlOf(server)}/export.ndjson` };
};

const folderOfFiles = (folder: string, files: number, sales: number): string[] => {
  mkdirSync(folder);
  const lines = join(folder, '..', 'all.ndjson');
  const ids = writeExport(lines, files * sales);
  const all = readFileSync(lines, 'utf8').trimEnd().split('\n');
  for (let file = 0; file < files; file += 1)
    writeFileSync(
      join(folder, `${String(file).padStart(3, '0')}.ndjson`),
      `${all.slice(file * sales, (file + 1) * sales).join('\n')}\n`,
    );
  return ids;
};

/** Uploads one source with a ledger of its own, stopped at random moments, until a run ends by itself. */
const upload = async (source: Source, random: () => number, most: number, figures: Figures): Promise<void> => {
  using folder = temporaryFolder();
  await using peer = new FakeGraphApi({ latencyMs: 15 });
  const url = await peer.listen();
  const threads = String(Math.floor(random() * 3));
  const args = [
    ...['upload', source.argument, '--dataset-id', '123', '--base-url', url, '--threads', threads],
    ...['--ledger', join(folder.path, 'ledger'), '--chunk-size', '100', '--concurrency', '3', '--progress', 'none'],
  ];
  for (let stops = 0; ;) {
    const running = start(args, { env });
    if (stops < most) {
      const timer = setTimeout(
        () => running.child.kill(random() < 0.5 ? 'SIGINT' : 'SIGTERM'),
        random() * source.runMs,
      );
      void running.done.finally(() => clearTimeout(timer));
    }
    const { code, signal, stderr } = await running.done;
    if (signal !== null || code === 130 || code === 143) {
      stops += 1;
      figures.stops += 1;
      if (signal !== null) figures.killed += 1;
      continue;
    }
    if (code !== 0) {
      figures.wrong += 1;
      console.log(`${source.name}: exit ${code}\n${stderr}`);
    }
    break;
  }
  const lost = source.ids.filter((id) => !peer.accepted.has(id)).length;
  figures.uploads += 1;
  figures.lost += lost;
  figures.twice += peer.duplicates;
  if (lost > 0) console.log(`${source.name}, --threads ${threads}: ${lost} of ${source.ids.length} lost`);
};

const main = async (wanted: number, seed: number): Promise<void> => {
  using folder = temporaryFolder();
  const random = seededRandom(seed);
  const large = join(folder.path, 'large.ndjson');
  const largeIds = writeExport(large, 20_000);
  const files = join(folder.path, 'files');
  const fileIds = folderOfFiles(files, 300, 20);
  const link = await throttledLink(readFileSync(join(folder.path, 'all.ndjson')));
  const sources: readonly Source[] = [
    { name: 'a folder of 300 files', argument: files, ids: fileIds, runMs: 1_800 },
    { name: 'one large file', argument: large, ids: largeIds, runMs: 2_500 },
    { name: 'a link of 2 MB/s', argument: link.url, ids: fileIds, runMs: 2_500 },
  ];
  const none: Figures = { uploads: 0, stops: 0, killed: 0, lost: 0, twice: 0, wrong: 0 };
  const sums = new Map(sources.map(({ name }) => [name, { ...none }]));
  const stopsOf = () => [...sums.values()].reduce((sum, { stops }) => sum + stops, 0);
  for (let turn = 0; stopsOf() < wanted; turn += 1) {
    const source = sources[turn % sources.length];
    await upload(source, random, STOPS_OF_ONE_UPLOAD, sums.get(source.name) ?? none);
  }
  link.server.close();
  link.server.closeAllConnections();
  console.log(`seed ${seed}`);
  for (const [name, { uploads, stops, killed, lost, twice, wrong }] of sums)
    console.log(
      `${name}: ${uploads} uploads, ${stops} stops (${killed} before the program listened), ` +
        `${lost} lost, ${twice} sent twice, ${wrong} ended in another way`,
    );
  const all = [...sums.values()];
  process.exitCode = all.some(({ lost, twice, wrong }) => lost + twice + wrong > 0) ? 1 : 0;
};

await main(Number(process.argv[2] ?? 200), Number(process.argv[3] ?? Date.now() % 1_000_000));
