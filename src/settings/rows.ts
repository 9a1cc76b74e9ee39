import { FORWARDED_ACTIONS } from '../model/conversion.js';
import { APIS, LDU_POLICIES } from '../model/settings.js';
import {
  CHUNK_SIZE_LIMIT,
  CONCURRENCY_LIMIT,
  DEFAULTS,
  ENVIRONMENTS,
  MAX_AGE_DAYS,
  MAX_RETRIES_LIMIT,
  PII_GUARDS,
  TIMEOUT_SECONDS_LIMIT,
  UNFLAGGABLE_POLICIES,
} from './limits.js';

/** How the text of a flag or an environment variable is read, before the schema looks at it. */
export type SettingKind =
  'text' | 'number' | 'boolean' | 'choice' | 'list' | 'map' | 'path' | 'optional-path' | 'secret';

export interface Row<Name extends string> {
  readonly name: Name;
  readonly kind: SettingKind;
  /** What stands for the value in `--help`. */
  readonly argument?: string;
  /** The default as people read it; empty: none. */
  readonly default: string;
  /** One sentence. */
  readonly help: string;
  /** Completes "must be …". */
  readonly expects: string;
  /** A value as the settings file would hold it. */
  readonly example: unknown;
  /** What mParticle's own connection screen calls it. */
  readonly screenName?: string;
  readonly choices?: readonly string[];
  /** Environment variables beside the systematic one. */
  readonly otherEnv?: readonly string[];
}

const rows = <const Name extends string>(list: readonly Row<Name>[]): readonly Row<Name>[] => list;

const anyOf = (choices: readonly string[]): string => `one of ${choices.join(', ')}`;

