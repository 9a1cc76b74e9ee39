import type { SandboxFaults, RefuseRule } from './options.js';
import { type JsonObject, objectOrNull } from '../lib/json.js';
import { seededRandom } from '../lib/random.js';
import { type Refusal, refusedOnPurpose } from './validate/refusal.js';

const textAt = (event: JsonObject, path: readonly string[]): string | null => {
  let value: unknown = event;
  for (const name of path) value = objectOrNull(value)?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

/** Checks an event against the fault option `refuse`; a plain name is searched on the event and in its custom data. */
export const refuseOnPurpose = (rules: readonly RefuseRule[]): ((event: JsonObject) => Refusal | null) => {
  const prepared = rules.map(({ field, value }) => ({
    value,
    path: field.split('.'),
    inCustomData: ['custom_data', ...field.split('.')],
    refusal: refusedOnPurpose(field),
  }));
  return (event) => {
    for (const rule of prepared)
      if (textAt(event, rule.path) === rule.value || textAt(event, rule.inCustomData) === rule.value)
        return rule.refusal;
    return null;
  };
};

/** The fate of one event request. */
export type Fault = 'served' | 'reset' | 'fail_transient' | 'fail_unknown' | 'fail_gateway' | 'answer_lost';

const FAILURES = ['fail_transient', 'fail_transient', 'fail_unknown', 'fail_gateway'] as const;

/** Decides the fate of each event request; it depends only on the seed and the request's number. */
export const faultSequence = (faults: SandboxFaults, seed: number): (() => Fault) => {
  const random = seededRandom(seed);
  return () => {
    // Always draws four numbers, so that changing one rate does not move the other faults.
    const [reset, fail, which, lose] = [random(), random(), random(), random()];
    if (reset < faults.resetRate) return 'reset';
    if (fail < faults.failRate) return FAILURES[Math.floor(which * FAILURES.length)] ?? 'fail_transient';
    return lose < faults.loseAnswerRate ? 'answer_lost' : 'served';
  };
};
