import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findInputs, readInput } from '../../../src/read/index.js';
import { collect, OPTIONS, stateOf, type Read } from '../reading.js';
import { urlOf } from '../../support/surroundings.js';

const SIGNATURE = 'sv=2025-05-05&st=2026-11-24T00%3A00%3A00Z&se=2026-11-26T00%3A00%3A00Z&sr=b&sp=r&sig=S3CR3T%2Fsig%3D';
const EXPIRED = SIGNATURE.replace('2026-11-26', '2026-11-01');
const TEXT = Array.from({ length: 5_000 }, (_, at) => `{"n":${at}}\n`).join('');

/** What a blob of the fake store does after its first bytes; by default it gives all of them. */
let cutAfter: number[] = [];
let etag = '"0x8DE2B7A1C0FFEE0"';
/** Requests that the store refuses for a moment, by the status. */
let busy: number[] = [];
const requests: string[] = [];

/** An error as Azure Blob Storage writes it: XML, with the code in a header as well. */
const refuse = (response: ServerResponse, status: number, code: string): void => {
  response.writeHead(status, { 'x-ms-error-code': code, 'content-type': 'application/xml' });
  response.end(`\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>...</Message></Error>`);
};

const rangeOf = (request: IncomingMessage): number =>
  Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);

/** Azure Blob Storage as far as a SAS link needs it: ranges, ETag conditions, its errors, an append blob's ETag. */
const answer = (request: IncomingMessage, response: ServerResponse): void => {
  const url = new URL(request.url ?? '', 'http://azure.invalid');
  requests.push(`${request.method} ${request.headers.range ?? 'all'}`);
  if (url.searchParams.get('se')?.startsWith('2026-11-01') === true || url.searchParams.get('sig') !== 'S3CR3T/sig=')
    return refuse(response, 403, 'AuthenticationFailed');
  const status = busy.shift();
  if (status !== undefined) return refuse(response, status, 'ServerBusy');
  const text = { '/exports/sales.ndjson': TEXT, '/exports/empty.ndjson': '' }[url.pathname];
  if (text === undefined) return refuse(response, 404, 'BlobNotFound');
  if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== etag)
    return refuse(response, 412, 'ConditionNotMet');
  const from = rangeOf(request);
  if (request.headers.range !== undefined && from >= text.length) return refuse(response, 416, 'InvalidRange');
  const end = request.headers.range === 'bytes=0-0' ? 1 : text.length;
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    ...{
      etag,
      'last-modified': 'Tue, 24 Nov 2026 20:18:58 GMT',
      'x-ms-blob-type': 'BlockBlob',
      'accept-ranges': 'bytes',
    },
    ...(request.headers.range === undefined ? {} : { 'content-range': `bytes ${from}-${end - 1}/${text.length}` }),
    'content-length': end - from,
  });
  const cut = end === 1 ? undefined : cutAfter.shift();
  if (cut === undefined) response.end(text.slice(from, end));
  else response.write(text.slice(from, from + cut), () => response.destroy());
};

let server: Server;
let base = '';
beforeAll(async () => {
  server = createServer(answer);
  base = `${await urlOf(server)}/exports`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(() => {
  [cutAfter, busy, etag] = [[], [], '"0x8DE2B7A1C0FFEE0"'];
  requests.length = 0;
});

const find = (name: string, query = SIGNATURE) => findInputs([`${base}/${name}?${query}`], '/', {});
const read = async (name: string, before: () => void = () => undefined): Promise<Read> => {
  const [input] = await find(name);
  before();
  const state = stateOf(input?.path);
  return collect(readInput({ ...input, number: 0 }, OPTIONS, state), state);
};
const failure = (finding: Promise<unknown>): Promise<string> =>
  finding.then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  );

describe('a SAS link of Azure Blob Storage', () => {
  test('is read whole, and shown without its query', async () => {
    const [input] = await find('sales.ndjson');
    expect(input).toMatchObject({ path: `${base}/sales.ndjson`, size: TEXT.length });
    const run = await read('sales.ndjson');
    expect(run).toMatchObject({ error: null, state: { records: 5_000, status: 'done' } });
    // A link that is good for reading alone may not be asked with HEAD.
    expect(requests.every((request) => request.startsWith('GET'))).toBe(true);
  });

  test('continues at the byte where the connection broke', async () => {
    const run = await read('sales.ndjson', () => (cutAfter = [1_000]));
    expect(run).toMatchObject({ error: null, state: { records: 5_000, status: 'done' } });
    expect(requests.at(-1)).toMatch(/^GET bytes=[1-9]\d*-$/);
  });

  test('is found in a store that is out of order for a moment', async () => {
    busy = [503, 500, 429];
    expect(await find('sales.ndjson')).toMatchObject([{ size: TEXT.length }]);
    expect(requests).toHaveLength(4);
  });

  test('of an empty blob is an empty input', async () =>
    expect(await read('empty.ndjson')).toMatchObject({ error: null, state: { records: 0, status: 'done' } }));

  test('of a blob that changed in between fails', async () =>
    expect((await read('sales.ndjson', () => (etag = '"0x8DE2B7A1C0FFEE1"'))).error).toMatch(
      /sales\.ndjson could not/,
    ));

  test.each([
    ['sales.ndjson', EXPIRED, 'access is denied: has the signed link expired?'],
    ['sales.ndjson', SIGNATURE.replace('S3CR3T', 'OTHER'), 'access is denied: has the signed link expired?'],
    ['none.ndjson', SIGNATURE, 'there is no such object'],
  ])('to %s with %s fails without its signature in the message', async (name, query, message) => {
    const text = await failure(find(name, query));
    expect(text).toContain(`${base}/${name}: `);
    expect(text).toContain(message);
    expect(text).not.toMatch(/sig=|S3CR3T|OTHER/);
  });
});
