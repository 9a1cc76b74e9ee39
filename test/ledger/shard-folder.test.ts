import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Shard } from '../../src/model/shard.js';
import { delivered, fingerprints, kinds, NONE, open } from './ledgers.js';
import { newFolder } from '../support/surroundings.js';

const share = (index: number, of: number, by: Shard['by'] = 'names'): { shard: Shard } => ({
  shard: { index, of, by },
});

describe('ledgers of shares', () => {
  test('are open at the same time, each with a folder of its own', async () => {
    const directory = newFolder();
    const [one, other] = [await open(directory, share(1, 2)), await open(directory, share(2, 2))];
    const all = fingerprints(2);
    await one.markInFlight(all);
    await one.settle(all, NONE);
    expect(kinds(other, all)).toEqual(['new', 'new']);
    await one.close();
    await other.close();
    const again = await open(join(directory, 'shard-1-of-2'));
    expect(kinds(again, all)).toEqual(['sent', 'sent']);
    await again.close();
  });

  test('one share cannot be taken twice', async () => {
    const directory = newFolder();
    const one = await open(directory, share(1, 2));
    await expect(open(directory, share(1, 2))).rejects.toThrow(/another run/);
    await one.close();
  });

  test.each<[string, Partial<{ shard: Shard }>, Partial<{ shard: Shard }>]>([
    ['another number of shares', share(2, 4), share(3, 8)],
    ['no shares any more', share(2, 4), {}],
    ['shares for the first time', {}, share(1, 3)],
    ['by lines instead of names', share(1, 4), share(2, 4, 'lines')],
  ])('what was delivered before is known to %s', async (_, before, after) => {
    const directory = newFolder();
    const all = fingerprints(3);
    await delivered(directory, all.subarray(0, 32), before);
    const ledger = await open(directory, after);
    expect(kinds(ledger, all)).toEqual(['sent', 'sent', 'new']);
    // And once more: what others know leaves no claim, what is new does.
    expect(kinds(ledger, all)).toEqual(['sent', 'sent', 'duplicate']);
    await ledger.close();
    const preview = await open(directory, { ...after, readOnly: true });
    expect(kinds(preview, all)).toEqual(['sent', 'sent', 'new']);
    await preview.close();
  });

  test('what an earlier share never learnt is unknown to a later one', async () => {
    const directory = newFolder();
    const all = fingerprints(1);
    const dying = await open(directory, { ...share(1, 2), isAlive: () => false });
    await dying.markInFlight(all);
    const ledger = await open(directory, { ...share(1, 3), isAlive: () => false });
    expect(kinds(ledger, all)).toEqual(['unknown']);
    await ledger.close();
    await dying.close();
  });

  test('what another division has delivered since is known to the share that never learnt it', async () => {
    const directory = newFolder();
    const all = fingerprints(2);
    const dying = await open(directory, { ...share(1, 2), isAlive: () => false });
    await dying.markInFlight(all);
    await delivered(directory, all.subarray(0, 16), { isAlive: () => false });
    await dying.close();
    const again = await open(directory, share(1, 2));
    expect(kinds(again, all)).toEqual(['sent', 'unknown']);
    expect(kinds(again, all)).toEqual(['sent', 'duplicate']);
    await again.close();
  });
});
