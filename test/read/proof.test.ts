import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputProof } from '../../src/model/input-proof.js';
import { findInputs, readInput, snapshotOf, type ReadEnd, type ReadOptions } from '../../src/read/index.js';
import { ROOT } from '../support/program.js';
import { OPTIONS, stateOf } from './reading.js';
import { temporaryFolder, urlOf } from '../support/surroundings.js';

const LINES = Array.from({ length: 5_000 }, (_, index) => `{"n":${index},"filler":"${'x'.repeat(40)}"}\n`);
const TEXT = LINES.join('');
const HALF = LINES.slice(0, 2_500).join('');

interface Reading {
  readonly options?: Partial<ReadOptions>;
  readonly signal?: AbortSignal;
  /** Between the listing and the first byte. */
  readonly listed?: () => void;
  /** After the first block. */
  readonly meanwhile?: () => void;
}

/** Reads an input in small pieces, the way that a run does, and returns how that ended. */
const endOf = async (argument: string, reading: Reading = {}): Promise<'whole' | 'changed' | null> => {
  const [input] = await findInputs([argument], '/');
  reading.listed?.();
  const options = { ...OPTIONS, blockBytes: 16_384, ...reading.options };
  const before = await snapshotOf(input);
  const blocks = readInput({ ...input, number: 0 }, options, stateOf(), reading.signal, before);
  let step = await blocks.next();
  if (step.done !== true) reading.meanwhile?.();
  while (step.done !== true) step = await blocks.next();
  const end: ReadEnd = step.value;
  return end instanceof InputProof ? 'whole' : end;
};

/** A new file whose time of change is an hour ago; its folder is removed at the end of the block. */
const written = (content: string | Buffer = TEXT): { readonly path: string } & Disposable => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'in');
  writeFileSync(path, content);
  utimesSync(path, new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
  return { ...folder, path };
};

const keepingTimes = (path: string, change: () => void): void => {
  const { atime, mtime } = statSync(path);
  change();
  utimesSync(path, atime, mtime);
};

describe('a file that is read', () => {
  test.each<[string, string | Buffer]>([
    ['as lines', TEXT],
    ['as gzip', gzipSync(TEXT)],
    ['as gzip in gzip', gzipSync(gzipSync(TEXT))],
    ['as gzip with zeros after it', Buffer.concat([gzipSync(TEXT), Buffer.alloc(512)])],
    ['as a list', `[${LINES.join(',')}]`],
    [
      'as CSV',
      `timestamp_unixtime_ms,product_action.action,user_identities.email\n${'1795219200000,purchase,a@example.com\n'.repeat(2_000)}`,
    ],
    ['of nothing', ''],
    ['of blank lines', '\n\n\n'],
  ])('%s, is proven to be read whole', async (_, content) => {
    using file = written(content);
    expect(await endOf(file.path)).toBe('whole');
  });

  test.each<[string, Omit<Reading, 'meanwhile'>]>([
    ['stopped at once', { signal: AbortSignal.abort() }],
    ['for its first records', { options: { firstRecords: 10 } }],
    ['for as many records as it has', { options: { firstRecords: LINES.length } }],
  ])('%s, is not', async (_, reading) => {
    using file = written();
    expect(await endOf(file.path, reading)).toBe(null);
  });

  test('stopped in the middle, is not', async () => {
    using file = written();
    const stop = new AbortController();
    expect(await endOf(file.path, { signal: stop.signal, meanwhile: () => stop.abort() })).toBe(null);
  });

  const CHANGES: readonly (readonly [string, (path: string) => void])[] = [
    ['grew', (path) => appendFileSync(path, LINES[0])],
    ['grew, with its old time', (path) => keepingTimes(path, () => appendFileSync(path, LINES[0]))],
    ['became shorter', (path) => truncateSync(path, HALF.length)],
    ['became shorter, with its old time', (path) => keepingTimes(path, () => truncateSync(path, HALF.length))],
    [
      'was shorter for a while (copytruncate, and back)',
      (path) =>
        keepingTimes(path, () => {
          truncateSync(path, HALF.length);
          appendFileSync(path, TEXT.slice(HALF.length));
        }),
    ],
    [
      'was rewritten in place with its old time (rsync --inplace -t)',
      (path) => keepingTimes(path, () => writeFileSync(path, TEXT.replaceAll('x', 'y'), { flag: 'r+' })),
    ],
    [
      'was replaced by another file of the same length and time',
      (path) =>
        keepingTimes(path, () => {
          writeFileSync(`${path}.new`, TEXT.replaceAll('x', 'y'));
          renameSync(`${path}.new`, path);
        }),
    ],
    ['was moved away', (path) => renameSync(path, `${path}.old`)],
  ];

  test.each(CHANGES)('%s meanwhile, is not', async (what, change) => {
    using file = written();
    const gone = what === 'was moved away';
    expect(await endOf(file.path, { meanwhile: () => change(file.path) })).toBe(gone ? null : 'changed');
  });

  test.each(CHANGES.filter(([what]) => what === 'grew' || what.startsWith('became shorter')))(
    '%s since it was listed, is not',
    async (_, change) => {
      using file = written();
      expect(await endOf(file.path, { listed: () => change(file.path) })).toBe('changed');
    },
  );
});

describe('a link that is read', () => {
  let served = { body: TEXT, etag: '"one"' };
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer(({ headers: { range, 'if-match': wanted } }, response) => {
      const { body, etag } = served;
      if (wanted !== undefined && wanted !== etag) return void response.writeHead(412).end();
      const isProbe = range === 'bytes=0-0';
      const part = isProbe ? { 'content-range': `bytes 0-0/${body.length}` } : {};
      response.writeHead(isProbe ? 206 : 200, { etag, ...part, 'content-length': isProbe ? 1 : body.length });
      response.end(isProbe ? body[0] : body);
    });
    url = `${await urlOf(server)}/export.ndjson`;
  });
  afterAll(() => void server.close());

  test.each<[string, Partial<typeof served> | null, 'whole' | 'changed']>([
    ['is proven to be read whole', null, 'whole'],
    ['is not, if it has another ETag afterwards', { etag: '"two"' }, 'changed'],
    ['is not, if it has another length afterwards', { body: HALF }, 'changed'],
    ['is not, if it has lost its ETag', { etag: 'W/"one"' }, 'changed'],
  ])('%s', async (_, change, expected) => {
    served = { body: TEXT, etag: '"one"' };
    expect(await endOf(url, { meanwhile: () => void (served = { ...served, ...change }) })).toBe(expected);
  });
});

describe('only the reader makes proofs', () => {
  test('no other module of the program calls for one', () => {
    const src = join(ROOT, 'src');
    const callers = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && readFileSync(join(src, name), 'utf8').includes('InputProof.of'),
    );
    expect(callers).toEqual(['read/read-input.ts']);
  });
});
