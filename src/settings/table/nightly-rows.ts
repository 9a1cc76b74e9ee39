import { NOTIFY_ON } from './limits.js';
import { anyOf, rows } from './setting.js';

/** What an unattended run reports. */
export const NIGHTLY_ROWS = rows([
  {
    name: 'expectEvents',
    kind: 'number',
    argument: 'events',
    default: '',
    help: 'Exit with code 7 if a run finds fewer new events than this: no new export came, or not all of it. A folder without any file is code 6.',
    expects: 'a whole number above zero',
    example: 1_000,
  },
  {
    name: 'notifyUrl',
    kind: 'secret',
    default: '',
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
    expects: anyOf(NOTIFY_ON),
    example: 'always',
    choices: NOTIFY_ON,
  },
]);
