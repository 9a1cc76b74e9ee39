// Checks of settings that need more than a schema: choices, limits, times, addresses, event names.

import * as v from 'valibot';
import { parseDurationMs } from '../../lib/instant.js';
import { isLoopback } from '../../lib/loopback.js';
import { nearestName } from '../../lib/nearest.js';
import { FORWARDED_ACTIONS, type ForwardedAction } from '../../model/conversion.js';
import { EVENT_OF_ACTION, OTHER_STANDARD_EVENTS } from '../../model/standard-events.js';
import type { RejectLimit } from '../../model/settings.js';
import { MS_PER_SECOND } from '../../lib/units.js';

/** The result of a step: the resolved value, or what is wrong with it. */
type Decision<Out> = { readonly value: Out } | { readonly problem: string };

/** A last step of a schema. An empty problem means the setting's own "must be …". */
export const step = <In, Out>(decide: (value: In) => Decision<Out>): v.RawTransformAction<In, Out> =>
  v.rawTransform<In, Out>(({ dataset, addIssue, NEVER }) => {
    const decision = decide(dataset.value);
    if ('value' in decision) return decision.value;
    addIssue({ message: decision.problem });
    return NEVER;
  });

/** `did you mean "x"?`, or nothing. */
export const suggestion = (given: string, known: readonly string[]): string => {
  const nearest = nearestName(given, known);
  return nearest === null ? '' : `did you mean "${nearest}"?`;
};

/** A word without the differences between spellings: case and separators. */
export const plainWord = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The choice that a spelling means, in any case and with any separators: `Never`, `When opted out`. */
const choiceMeant = <Choice extends string>(given: string, choices: readonly Choice[]): Choice | undefined =>
  choices.find((choice) => plainWord(choice) === plainWord(given));

/** A step for one of these choices. */
export const choiceStep = <Choice extends string>(choices: readonly Choice[]): v.RawTransformAction<string, Choice> =>
  step((given) => {
    const value = choiceMeant(given, choices);
    if (value !== undefined) return { value };
    const guess = suggestion(given, choices);
    return { problem: guess === '' ? '' : `must be one of ${choices.join(', ')}; ${guess}` };
  });

const STANDARD_EVENTS = [...Object.values(EVENT_OF_ACTION), ...OTHER_STANDARD_EVENTS];
/** The name of mParticle's own integration, for the API that Meta closed. */
const OLD_WISHLIST = 'AddToWishList';

/** The standard event that a name only misspells; undefined: it is one, or an event of the customer's own. */
const misspeltEvent = (name: string): string | undefined => {
  const standard = name === OLD_WISHLIST ? undefined : choiceMeant(name, STANDARD_EVENTS);
  return standard === name ? undefined : standard;
};

/** `eventNames` by the actions that are forwarded; any other action is a mistake, and so is a misspelt standard event. */
export const eventNamesOf = (
  given: Readonly<Record<string, string>>,
): Decision<Partial<Record<ForwardedAction, string>>> => {
  const names: Partial<Record<ForwardedAction, string>> = {};
  for (const [action, name] of Object.entries(given)) {
    // mParticle writes one of them in two ways: `add_to_wishlist` and `add_to_wish_list`.
    const known = choiceMeant(action, FORWARDED_ACTIONS);
    if (known === undefined)
      return { problem: `${action} is not a product action that is forwarded; ${advice(action)}`.trim() };
    const standard = misspeltEvent(name);
    if (standard !== undefined)
      return { problem: `${name} would be an event of your own; Facebook's standard event is spelt ${standard}` };
    names[known] = name;
  }
  return { value: names };
};

const advice = (action: string): string => {
  const guess = suggestion(action, FORWARDED_ACTIONS);
  return guess === '' ? `the actions are ${FORWARDED_ACTIONS.join(', ')}` : guess;
};

/** `baseUrl` without a final slash. Plain http is for this machine alone: the token would be sent in clear text. */
export const baseUrlOf = (given: string): Decision<string> => {
  if (!URL.canParse(given)) return { problem: '' };
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: '' };
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return { problem: '' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return { problem: 'must begin with https: over http the access token would travel in clear' };
  return { value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
};

const NONE = 'none';
const SHARE = /^(\d+(?:\.\d+)?)\s*%$/;
const COUNT = /^\d+$/;
const DECIMAL = /^\d+(?:\.\d+)?$/;
const PERCENT = 100;
/** The problem that means the setting's own "must be …". */
const UNFIT = { problem: '' } as const;

const written = (given: number | string): string => String(given).trim().toLowerCase();

/** `maxRejects`: 100, "100", "5%" or "none" (null). */
export const maxRejectsOf = (given: number | string): Decision<RejectLimit | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const count = COUNT.test(text) ? Number(text) : NaN;
  // Very long digit strings become Infinity.
  if (Number.isFinite(count)) return { value: { kind: 'count', count } };
  const share = Number(SHARE.exec(text)?.[1]) / PERCENT;
  return share <= 1 ? { value: { kind: 'share', share } } : UNFIT;
};

/** `expectEvents`: a whole number above zero, or "none" (null). */
export const expectEventsOf = (given: number | string): Decision<number | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const count = COUNT.test(text) ? Number(text) : 0;
  return count > 0 && Number.isSafeInteger(count) ? { value: count } : UNFIT;
};

/** `maxAgeDays`: a number of days above zero, or "none" (null). */
export const maxAgeDaysOf = (given: number | string): Decision<number | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const days = DECIMAL.test(text) ? Number(text) : 0;
  return days > 0 && Number.isFinite(days) ? { value: days } : UNFIT;
};

/** `maxWait` in seconds: 90, "90", "30m", "2h", "1d", or "none" (null). */
export const maxWaitSecondsOf = (given: number | string): Decision<number | null> => {
  const text = written(given);
  if (text === NONE) return { value: null };
  const milliseconds = parseDurationMs(DECIMAL.test(text) ? `${text}s` : text);
  return milliseconds === null ? UNFIT : { value: milliseconds / MS_PER_SECOND };
};
