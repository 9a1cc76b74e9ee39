// Checks of the access token, by its form and by asking Facebook. Expiry during a run: upload/token-expiry.ts.

import { arrayOrEmpty, objectOrNull, type JsonObject } from '../../lib/json.js';
import { isCallRefused, type GraphReply } from '../../facebook/graph-reader.js';
import { ok, problem, warning, type Finding } from './finding.js';
import { LAST_DATE_MS, MS_PER_DAY, MS_PER_SECOND } from '../../lib/units.js';

const SHAPE = { id: 'token_shape', title: 'Token: shape', area: 'facebook' } as const;
const VALID = { id: 'token_valid', title: 'Token: valid', area: 'facebook' } as const;
const EXPIRY = { id: 'token_expiry', title: 'Token: expiry', area: 'facebook' } as const;
const PERMISSIONS = { id: 'token_permissions', title: 'Token: permissions', area: 'facebook' } as const;

/** Enough time to create a new token. */
const EXPIRY_NOTICE_DAYS = 14;
/** The permissions that Meta requires of tokens that upload events (Conversions API, set-up as a platform). */
const SCOPE = 'ads_management';

const CHARACTERS = /^[A-Za-z0-9_.|-]+$/;
/** `APP_ID|SECRET`: the token of an app, to which no dataset can be assigned. */
const APP_TOKEN = /^\d+\|/;
/** Tokens of users and system users start like this; shorter ones were cut off when copied. */
const USER_TOKEN = /^EAA[A-Za-z0-9]+$/;
const SHORTEST_USER_TOKEN = 60;

/** What the form of a token says; `isMeta`: it is for Meta's own host, where the usual forms apply. */
export const tokenShapeFinding = (token: string, isMeta: boolean): Finding => {
  if (!CHARACTERS.test(token))
    return problem(
      SHAPE,
      'it contains characters that do not occur in tokens',
      'Copy it again, without quotes, brackets or the word Bearer before it.',
    );
  if (!isMeta) return ok(SHAPE, 'it has only characters that occur in tokens');
  if (APP_TOKEN.test(token))
    return warning(
      SHAPE,
      'it is the token of an app, not of a system user',
      'Use the token of a system user, or one made in Events Manager.',
    );
  if (!USER_TOKEN.test(token) || token.length < SHORTEST_USER_TOKEN)
    return warning(
      SHAPE,
      'it does not look like the token of a user or system user (EAA… and well above 60 characters)',
      'Copy the whole token again.',
    );
  return ok(SHAPE, 'it looks like the token of a user or system user');
};

const expiryFinding = (expiresAt: unknown, nowMs: number): Finding => {
  if (expiresAt === 0) return ok(EXPIRY, 'it does not expire');
  if (typeof expiresAt !== 'number' || Math.abs(expiresAt * MS_PER_SECOND) > LAST_DATE_MS)
    return warning(EXPIRY, 'Facebook does not say when it expires');
  const left = expiresAt * MS_PER_SECOND - nowMs;
  const day = new Date(expiresAt * MS_PER_SECOND).toISOString().slice(0, 10);
  const renew = 'Make a new one in Events Manager; the token of a system user can be made not to expire.';
  if (left <= 0) return problem(EXPIRY, `it expired on ${day}`, renew);
  if (left < EXPIRY_NOTICE_DAYS * MS_PER_DAY)
    return warning(EXPIRY, `it expires on ${day}, in ${Math.floor(left / MS_PER_DAY)} days`, renew);
  return ok(EXPIRY, `it is valid until ${day}`);
};

const permissionsFinding = (scopes: unknown, canReadDestination: boolean): Finding => {
  const names = arrayOrEmpty(scopes);
  if (names.includes(SCOPE)) return ok(PERMISSIONS, `it has ${SCOPE}`);
  const advice = `Make a token with ${SCOPE}, and give its system user access to the dataset.`;
  if (canReadDestination) return warning(PERMISSIONS, `it lacks ${SCOPE}, but can read the destination`, advice);
  return problem(PERMISSIONS, `it lacks ${SCOPE}, and cannot read the destination`, advice);
};

const invalid = (data: JsonObject): Finding => {
  const words = objectOrNull(data['error'])?.['message'];
  return problem(
    VALID,
    `Facebook says that it is not valid${typeof words === 'string' ? `: ${words}` : ''}`,
    'Create a new one in Events Manager and set it with --access-token-file.',
  );
};

/** What Facebook says about the token (`/debug_token`). A refusal is only a warning, because it is common. */
export const tokenStateFindings = (
  reply: GraphReply,
  nowMs: number,
  canReadDestination: boolean,
): readonly Finding[] => {
  if (reply.kind === 'unreachable') return [];
  if (reply.kind === 'refused') {
    if (isCallRefused(reply)) return [problem(VALID, reply.words, reply.advice)];
    return [
      warning(
        VALID,
        `Facebook does not return details of this token, so its expiry and permissions are unknown: ${reply.words}`,
        'This is usual for tokens made in Events Manager; --send-test shows whether it can send.',
      ),
    ];
  }
  const data = objectOrNull(reply.body['data']) ?? {};
  if (data['is_valid'] !== true) return [invalid(data)];
  return [
    ok(VALID, 'Facebook says that it is valid'),
    expiryFinding(data['expires_at'], nowMs),
    permissionsFinding(data['scopes'], canReadDestination),
  ];
};
