import { describe, expect, it } from 'vitest';
import { DeliveryStoppedError, InputError, LedgerHeldError } from '../../src/lib/errors.js';
import { endingOf, type EndFacts } from '../../src/run/ending.js';

const aborted = (reason?: unknown): AbortSignal => AbortSignal.abort(reason);

const WELL: EndFacts = {
  imbalance: null,
  stopError: null,
  signal: new AbortController().signal,
  failedInput: null,
  rejected: 0,
  known: 0,
  unsent: 0,
  newEvents: 5,
  expectEvents: null,
  previewCutShort: false,
};

const stopped = new DeliveryStoppedError('the token has expired');
const failed = new InputError('a.ndjson could not be read');

describe('endingOf', () => {
  it.each<[string, Partial<EndFacts>, number, string | null, 'error' | 'none']>([
    ['all went well', {}, 0, null, 'none'],
    ['some were rejected', { rejected: 2 }, 3, null, 'none'],
    ['all rejects are known', { rejected: 2, known: 2 }, 0, null, 'none'],
    ['some rejects are new', { rejected: 3, known: 2 }, 3, null, 'none'],
    ['some are unsent', { unsent: 1 }, 3, null, 'none'],
    ['as many as expected', { expectEvents: 5 }, 0, null, 'none'],
    [
      'too few, and rejects among them',
      { expectEvents: 6, rejected: 1 },
      7,
      '5 new events, expected at least 6: the new export is missing or incomplete',
      'none',
    ],
    [
      'none at all',
      { newEvents: 0, expectEvents: 1 },
      7,
      '0 new events, expected at least 1: the new export is missing or incomplete',
      'none',
    ],
    [
      'the reader of a preview left',
      { rejected: 1, unsent: 9, expectEvents: 99, previewCutShort: true },
      0,
      'stdout was closed',
      'none',
    ],
    ['Facebook stopped it', { stopError: stopped, unsent: 4 }, 4, stopped.message, 'error'],
    ['another run took the ledger over', { stopError: new LedgerHeldError('held') }, 5, 'held', 'error'],
    ['a bug stopped it', { stopError: new TypeError('x is no function') }, 1, 'x is no function', 'error'],
    ['an input failed', { failedInput: failed, rejected: 1 }, 6, failed.message, 'error'],
    ['SIGINT', { signal: aborted('SIGINT'), unsent: 3 }, 130, 'SIGINT', 'none'],
    ['SIGTERM', { signal: aborted('SIGTERM') }, 143, 'SIGTERM', 'none'],
    ['a program aborted it', { signal: aborted() }, 130, 'stopped by its caller', 'none'],
    ['Facebook before a signal', { stopError: stopped, signal: aborted('SIGTERM') }, 4, stopped.message, 'error'],
    ['a signal before an input', { failedInput: failed, signal: aborted('SIGTERM') }, 143, 'SIGTERM', 'error'],
    ['sums before all else', { imbalance: '3 read, 2 counted', stopError: stopped }, 1, '3 read, 2 counted', 'error'],
  ])('%s', (_, facts, exitCode, stopReason, error) => {
    const ending = endingOf({ ...WELL, ...facts });
    expect(ending).toMatchObject({ exitCode, stopReason });
    expect(ending.error === null ? 'none' : 'error').toBe(error);
  });
});
