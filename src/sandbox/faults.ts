import { seededRandom } from './prng.js';
import type { SandboxFaults } from './options.js';

/** What befalls one event request. */
export type Fate = 'served' | 'reset' | 'fail_transient' | 'fail_unknown' | 'fail_gateway' | 'answer_lost';

const FAILURES = ['fail_transient', 'fail_transient', 'fail_unknown', 'fail_gateway'] as const;

/** Decides the fate of each event request in the order of arrival: the nth request's fate depends on the seed alone. */
export const fates = (faults: SandboxFaults, seed: number): (() => Fate) => {
  const random = seededRandom(seed);
  return () => {
    // Four draws each time, whatever comes of them, so that changing one rate does not move the other faults.
    const [reset, fail, which, lose] = [random(), random(), random(), random()];
    if (reset < faults.resetRate) return 'reset';
    if (fail < faults.failRate) return FAILURES[Math.floor(which * FAILURES.length)] ?? 'fail_transient';
    return lose < faults.loseAnswerRate ? 'answer_lost' : 'served';
  };
};
