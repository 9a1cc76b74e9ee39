import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uploadBatches } from '../../src/index.js';
import { countsOf, finish, OPTIONS, received, refusal, sales, scripted } from './uploading.js';

test('whatever is refused and whenever it is stopped, each event pulled has exactly one outcome', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        batches: fc.nat(60),
        chunkSize: fc.integer({ min: 1, max: 7 }),
        concurrency: fc.integer({ min: 1, max: 3 }),
        bad: fc.uniqueArray(fc.nat(60), { maxLength: 4 }),
        stopAt: fc.option(fc.integer({ min: 1, max: 12 })),
        slow: fc.boolean(),
      }),
      async ({ batches, chunkSize, concurrency, bad, stopAt, slow }) => {
        const stop = new AbortController();
        const refused = new Set(bad.map((index) => `o-${index}`));
        const { fetch } = scripted(async (orders, request) => {
          if (slow) await new Promise((resolve) => setTimeout(resolve, request % 3));
          if (request === stopAt) stop.abort();
          return orders.some((order) => refused.has(order)) ? refusal('Invalid parameter') : received(orders);
        });
        let pulled = 0;
        const source = async function* () {
          for (const batch of sales(batches)) {
            pulled += 1;
            yield batch;
          }
        };
        const options = { ...OPTIONS, fetch, chunkSize, concurrency, signal: stop.signal };
        const { outcomes, upload, thrown } = await finish(uploadBatches(source(), options));
        expect(outcomes.map(({ line }) => line).sort((a, b) => a - b)).toEqual(
          Array.from({ length: pulled }, (_, index) => index + 1),
        );
        const { sent, unsent, rejected, read } = upload.report!.events;
        expect({ read, sent, unsent, rejected: rejected.total }).toEqual({
          ...{ read: pulled, sent: 0, unsent: 0, rejected: 0 },
          ...countsOf(outcomes),
        });
        expect(thrown).toBe(stop.signal.aborted ? stop.signal.reason : undefined);
        if (!stop.signal.aborted) expect(pulled).toBe(batches);
      },
    ),
    { numRuns: 60 },
  ));
