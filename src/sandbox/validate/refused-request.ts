// The error for a request with refused events, in each API's form.

import type { Api } from '../../model/settings.js';
import type { GraphError } from '../envelope.js';
import type { Refusal } from './refusal.js';

/** One event of a request that a rule refused. */
export interface RefusedEvent {
  readonly index: number;
  readonly refusal: Refusal;
}

/** "Array of offline conversion events is invalid." */
const OFFLINE_SUBCODE = 1815356;

/** The Offline Conversions API names every event that is wrong, in `error_data`. */
const offlineRefused = (refused: readonly RefusedEvent[]): GraphError => ({
  status: 400,
  type: 'OAuthException',
  code: 100,
  subcode: OFFLINE_SUBCODE,
  message: 'Invalid parameter',
  title: 'Array of offline conversion events is invalid.',
  userMessage:
    'The events provided to upload to an Offline Conversion dataset should be in the form of an array. ' +
    'And each event should conform to specifications based on the type of the event.',
  // The one published reply of this kind has an object of such entries, not an array.
  errorData: Object.fromEntries(
    refused.map(({ index, refusal }) => [
      index,
      {
        event_index: index,
        message: `${refusal.title}: ${refusal.message}`,
        type: 'CodedException',
        code: refusal.subcode,
      },
    ]),
  ),
});

/** How the Graph API spells the place of a member: `$['data'][3]['user_data']`. */
const placeOf = ({ index, refusal }: RefusedEvent): string =>
  `$['data'][${index}]${refusal.path.map((part) => `['${part}']`).join('')}`;

/** The Conversions API returns the first reason, and in general not the event it refers to. */
const conversionsRefused = (first: RefusedEvent, nameIndex: boolean): GraphError => ({
  status: 400,
  type: 'OAuthException',
  code: 100,
  subcode: first.refusal.subcode,
  message: 'Invalid parameter',
  title: first.refusal.title,
  userMessage: nameIndex ? `${first.refusal.message} (${placeOf(first)})` : first.refusal.message,
  ...(nameIndex
    ? { errorData: JSON.stringify({ blame_field_specs: [['data', String(first.index), ...first.refusal.path]] }) }
    : {}),
});

/** The error that refuses a whole request for the events that are wrong in it. */
export const refusedRequest = (
  api: Api,
  first: RefusedEvent,
  refused: readonly RefusedEvent[],
  nameIndex: boolean,
): GraphError => (api === 'conversions' ? conversionsRefused(first, nameIndex) : offlineRefused(refused));
