import { NOTIFY_ON } from './limits.js';
import { anyOf, rows } from './setting.js';

/** What a run that nobody watches is to report. */
export const NIGHTLY_ROWS = rows([
  {
    name: 'expectEvents',
    kind: 'number',
    argument: 'events',
    default: '',
    help: 'Exit with code 7 when a run finds fewer new events than this: then the export did not come, or not whole.',
    expects: 'a whole number above zero',
    example: 1_000,
  },
  {
    name: 'notifyUrl',
    kind: 'secret',
    default: '',
    help: 'Address that gets an alert as JSON at the end of an upload, such as the webhook of a Slack channel.',
    expects: 'an http or https address',
    example: 'https://hooks.example.com/services/SECRET',
  },
  {
    name: 'notifyOn',
    kind: 'choice',
    argument: 'when',
    default: NOTIFY_ON[0],
    help: 'When notifyUrl gets an alert: problems (exit code other than 0, or a warning that needs an action) or always.',
    expects: anyOf(NOTIFY_ON),
    example: 'always',
    choices: NOTIFY_ON,
  },
]);
