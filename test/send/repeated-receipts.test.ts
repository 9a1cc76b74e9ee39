import { expect, test } from 'vitest';
import { RepeatedReceipts } from '../../src/send/repeated-receipts.js';

test('a receipt is repeated from its second event on; an event without one never is', () => {
  const lookout = new RepeatedReceipts();
  expect([7, 8, 7, 7, 0, 0, 2 ** 52, 2 ** 52].map((receipt) => lookout.isRepeated(receipt))).toEqual([
    false,
    false,
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('its memory is bounded: a later receipt may take the place of an earlier one', () => {
  const lookout = new RepeatedReceipts();
  expect([5, 5 + 2 ** 20, 5].map((receipt) => lookout.isRepeated(receipt))).toEqual([false, false, false]);
});
