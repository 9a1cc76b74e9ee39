// What an error of Facebook means and what to do, by code and subcode. Whether to retry is in classify-reply.ts.

import { INVALID_PARAMETER } from './error.js';
import type { FacebookError } from './reply.js';

/** For parameter errors without a published meaning: only Facebook's own message helps. */
const PARAMETER =
  'Facebook reports that a part of the event is missing or malformed, and its message names the part. Fix the event in the rejects file and upload that file.';
const MESSAGING =
  'Facebook treated this as an event of a messaging channel, which mp2fb never sends: look for custom attributes of that name (customDataExclude), or for a proxy that changes requests.';

/**
 * Why Facebook refuses a single event, by subcode of code 100. Meta publishes no list: these are subcodes that people
 * reported (facts: event validation), with a meaning only where several reports agree.
 */
const EVENT_ADVICE: Readonly<Record<number, string>> = {
  1_815_356:
    "The event breaks a rule of the Offline Conversions API; Facebook's message names it. Fix the event in the rejects file and upload that file.",
  2_044_011:
    'Facebook has an upload that overlaps this one, and counts the events as uploaded already: check the upload history of the event set before sending them again.',
  2_804_001: PARAMETER,
  2_804_003:
    'Facebook rejects the event as too old: it accepts store events for up to 62 days. Lower maxAgeDays to stop sending such events, and upload more often.',
  2_804_007: PARAMETER,
  2_804_008:
    'Facebook rejects the contents: check the products of the event (ids, quantities, prices) and for a custom attribute named contents.',
  2_804_009:
    'A purchase needs a value: add a total_amount above zero, or products with prices, and upload the rejects file.',
  2_804_010: 'A purchase needs a currency: add a currency_code to the event, or set defaultCurrency.',
  2_804_014: PARAMETER,
  2_804_016:
    'Facebook rejects a match key that is not hashed: an identity chosen by emailType or phoneType is forwarded unchanged, so it must contain SHA-256 hashes; use email and mobile_number for values in clear text.',
  2_804_017: PARAMETER,
  2_804_019: PARAMETER,
  2_804_030:
    'The Limited Data Use flag is missing or incomplete: add country and state attributes to the batch, and see the setting sendCcpaLimitedDataUse.',
  2_804_036:
    'Facebook rejects a lead id, and mp2fb itself sends none: exclude custom attributes of that name (customDataExclude).',
  2_804_043:
    'Facebook treated this as an app event, which mp2fb never sends: exclude custom attributes such as extinfo (customDataExclude).',
  2_804_048: PARAMETER,
  2_804_050:
    'Facebook rejects the match keys as too few or too broad: add an e-mail, a phone number or first and last name to the batch; extendedMatchKeys also sends phone, state, zip and customer id.',
  2_804_066: MESSAGING,
  2_804_072: MESSAGING,
  2_804_087: MESSAGING,
};

/** For an event that was refused with an undocumented subcode. */
const REFUSED_EVENT =
  'Facebook rejects a parameter; its message names it. Fix the event in the rejects file and upload that file.';

const NEW_TOKEN = 'create a new one in Events Manager and set it with --access-token-file';
const LATER = 'run the same command again later';

const NO_OBJECT =
  'The id does not exist, or the token may not use it: check the dataset or offline event set id, and assign the dataset to the system user of the token.';

const limitOf = (whose: string): string => `The call limit of ${whose} is used up: lower concurrency, or ${LATER}.`;

/** By code and subcode (facts: Graph API error handling, Marketing API error reference and rate limiting). */
const BY_SUBCODE: Readonly<Record<string, string>> = {
  '1/1357045': `Facebook sent an empty answer: ${LATER}.`,
  '100/33': NO_OBJECT,
  '17/2446079': limitOf('the ad account'),
  '190/458': 'The app is no longer installed for the user behind the token: create a new token in Events Manager.',
  '190/459':
    'The user behind the token must pass a security check at facebook.com; a token of a system user has no such checks.',
  '190/460': `The password of the token's user was changed, which makes its tokens invalid: ${NEW_TOKEN}.`,
  '190/463':
    'The token has expired: create a new one in Events Manager; the token of a system user can be created without expiry.',
  '190/464': 'The user behind the token is not confirmed: use the token of a system user.',
  '190/467': `The token is no longer valid: ${NEW_TOKEN}.`,
  '190/492': 'The user behind the token has lost the role it needs: restore it, or use the token of a system user.',
  '613/1487742': limitOf('the ad account'),
  '613/1996': `Facebook reports too many calls within a short time: lower concurrency to 1, or ${LATER}.`,
};

