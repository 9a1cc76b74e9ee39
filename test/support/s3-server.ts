import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { newFolder, urlOf } from './surroundings.js';

/** What the S3 server of the tests knows as its one user. */
const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

const require = createRequire(import.meta.url);
const LIBRARY = require.resolve('s3rver');

const SERVER = `
  const [library, directory, ...buckets] = process.argv.slice(1);
  const S3rver = require(library);
  const server = new S3rver({
    port: 0, address: '127.0.0.1', silent: true, directory,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  server.run().then(({ port }) => console.log(port));
  process.stdin.on('end', () => process.exit(0)).resume();
`;

/** A running S3 server, reached through a line on which the tests cause faults. */
export interface S3 extends AsyncDisposable {
  /** Address of the line. */
  readonly url: string;
  /** What the program needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly line: Line;
  put(bucket: string, key: string, body: string | Buffer): Promise<void>;
  /** Puts many small objects there at once, behind the server's back. */
  fill(bucket: string, objects: Iterable<readonly [key: string, body: string]>): void;
}

/** What happens on the way. Everything may be changed while it runs. */
class Line {
  /** Requests that came by, as `GET /bucket/key` with the range, if there is one. */
  readonly seen: string[] = [];
  /** Cuts the connection after so many bytes of the next answers to reads of an object, one after another. */
  readonly cutAfter: number[] = [];
  /** Answers instead of the server, when it gives a status. */
  refuse: (request: IncomingMessage) => number | null = () => null;
  /** Called when an object's first bytes have gone through. */
  afterFirstBytes: () => Promise<void> = () => Promise.resolve();
}

const forward = (line: Line, port: number) => async (incoming: IncomingMessage, outgoing: ServerResponse) => {
  const { method = 'GET', url = '/', headers } = incoming;
  const range = headers.range === undefined ? '' : ` ${headers.range}`;
  line.seen.push(`${method} ${url}${range}`);
  const status = line.refuse(incoming);
  if (status !== null) {
    incoming.resume();
    outgoing.writeHead(status).end();
    return;
  }
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers });
  incoming.pipe(onward);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
  const isRead = method === 'GET' && !url.includes('list-type');
  let left = isRead ? (line.cutAfter.shift() ?? Infinity) : Infinity;
  let isFirst = isRead;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    const passed = piece.subarray(0, left);
    left -= passed.length;
    if (!outgoing.write(passed)) await once(outgoing, 'drain');
    if (isFirst) await line.afterFirstBytes();
    isFirst = false;
    if (left === 0) {
      // What was written must be on its way before the line is cut.
      setTimeout(() => outgoing.destroy(), 20);
      return;
    }
  }
  outgoing.end();
};

const startServer = async (directory: string, buckets: readonly string[]) => {
  // The server makes its continuation tokens with a cipher that OpenSSL keeps among the old ones.
  const child = spawn(process.execPath, ['--openssl-legacy-provider', '-e', SERVER, LIBRARY, directory, ...buckets], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, port: Number(port.toString()) };
};

/** Starts an S3 server (s3rver) with empty buckets, and a line to it, both on loopback. */
export const startS3 = async (...buckets: readonly string[]): Promise<S3> => {
  const directory = newFolder();
  const { child, port } = await startServer(directory, buckets);
  const line = new Line();
  const onTheLine = forward(line, port);
  const proxy = createServer(
    (incoming, outgoing) => void onTheLine(incoming, outgoing).catch(() => outgoing.destroy()),
  );
  const url = await urlOf(proxy);
  const env = { ...KEYS, AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
  const client = new S3Client({
    ...{ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
  });
  return {
    ...{ url, env, line },
    put: async (bucket, key, body) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
    },
    fill: (bucket, objects) => {
      for (const [key, body] of objects) {
        const path = join(directory, bucket, `${key}._S3rver_object`);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, body);
        // Left to itself, the server writes the ETag at the first question, and answers a second with half of it.
        writeFileSync(`${path}.md5`, createHash('md5').update(body).digest('hex'));
      }
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      proxy.closeAllConnections();
      proxy.close();
      child.stdin.end();
      await once(child, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
