import { expect, test } from 'vitest';
import { SharedKeys } from '../../../src/commands/check/shared-keys.js';
import { transformer } from '../../../src/transform/transform.js';
import { batchOf, mappingSettings, purchase } from '../../support/batches.js';
import { blockOf } from '../../support/mapped.js';

const emailOf = (index: number): string => (index % 3 === 0 ? 'shop@example.com' : `customer${index}@example.com`);

test.each(['conversions', 'offline-conversions'] as const)('%s: the most frequent value of each key', (api) => {
  const lines = Array.from({ length: 30 }, (_, index) =>
    JSON.stringify(
      batchOf([purchase({ transaction_id: `R-${index}` })], {
        user_identities: { email: emailOf(index), customer_id: index < 7 ? 'WALK-IN-1' : `C-${index}` },
      }),
    ),
  );
  const keys = new SharedKeys();
  keys.add(transformer(mappingSettings({ api, extendedMatchKeys: true }))(blockOf(lines)));
  const facts = new Map(keys.facts().map(({ key, ...counts }) => [key, counts]));
  expect(facts.get('email')).toEqual({ most: 10 });
  expect(facts.get('externalId')).toEqual({ most: 7 });
});