const BY_CODE: Readonly<Record<number, string>> = {
  1: `Facebook reports a temporary error: ${LATER}. If it returns at once, lower chunkSize.`,
  2: `Facebook reports a temporary error: ${LATER}.`,
  3: 'The app behind the token lacks the capability for this call: ask for ads_management in the app dashboard.',
  4: limitOf('the app'),
  10: 'The token lacks the permission: give its system user access to the dataset and the scope ads_management.',
  17: limitOf('the user behind the token'),
  32: limitOf('the page'),
  102: `The session behind the token has ended: ${NEW_TOKEN}.`,
  104: 'Facebook found no token, or an appsecret_proof that is not its own: check that MP2FB_APP_SECRET is the secret of the app that the token belongs to.',
  105: 'The request has too many parameters: lower chunkSize, or leave out custom attributes (customDataExclude).',
  190: `The token is not valid: check that it was copied whole and without quotes, or ${NEW_TOKEN}.`,
  294: 'The app behind the token needs ads_management, and must be allowed to use the Marketing API.',
  341: limitOf('the app'),
  368: 'Facebook has blocked this action because of its policies: look at Account Quality in Business Manager before anything is sent again; more attempts make it worse.',
  506: 'Facebook treated this as a repeated post: check in Events Manager whether the events have arrived.',
  613: limitOf('the API'),
  803: NO_OBJECT,
  2_500:
    'Facebook found no usable token, or does not know this address: check the access token, then apiVersion and baseUrl.',
  2_635:
    'This version of the Graph API has expired: set apiVersion to a current one, or remove the setting. For an offline event set: Meta closed its API, so set datasetId in place of offlineEventSetId.',
  5_000: `Facebook reports a temporary error: ${LATER}.`,
  21_009: `The offline event set is not ready yet: ${LATER}.`,
};

/** Call limits by business use case (Marketing API, rate limiting). */
// prettier-ignore
const USE_CASES: Readonly<Record<number, string>> = {
  80_000: 'ads insights', 80_001: 'the page', 80_002: 'the Instagram account',
  80_003: 'custom audiences', 80_004: 'the ad account', 80_005: 'lead generation', 80_006: 'Messenger',
  80_008: 'WhatsApp', 80_009: 'the catalogue', 80_014: 'catalogue batches',
};

const PERMISSION =
  'The token lacks a permission: give its system user access to the dataset and the scope ads_management.';
const PROOF =
  'If the app demands appsecret_proof, set MP2FB_APP_SECRET to the secret of the app that the token belongs to.';

/** Most often the id is wrong; if it is the proof, Facebook's message says so. */
const ofMethod = (message: string): string => (/proof/i.test(message) ? PROOF : NO_OBJECT);

const ofInvalidParameter = ({ subcode, type, message }: FacebookError): string =>
  EVENT_ADVICE[subcode ?? 0] ?? (type === 'GraphMethodException' ? ofMethod(message) : REFUSED_EVENT);

const ofRange = (code: number): string | null => {
  if (code >= 200 && code <= 299) return PERMISSION;
  return code >= 80_000 && code <= 80_014 ? limitOf(USE_CASES[code] ?? 'this use of the API') : null;
};

/** The meaning of an error of Facebook here, and the next step; null: its own message is better. */
export const adviceFor = (error: FacebookError): string | null => {
  const { code, subcode } = error;
  if (code === null) return null;
  const exact = BY_SUBCODE[`${code}/${subcode ?? ''}`];
  if (exact !== undefined) return exact;
  return code === INVALID_PARAMETER ? ofInvalidParameter(error) : (BY_CODE[code] ?? ofRange(code));
};
