// The settings of the destination, and of what a run without supervision reports: names, defaults, help. Their checks:
// schema.ts.

import { APIS } from '../../model/settings.js';
import { NOTIFY_ON } from './limits.js';
import { rows } from './setting.js';

/** Where events are sent, and with which token. */
// prettier-ignore
export const DESTINATION_ROWS = rows([
  {
    name: 'accessToken', kind: 'secret', example: '…',
    help: 'Access token of a system user that may upload to the destination.',
    expects: 'an access token: text without spaces',
    screenName: 'System User Admin Access Token',
    otherEnv: ['FACEBOOK_ACCESS_TOKEN'],
  },
  {
    name: 'accessTokenFile', kind: 'path', argument: 'file', example: './access-token.txt',
    help: 'File that contains the access token and nothing else.',
    expects: 'the path of a file',
    screenName: 'System User Admin Access Token',
  },
  {
    name: 'appSecret', kind: 'secret', example: '…',
    help: 'App secret; if set, each call includes appsecret_proof.',
    expects: 'an app secret: text without spaces',
  },
  {
    name: 'appSecretFile', kind: 'path', argument: 'file', example: './app-secret.txt',
    help: 'File that contains the app secret and nothing else.',
    expects: 'the path of a file',
  },
  {
    name: 'datasetId', kind: 'text', argument: 'id', example: '260000000000026',
    help: 'Dataset to send to (Conversions API).',
    expects: 'an id: digits only',
  },
  {
    name: 'offlineEventSetId', kind: 'text', argument: 'id', example: '160000000000016',
    help: 'Offline event set to send to (Offline Conversions API).',
    expects: 'an id: digits only',
    screenName: 'Offline Event Set Id',
  },
  {
    name: 'api', kind: 'choice', argument: 'api', example: 'conversions', choices: APIS,
    default: 'by the id that is set',
    help: `Delivery API: ${APIS.join(' or ')}.`,
  },
]);

/** What a run without supervision reports. */
// prettier-ignore
export const NIGHTLY_ROWS = rows([
  {
    name: 'expectEvents', kind: 'text', argument: 'events', example: 1_000,
    help: 'Exit with code 7 if a run finds fewer new events than this: the new export is missing or incomplete. A folder without any file is code 6; none switches this off.',
    expects: 'a whole number above zero, or "none"',
  },
  {
    name: 'notifyUrl', kind: 'secret', example: 'https://hooks.example.com/services/SECRET',
    help: 'URL that receives an alert as JSON at the end of an upload, such as a Slack webhook.',
    expects: 'an http or https address',
  },
  {
    name: 'notifyOn', kind: 'choice', argument: 'when', example: 'always', choices: NOTIFY_ON,
    default: NOTIFY_ON[0],
    help: 'When to send an alert to notifyUrl: problems (exit code other than 0, or a warning that needs an action) or always.',
  },
]);
