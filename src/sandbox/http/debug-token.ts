import type { JsonObject } from '../../lib/json.js';
import { GRAPH_ERRORS } from '../envelope.js';
import type { GraphRequest } from '../graph-request.js';
import { fail, ok, type Reply } from '../reply.js';
import { hasMarker, tokenError, tokenOf } from '../token.js';

const APP_ID = '500000000000005';
const USER_ID = '800000000000008';
const THREE_DAYS_SECONDS = 3 * 86_400;
const NEVER = 0;

const validity = (token: string, now: number): JsonObject => ({
  is_valid: true,
  expires_at: hasMarker(token, 'EXPIRING') ? now + THREE_DAYS_SECONDS : NEVER,
  scopes: ['ads_management', 'business_management'],
});

/** `GET /debug_token?input_token=…` (Graph API reference). `now` is in UNIX seconds. */
export const debugToken = (request: GraphRequest, expectedToken: string | null, now: number): Reply => {
  if (hasMarker(tokenOf(request) ?? '', 'UNDEBUGGABLE'))
    return fail(
      GRAPH_ERRORS.invalid(
        '(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
      ),
    );
  const token = request.parameter('input_token');
  if (typeof token !== 'string' || token === '')
    return fail(GRAPH_ERRORS.invalid('(#100) The parameter input_token is required'));
  const wrong = tokenError(token, expectedToken);
  const state =
    wrong !== null && wrong.code === 190
      ? { is_valid: false, error: { code: 190, subcode: wrong.subcode, message: wrong.message }, scopes: [] }
      : validity(token, now);
  return ok({
    data: {
      app_id: APP_ID,
      type: 'SYSTEM_USER',
      application: 'Sandbox app',
      issued_at: now - THREE_DAYS_SECONDS,
      user_id: USER_ID,
      ...state,
      ...(hasMarker(token, 'NOPERMISSION') ? { scopes: [] } : {}),
    },
  });
};
