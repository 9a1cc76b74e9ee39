import * as v from 'valibot';
import { nearestName } from '../../lib/nearest.js';

/** What a step makes of a checked value: the resolved one, or what is wrong with it. */
export type Decision<Out> = { readonly value: Out } | { readonly problem: string };

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

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The choice that a spelling means, in any case and with any separators: `Never`, `When opted out`. */
export const choiceStep = <Choice extends string>(choices: readonly Choice[]): v.RawTransformAction<string, Choice> =>
  step((given) => {
    const value = choices.find((choice) => plain(choice) === plain(given));
    if (value !== undefined) return { value };
    const guess = suggestion(given, choices);
    return { problem: guess === '' ? '' : `must be one of ${choices.join(', ')}; ${guess}` };
  });
