// The settings of the destination: names, defaults, help. Their checks: schema.ts.

import { APIS } from '../../model/settings.js';
import { anyOf, rows } from './setting.js';

/** Where events go, and who sends them. */
export const DESTINATION_ROWS = rows([
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
    help: 'File that contains the access token and nothing else.',
    expects: 'the path of a file',
    example: './access-token.txt',
    screenName: 'System User Admin Access Token',
  },
  {
    name: 'appSecret',
    kind: 'secret',
    default: '',
    help: 'App secret; if set, each call includes appsecret_proof.',
    expects: 'an app secret: text without spaces',
    example: '…',
  },
  {
    name: 'appSecretFile',
    kind: 'path',
    argument: 'file',
    default: '',
    help: 'File that contains the app secret and nothing else.',
    expects: 'the path of a file',
    example: './app-secret.txt',
  },
  {
    name: 'datasetId',
    kind: 'text',
    argument: 'id',
    default: '',
    help: 'Dataset to send to (Conversions API).',
    expects: 'an id: digits only',
    example: '260000000000026',
  },
  {
    name: 'offlineEventSetId',
    kind: 'text',
    argument: 'id',
    default: '',
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
    expects: anyOf(APIS),
    example: 'conversions',
    choices: APIS,
  },
]);
