import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ids, Kept, oneRun, SOURCES, STOPS, writeSource, type Case } from './stopping.js';
import { seededRandom, temporaryFolder } from '../support/surroundings.js';

/** Inputs that later runs know again: neither stdin nor a program's batches. */
const isKnownAgain = ({ source }: Case): boolean => source !== 'stdin' && source !== 'batches';

/** Stops a run at each moment in turn, then lets one run to its end, and one more. */
const uploadStopped = async (one: Case): Promise<void> => {
  using folder = temporaryFolder();
  const path = writeSource(one.source, folder.path);
  const random = seededRandom(one.seed);
  const accepted = new Map<string, number>();
  const kept = new Kept();
  const again = (moment: number | null) => oneRun(one, path, moment, kept, accepted, random);
  for (const moment of one.moments) expect((await again(moment)).exitCode).not.toBe(1);
  const last = await again(null);
  expect(last.report.events.unsent).toBe(0);
  expect([...accepted.keys()].sort()).toEqual([...ids].sort());
  // An answer that could not be noted, or was cut off, leaves events whose outcome no run knows.
  if (one.stop !== 'ledger fault') expect([...accepted.values()].filter((times) => times > 1)).toEqual([]);
  expect(last.exitCode).toBe(0);
  if (!isKnownAgain(one)) return;
  const idle = await again(null);
  expect(idle.report.inputs.map(({ status }) => status)).toEqual(idle.report.inputs.map(() => 'unchanged'));
};

describe('an upload that is stopped and resumed delivers every sale', () => {
  test.each(SOURCES)('from %s, whatever stops it, at any moment', (source) =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...STOPS),
        fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 1, 2),
        fc.nat(),
        (stop, moments, threads, seed) => uploadStopped({ source, stop, moments, threads, seed }),
      ),
      { numRuns: 20 },
    ),
  );
});
