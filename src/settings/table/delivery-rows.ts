// The settings of delivery: names, defaults, help. Their checks: schema.ts.

import {
  CHUNK_SIZE_LIMIT,
  CONCURRENCY_LIMIT,
  DEFAULTS,
  KNOWN_REJECTS,
  MAX_RETRIES_LIMIT,
  TIMEOUT_SECONDS_LIMIT,
} from './limits.js';
import { rows } from './setting.js';

/** How events are sent. */
// prettier-ignore
export const DELIVERY_ROWS = rows([
  {
    name: 'chunkSize', kind: 'number', argument: 'events', example: 1_000,
    default: `${CHUNK_SIZE_LIMIT['offline-conversions']} for offline-conversions, ${CHUNK_SIZE_LIMIT.conversions} for conversions`,
    help: 'Maximum number of events per request.',
    expects: `a whole number from 1 to ${CHUNK_SIZE_LIMIT['offline-conversions']}`,
  },
  {
    name: 'concurrency', kind: 'number', argument: 'requests', example: 4,
    default: String(DEFAULTS.concurrency),
    help: 'Maximum number of requests in flight.',
    expects: `a whole number from 1 to ${CONCURRENCY_LIMIT}`,
  },
  {
    name: 'maxRetries', kind: 'number', argument: 'times', example: 8,
    default: String(DEFAULTS.maxRetries),
    help: 'Retries per request after a temporary failure.',
    expects: `a whole number from 0 to ${MAX_RETRIES_LIMIT}`,
  },
  {
    name: 'timeoutSeconds', kind: 'number', argument: 'seconds', example: 60,
    default: String(DEFAULTS.timeoutSeconds),
    help: 'Timeout of one request, in seconds.',
    expects: `a number of seconds above zero, ${TIMEOUT_SECONDS_LIMIT} at most`,
  },
  {
    name: 'maxWait', kind: 'text', argument: 'time', example: '2h',
    default: 'none',
    help: 'Maximum total time that a run may wait for Facebook: seconds, 30m, 2h, or none.',
    expects: 'a number of seconds, a time such as 30m or 2h, or "none"',
  },
  {
    name: 'maxRejects', kind: 'text', argument: 'limit', example: '5%',
    default: 'none',
    help: 'Stop when more events than this are rejected: a number, a percentage such as 5% (checked from 1,000 events on), or none.',
    expects: 'a whole number, a percentage such as "5%", or "none"',
  },
  {
    name: 'uploadTag', kind: 'text', argument: 'text', example: 'stores-nightly',
    default: "mp2fb and the run's id",
    help: "Label of the upload in Facebook's Events Manager.",
    expects: 'text',
  },
  {
    name: 'testEventCode', kind: 'text', argument: 'code', example: 'TEST12345',
    help: 'Code from the Test Events page (Conversions API only); the events are still counted as real ones.',
    expects: 'text without spaces',
  },
  {
    name: 'baseUrl', kind: 'text', argument: 'url', example: DEFAULTS.baseUrl,
    default: DEFAULTS.baseUrl,
    help: 'Address of the Graph API, or of a simulator.',
    expects: 'an https address without user, query or fragment (http only for this machine itself)',
  },
  {
    name: 'apiVersion', kind: 'text', argument: 'version', example: DEFAULTS.apiVersion.conversions,
    default: `${DEFAULTS.apiVersion['offline-conversions']} for offline-conversions, ${DEFAULTS.apiVersion.conversions} for conversions`,
    help: 'Version of the Graph API.',
    expects: `a version such as ${DEFAULTS.apiVersion.conversions}`,
  },
  {
    name: 'ledger', kind: 'optional-path', argument: 'dir', example: './ledger',
    default: "a folder of the user's state directory",
    help: 'Folder of the ledger, which records what was delivered.',
    expects: 'the path of a folder, or false',
    without: 'Keep no ledger: deliveries are not recorded, and no event counts as already sent.',
  },
  {
    name: 'resendUnknown', kind: 'boolean', example: false,
    help: 'Resend events whose delivery status is unknown, at the risk of duplicates.',
  },
  {
    name: 'knownRejects', kind: 'choice', argument: 'how', example: 'pass', choices: KNOWN_REJECTS,
    default: KNOWN_REJECTS[0],
    help: 'Whether rejects that an earlier run already reported cause exit code 3: pass (no) or fail (yes).',
  },
]);
