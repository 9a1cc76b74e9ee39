// S3 and compatible stores through the AWS SDK, which is loaded only here.

import { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Environment } from '../../lib/environment.js';
import type { ObjectStore } from './object-store.js';
import { RemoteFault, type RemoteState } from '../remote-file.js';
import { faultOf } from './store-fault.js';
import type * as ClientS3 from '@aws-sdk/client-s3';
import { UsageError } from '../../lib/errors.js';
import { codeOf } from '../../lib/file-errors.js';

/** The official SDK: a few megabytes, which only users of object stores install. */
type Sdk = typeof ClientS3;

const INSTALL = 'npm install --global @aws-sdk/client-s3';

/** Loads the SDK. Throws UsageError with the command that installs it where it is not there. */
export const loadSdk = async (load: () => Promise<Sdk> = () => import('@aws-sdk/client-s3')): Promise<Sdk> => {
  try {
    return await load();
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      `reading from s3:// and gs:// needs the AWS SDK: ${INSTALL}\n` +
        '(without --global if mp2fb was installed without it)',
    );
  }
};

/** The S3 interface of Google Cloud Storage, with its HMAC keys as access keys (Cloud Storage, "XML API"). */
const GOOGLE_ENDPOINT = 'https://storage.googleapis.com';
const CONTENT_RANGE = /^bytes (\d+)-\d+\/(\d+|\*)$/;

const endpointIn = (env: Environment): string | undefined =>
  env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? undefined;

/**
 * The client's options besides those that the SDK finds itself (environment, profiles, roles). Other stores than
 * Amazon's seldom have a host name per bucket, so with an endpoint the bucket is part of the path.
 */
export const clientConfig = (scheme: 's3' | 'gs', env: Environment): S3ClientConfig => {
  const endpoint = endpointIn(env) ?? (scheme === 'gs' ? GOOGLE_ENDPOINT : undefined);
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? (scheme === 'gs' ? 'auto' : undefined);
  return {
    followRegionRedirects: true,
    // A checksum of the whole object says nothing about a part of it, and some stores refuse requests for one.
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(region === undefined ? {} : { region }),
  };
};

const stateOf = (answer: {
  readonly ETag?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly size: number | undefined;
}): RemoteState => ({
  size: answer.size ?? null,
  etag: answer.ETag ?? null,
  modifiedMs: answer.LastModified?.getTime() ?? null,
});

/** The start of an answer and the size of its object, by Content-Range; without one it is the whole object. */
export const rangeOf = (header: string | null | undefined): { start: number; size: number | null } | null => {
  const [, start, size] = CONTENT_RANGE.exec(header ?? '') ?? [];
  return start === undefined ? null : { start: Number(start), size: size === '*' ? null : Number(size) };
};

/** How the SDK accepts a signal. */
type Stopping = { readonly abortSignal?: AbortSignal };

const stoppedBy = (signal: AbortSignal | undefined): Stopping => (signal === undefined ? {} : { abortSignal: signal });

const throwFault = (error: unknown): never => {
  throw faultOf(error);
};

/** An S3-compatible store, by the official SDK and its own settings and credentials; `signal` ends looking for objects. */
export const s3Store = (sdk: Sdk, scheme: 's3' | 'gs', env: Environment, signal?: AbortSignal): ObjectStore => {
  const client = new sdk.S3Client(clientConfig(scheme, env));
  const finding = stoppedBy(signal);
  return {
    async head(bucket, key) {
      const head = new sdk.HeadObjectCommand({ Bucket: bucket, Key: key });
      const answer = await client.send(head, finding).catch(throwFault);
      return stateOf({ ...answer, size: answer.ContentLength });
    },

    async *list(bucket, prefix) {
      try {
        const below = { Bucket: bucket, Prefix: prefix };
        const pages = sdk.paginateListObjectsV2({ client }, below, finding);
        for await (const { Contents = [] } of pages)
          for (const one of Contents)
            if (one.Key !== undefined) yield { key: one.Key, ...stateOf({ ...one, size: one.Size }) };
      } catch (error) {
        throwFault(error);
      }
    },

    async open({ bucket, key, etag }, from, stopping) {
      const get = new sdk.GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(etag === null ? {} : { IfMatch: etag }),
        ...(from === 0 ? {} : { Range: `bytes=${from}-` }),
      });
      const answer = await client.send(get, stoppedBy(stopping)).catch(throwFault);
      if (!(answer.Body instanceof Readable)) throw new RemoteFault('temporary', 'the store returned no content');
      const range = rangeOf(answer.ContentRange) ?? { start: 0, size: answer.ContentLength ?? null };
      return { etag: answer.ETag ?? null, ...range, bytes: answer.Body };
    },
  };
};
