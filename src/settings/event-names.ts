import { FORWARDED_ACTIONS, type ForwardedAction } from '../model/conversion.js';
import { suggestion, type Decision } from './schema-steps.js';

/** mParticle writes this one action in two ways. */
const OTHER_SPELLING: ReadonlyMap<string, ForwardedAction> = new Map([['add_to_wish_list', 'add_to_wishlist']]);

const actionOf = (given: string): ForwardedAction | undefined => {
  const name = given.trim().toLowerCase();
  return OTHER_SPELLING.get(name) ?? FORWARDED_ACTIONS.find((action) => action === name);
};

/** `eventNames` by the actions that are forwarded; any other action is a mistake. */
export const eventNamesOf = (
  given: Readonly<Record<string, string>>,
): Decision<Partial<Record<ForwardedAction, string>>> => {
  const names: Partial<Record<ForwardedAction, string>> = {};
  for (const [action, name] of Object.entries(given)) {
    const known = actionOf(action);
    if (known === undefined)
      return { problem: `${action} is no product action that is forwarded; ${advice(action)}`.trim() };
    names[known] = name;
  }
  return { value: names };
};

const advice = (action: string): string => {
  const guess = suggestion(action, FORWARDED_ACTIONS);
  return guess === '' ? `the actions are ${FORWARDED_ACTIONS.join(', ')}` : guess;
};
