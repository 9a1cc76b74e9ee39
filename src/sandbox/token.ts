// The simulator's access tokens: their states and permissions.

import { createHmac } from 'node:crypto';
import { graphError, type GraphError } from './envelope.js';
import type { GraphRequest } from './graph-request.js';

/** A token that starts with one of these words simulates a token in that state (documented in the command's help). */
export const TOKEN_MARKERS = {
  EXPIRED: 'refused as expired (190/463)',
  INVALID: 'refused as no token at all (190)',
  PASSWORD: 'refused because the password was changed (190/460)',
  NOPERMISSION: 'refused because it lacks the permission (200)',
  BLOCKED: 'refused for policy violations (368)',
  EXPIRING: 'accepted; debug_token says that it ends in three days',
  NOREAD: 'may send, but not read quality, statistics or uploads (10)',
  UNDEBUGGABLE: 'accepted, but not by debug_token (100), as tokens made in Events Manager mostly are',
} as const;

type Marker = keyof typeof TOKEN_MARKERS;

/** The characters of user, system user and app tokens. */
const TOKEN_SHAPE = /^[A-Za-z0-9_.|-]+$/;

const refusedToken = (message: string, subcode?: number): GraphError =>
  subcode === undefined ? graphError(401, 190, message) : graphError(400, 190, message, { subcode });

const CANNOT_PARSE = refusedToken('Invalid OAuth access token - Cannot parse access token');
const NO_TOKEN = graphError(400, 104, 'An access token is required to request this resource.');

const ERROR_BY_MARKER: Readonly<Partial<Record<Marker, GraphError>>> = {
  EXPIRED: refusedToken('Error validating access token: Session has expired.', 463),
  INVALID: CANNOT_PARSE,
  PASSWORD: refusedToken('Error validating access token: The session has been invalidated.', 460),
  NOPERMISSION: graphError(403, 200, '(#200) The caller does not have permission to send events to this object.'),
  BLOCKED: graphError(400, 368, 'The action attempted has been deemed abusive or is otherwise disallowed'),
};

/** Whether a token simulates this state. */
export const hasMarker = (token: string, marker: Marker): boolean => token.startsWith(marker);

/** The error of a token; null: none. */
export const tokenError = (token: string, expected: string | null): GraphError | null => {
  for (const [marker, error] of Object.entries(ERROR_BY_MARKER)) if (token.startsWith(marker)) return error;
  if (!TOKEN_SHAPE.test(token)) return CANNOT_PARSE;
  return expected === null || token === expected ? null : CANNOT_PARSE;
};

const proofError = (message: string): GraphError => graphError(400, 100, message, { type: 'GraphMethodException' });

const BEARER = 'Bearer ';

/** The caller's token: a parameter of the body or the query, or else a Bearer header; null: none. */
export const tokenOf = (request: GraphRequest): string | null => {
  const parameter = request.parameter('access_token');
  if (typeof parameter === 'string' && parameter !== '') return parameter;
  const header = request.authorization;
  return header.startsWith(BEARER) ? header.slice(BEARER.length).trim() : null;
};

/** Whether the caller is authorised: by a valid token and, if required, the app secret's proof (secure requests). */
export const authenticate = (
  request: GraphRequest,
  demands: { readonly expectedToken: string | null; readonly appSecret: string | null },
): GraphError | null => {
  const token = tokenOf(request);
  if (token === null) return NO_TOKEN;
  const error = tokenError(token, demands.expectedToken);
  if (error !== null || demands.appSecret === null) return error;
  const proof = request.parameter('appsecret_proof');
  if (proof === undefined) return proofError('API calls from the server require an appsecret_proof argument');
  const expected = createHmac('sha256', demands.appSecret).update(token).digest('hex');
  return proof === expected ? null : proofError('Invalid appsecret_proof provided in the API argument');
};