/** Every setting, described once. */
export const ROWS = rows([
  {
    name: 'accessToken',
    kind: 'secret',
    default: '',
    help: 'Access token of a system user that may upload to the destination.',
    expects: 'an access token: text without spaces',
    example: '…',
    screenName: 'System User Admin Access Token',
    otherEnv: ['FACEBOOK_ACCESS_TOKEN'],
  },
  {
    name: 'accessTokenFile',
    kind: 'path',
    argument: 'file',
    default: '',
    help: 'File that holds the access token and nothing else.',
    expects: 'the path of a file',
    example: './access-token.txt',
    screenName: 'System User Admin Access Token',
  },
  {
    name: 'appSecret',
    kind: 'secret',
    default: '',
    help: "The app's secret; with it each call carries appsecret_proof.",
    expects: 'an app secret: text without spaces',
    example: '…',
  },
  {
    name: 'appSecretFile',
    kind: 'path',
    argument: 'file',
    default: '',
    help: "File that holds the app's secret and nothing else.",
    expects: 'the path of a file',
    example: './app-secret.txt',
  },
  {
    name: 'datasetId',
    kind: 'text',
    argument: 'id',
    default: '',
    help: 'Dataset to send to, with the Conversions API.',
    expects: 'an id: digits only',
    example: '260000000000026',
  },
  {
    name: 'offlineEventSetId',
    kind: 'text',
    argument: 'id',
    default: '',
    help: 'Offline event set to send to, with the Offline Conversions API.',
    expects: 'an id: digits only',
    example: '160000000000016',
    screenName: 'Offline Event Set Id',
  },
  {
    name: 'api',
    kind: 'choice',
    argument: 'api',
    default: 'by the id that is set',
    help: `Delivery API: ${APIS.join(' or ')}.`,
    expects: anyOf(APIS),
    example: 'conversions',
    choices: APIS,
  },
  {
    name: 'sendCcpaLimitedDataUse',
    kind: 'choice',
    argument: 'when',
    default: DEFAULTS.sendCcpaLimitedDataUse,
    help: `When to send the Limited Data Use flag: ${LDU_POLICIES.join(', ')}.`,
    expects: anyOf(LDU_POLICIES),
    example: 'when-opted-out',
    screenName: 'Send CCPA Limited Data Use',
    choices: LDU_POLICIES,
  },
  {
    name: 'unflaggableOptOut',
    kind: 'choice',
    argument: 'what',
    default: DEFAULTS.unflaggableOptOut,
    help: 'What becomes of events of people who opted out when the flag cannot be sent: send or reject.',
    expects: anyOf(UNFLAGGABLE_POLICIES),
    example: 'reject',
    choices: UNFLAGGABLE_POLICIES,
  },
  {
    name: 'emailType',
    kind: 'text',
    argument: 'type',
    default: DEFAULTS.emailType,
    help: 'User identity type to send as the e-mail; only email itself is hashed.',
    expects: 'an mParticle user identity type such as email, customer_id or other',
    example: 'email',
    screenName: 'Email Type',
  },
  {
    name: 'extendedMatchKeys',
    kind: 'boolean',
    default: 'off',
    help: 'Send phone, state, zip and customer id as match keys too.',
    expects: 'true or false',
    example: true,
  },
  {
    name: 'hashMadid',
    kind: 'boolean',
    default: 'on for offline-conversions, off for conversions',
    help: 'Hash advertising ids before they are sent.',
    expects: 'true or false',
    example: false,
  },
  {
    name: 'defaultCurrency',
    kind: 'text',
    argument: 'code',
    default: DEFAULTS.defaultCurrency,
    help: 'Currency of events that name none.',
    expects: 'an ISO 4217 code such as EUR',
    example: 'EUR',
  },
  {
    name: 'environments',
    kind: 'list',
    argument: 'names',
    default: DEFAULTS.environments.join(', '),
    help: 'Environments whose batches are forwarded, with commas between them.',
    expects: `a list out of ${ENVIRONMENTS.join(', ')}`,
    example: ['production'],
    choices: ENVIRONMENTS,
  },
  {
    name: 'includeAppBatches',
    kind: 'boolean',
    default: 'off',
    help: 'Forward batches of app and web platforms too.',
    expects: 'true or false',
    example: true,
  },
  {
    name: 'maxAgeDays',
    kind: 'text',
    argument: 'days',
    default: `${MAX_AGE_DAYS.conversions} for conversions, none for offline-conversions`,
    help: 'Oldest event that is sent, in days, or none.',
    expects: 'a number of days above zero, or "none"',
    example: 62,
  },
  {
    name: 'eventNames',
    kind: 'map',
    argument: 'action=name',
    default: "the API's own names",
    help: 'Another name for the events of one product action; may be repeated.',
    expects: `pairs of a product action (${FORWARDED_ACTIONS.join(', ')}) and an event name`,
    example: { checkout: 'InitiateCheckout' },
    choices: FORWARDED_ACTIONS,
  },
  {
    name: 'customDataExclude',
    kind: 'list',
    argument: 'names',
    default: 'none',
    help: 'Custom attributes that are never sent, with commas between them.',
    expects: 'a list of attribute names',
    example: ['cashier_name'],
  },
  {
    name: 'piiGuard',
    kind: 'choice',
    argument: 'what',
    default: DEFAULTS.piiGuard,
    help: 'Custom attributes that look like e-mail addresses or phone numbers: warn, drop or off.',
    expects: anyOf(PII_GUARDS),
    example: 'drop',
    choices: PII_GUARDS,
  },
  {
    name: 'chunkSize',
    kind: 'number',
    argument: 'events',
    default: `${CHUNK_SIZE_LIMIT['offline-conversions']} for offline-conversions, ${CHUNK_SIZE_LIMIT.conversions} for conversions`,
    help: 'Events in one request at most.',
    expects: `a whole number from 1 to ${CHUNK_SIZE_LIMIT['offline-conversions']}`,
    example: 1_000,
  },
  {
    name: 'concurrency',
    kind: 'number',
    argument: 'requests',
    default: String(DEFAULTS.concurrency),
    help: 'Requests in flight at most.',
    expects: `a whole number from 1 to ${CONCURRENCY_LIMIT}`,
    example: 4,
  },
  {
    name: 'maxRetries',
    kind: 'number',
    argument: 'times',
    default: String(DEFAULTS.maxRetries),
    help: 'Further tries of one request after a failure that may pass.',
    expects: `a whole number from 0 to ${MAX_RETRIES_LIMIT}`,
    example: 8,
  },
  {
    name: 'timeoutSeconds',
    kind: 'number',
    argument: 'seconds',
    default: String(DEFAULTS.timeoutSeconds),
    help: 'Longest time one request may take.',
    expects: `a number of seconds above zero, ${TIMEOUT_SECONDS_LIMIT} at most`,
    example: 60,
  },
  {
    name: 'maxWait',
    kind: 'text',
    argument: 'time',
    default: 'none',
    help: 'Longest time a run may spend waiting for Facebook in all: seconds, 30m, 2h, or none.',
    expects: 'a number of seconds, a time such as 30m or 2h, or "none"',
    example: '2h',
  },
  {
    name: 'maxRejects',
    kind: 'text',
    argument: 'limit',
    default: 'none',
    help: 'Stop once more events than this are rejected: a number, a share such as 5%, or none.',
    expects: 'a whole number, a share such as "5%", or "none"',
    example: '5%',
  },
  {
    name: 'uploadTag',
    kind: 'text',
    argument: 'text',
    default: "mp2fb and the run's id",
    help: "Label of the upload in Facebook's Events Manager.",
    expects: 'text',
    example: 'stores-nightly',
  },
  {
    name: 'testEventCode',
    kind: 'text',
    argument: 'code',
    default: '',
    help: "Code of Facebook's Test Events page (Conversions API only); the events count all the same.",
    expects: 'text without spaces',
    example: 'TEST12345',
  },
  {
    name: 'baseUrl',
    kind: 'text',
    argument: 'url',
    default: DEFAULTS.baseUrl,
    help: "Address of Facebook's Graph API, or of a stand-in.",
    expects: 'an https address without user, query or fragment (http only for this machine itself)',
    example: DEFAULTS.baseUrl,
  },
  {
    name: 'apiVersion',
    kind: 'text',
    argument: 'version',
    default: `${DEFAULTS.apiVersion['offline-conversions']} for offline-conversions, ${DEFAULTS.apiVersion.conversions} for conversions`,
    help: 'Version of the Graph API.',
    expects: `a version such as ${DEFAULTS.apiVersion.conversions}`,
    example: DEFAULTS.apiVersion.conversions,
  },
  {
    name: 'ledger',
    kind: 'optional-path',
    argument: 'dir',
    default: "a folder of the user's state directory",
    help: 'Folder of the ledger, which remembers what was delivered.',
    expects: 'the path of a folder, or false',
    example: './ledger',
  },
  {
    name: 'resendUnknown',
    kind: 'boolean',
    default: 'off',
    help: 'Send events again whose outcome an earlier run never learnt, even where Facebook may count them twice.',
    expects: 'true or false',
    example: false,
  },
]);
