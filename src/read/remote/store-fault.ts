// The errors of stores in words, and whether a retry may help.

import { codeOf } from '../../lib/file-errors.js';
import { CHANGED, RemoteFault } from '../remote-file.js';

type Kind = RemoteFault['kind'];

/** The errors of stores and the SDK, in words for people. */
const NAMED: Readonly<Record<string, readonly [Kind, string]>> = {
  NoSuchBucket: ['permanent', 'there is no such bucket'],
  NoSuchKey: ['missing', 'there is no such object'],
  NotFound: ['missing', 'there is no such object'],
  PreconditionFailed: ['changed', CHANGED],
  InvalidRange: ['changed', CHANGED],
  AccessDenied: ['permanent', 'access is denied (needed: s3:GetObject, and s3:ListBucket for folders and patterns)'],
  AllAccessDisabled: ['permanent', 'access to the bucket is disabled'],
  InvalidAccessKeyId: ['permanent', 'the store does not know the access key'],
  SignatureDoesNotMatch: ['permanent', 'the secret access key does not belong to the access key'],
  ExpiredToken: ['permanent', 'the credentials have expired'],
  ExpiredTokenException: ['permanent', 'the credentials have expired'],
  InvalidToken: ['permanent', 'the session token is not valid'],
  RequestTimeTooSkewed: ['permanent', 'the clock of this machine is wrong by too much'],
  CredentialsProviderError: [
    'permanent',
    'there are no credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role)',
  ],
  InvalidObjectState: ['permanent', 'the object is archived (Glacier): restore it first'],
  PermanentRedirect: ['permanent', 'the bucket is in another region (set AWS_REGION)'],
  AuthorizationHeaderMalformed: ['permanent', 'the bucket is in another region (set AWS_REGION)'],
  ENOTFOUND: ['permanent', 'the host of the store is not known (is AWS_REGION or AWS_ENDPOINT_URL right?)'],
  ECONNREFUSED: ['temporary', 'the store refuses connections'],
};

const BY_STATUS: Readonly<Record<number, readonly [Kind, string]>> = {
  401: ['permanent', 'access is denied'],
  403: ['permanent', 'access is denied'],
  404: ['missing', 'there is no such object'],
  410: ['missing', 'the object no longer exists'],
  412: ['changed', CHANGED],
  416: ['changed', CHANGED],
};

/** The fault that an HTTP status means; null: no fault. */
export const statusFault = (status: number): RemoteFault | null => {
  if (status < 300) return null;
  const [kind, message] = BY_STATUS[status] ?? [];
  if (kind !== undefined && message !== undefined) return new RemoteFault(kind, message);
  const isTemporary = status >= 500 || status === 408 || status === 429;
  return new RemoteFault(isTemporary ? 'temporary' : 'permanent', `the store answers with status ${status}`);
};

const statusOf = (error: object): number | null => {
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return null;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : null;
};

/** An error of SDK or network as a fault, without its message, which may quote keys and signed addresses. */
export const faultOf = (error: unknown): RemoteFault => {
  if (error instanceof RemoteFault) return error;
  if (!(error instanceof Error)) return new RemoteFault('temporary', 'the store cannot be reached');
  const known = [codeOf(error) ?? '', error.name].map((name) => NAMED[name]).find((one) => one !== undefined);
  if (known !== undefined) return new RemoteFault(known[0], known[1], { cause: error });
  if (/^Region is missing/.test(error.message))
    return new RemoteFault('permanent', 'no region is set (AWS_REGION)', { cause: error });
  const fault = statusFault(statusOf(error) ?? 0);
  return fault ?? new RemoteFault('temporary', `the store cannot be reached (${codeOf(error) || error.name})`);
};
