// The settings of the destination, and what an unattended run reports: names, defaults, help. Their checks: schema.ts.

import { APIS } from '../../model/settings.js';
import { NOTIFY_ON } from './limits.js';
import { rows } from './setting.js';

/** Where events go, and who sends them. */
export const DESTINATION_ROWS = rows([
  {
    name: 'accessToken',
    kind: 'secret',
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
    help: 'File that contains the access token and nothing else.',
    expects: 'the path of a file',
    example: './access-token.txt',
    screenName: 'System User Admin Access Token',
  },
  {
    name: 'appSecret',
    kind: 'secret',
    help: 'App secret; if set, each call includes appsecret_proof.',
    expects: 'an app secret: text without spaces',
    example: '…',
  },
  {
    name: 'appSecretFile',
    kind: 'path',
    argument: 'file',
    help: 'File that contains the app secret and nothing else.',
    expects: 'the path of a file',
    example: './app-secret.txt',
  },
  {
    name: 'datasetId',
    kind: 'text',
    argument: 'id',
    help: 'Dataset to send to (Conversions API).',
    expects: 'an id: digits only',
    example: '260000000000026',
  },
  {
    name: 'offlineEventSetId',
    kind: 'text',
    argument: 'id',
    help: 'Offline event set to send to (Offline Conversions API).',
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
    example: 'conversions',
    choices: APIS,
  },
]);

/** What an unattended run reports. */
export const NIGHTLY_ROWS = rows([
  {
    name: 'expectEvents',
    kind: 'number',
    argument: 'events',
    help: 'Exit with code 7 if a run finds fewer new events than this: no new export came, or not all of it. A folder without any file is code 6.',
    expects: 'a whole number above zero',
    example: 1_000,
  },
  {
    name: 'notifyUrl',
    kind: 'secret',
    help: 'URL that receives an alert as JSON at the end of an upload, such as a Slack webhook.',
    expects: 'an http or https address',
    example: 'https://hooks.example.com/services/SECRET',
  },
  {
    name: 'notifyOn',
    kind: 'choice',
    argument: 'when',
    default: NOTIFY_ON[0],
    help: 'When to send an alert to notifyUrl: problems (exit code other than 0, or a warning that needs an action) or always.',
    example: 'always',
    choices: NOTIFY_ON,
  },
]);
