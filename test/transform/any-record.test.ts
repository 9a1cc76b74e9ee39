import fc from 'fast-check';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Tally } from '../../src/run/tally.js';
import { transformer } from '../../src/transform/transform.js';
import { mappingSettings } from '../support/batches.js';
import { wireText } from '../support/engine.js';
import { anyJson, brokenOff, nearMisses } from '../support/json-texts.js';
import { blockOf } from '../support/mapped.js';

/** Names that the parser asks for, wherever they stand. */
const NAMES =
  'events data event_type product_action action products id price quantity total_amount currency_code custom_attributes ' +
  'timestamp_unixtime_ms user_identities identity_type identity user_attributes $Country consent_state ccpa ' +
  'data_sale_opt_out consented device_info application_info environment mpid batch_id';
const WORDS = ['purchase', 'commerce_event', 'email', 'a@example.com', 'US', 'CA', 'USD', '1794680525000', '61.46'];

const anything = anyJson(NAMES.split(' '), WORDS);
const sampleBatches: readonly unknown[] = readFileSync(
  join(import.meta.dirname, '../..', 'fixtures', 'batches', 'batches.ndjson'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const nearBatch = fc.constantFrom(...sampleBatches).chain((batch) => nearMisses(batch, anything));

const lines = fc.oneof(
  { weight: 6, arbitrary: nearBatch },
  { weight: 3, arbitrary: anything },
  { weight: 1, arbitrary: brokenOff(anything) },
  { weight: 1, arbitrary: fc.tuple(nearBatch, anything).map(([first, second]) => first + second) },
);

const HASH_OF_NOTHING = hash('sha256', '', 'hex');

describe.each([
  ['offline-conversions', {}],
  ['conversions', { api: 'conversions', hashMadid: false, extendedMatchKeys: true, sendCcpaLimitedDataUse: 'always' }],
] as const)('any record, %s', (_, settings) => {
  const transform = transformer(mappingSettings(settings));

  test('ends in events, skips and rejects that add up, in its own line; nothing empty is hashed, no null is sent', () =>
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 4 }), (texts) => {
        const mapped = transform(blockOf(texts));
        const tally = new Tally();
        tally.addBlock(mapped, 'file');
        for (const { reason, message, event } of mapped.rejects)
          tally.reject({ reason, message, origin: '' }, event !== null);
        tally.sent = mapped.facts.count;
        expect(tally.imbalance()).toBeNull();

        const sent = [...mapped.records].map((record) => mapped.block.lines[record]);
        const named = [...sent, ...mapped.rejects.map(({ line }) => line)];
        for (const line of named) expect(texts[line - 1]).toBeDefined();
        expect(Buffer.from(mapped.wire).toString()).not.toContain(HASH_OF_NOTHING);
        for (let index = 0; index < mapped.facts.count; index += 1) {
          const event = JSON.parse(wireText({ mapped, index })) as Record<string, unknown>;
          expect(event).toMatchObject({ event_name: expect.any(String) });
          expect(Object.values(event)).not.toContain(null);
        }
      }),
      { numRuns: 600 },
    ));
});
