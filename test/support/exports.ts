import { writeFileSync } from 'node:fs';
import { batchOf, purchase } from './batches.js';

/** Writes an export of so many purchases with order ids `O-0`, `O-1` … (or from another number on), a day old; returns them. */
export const writeExport = (
  path: string,
  count: number,
  more: (index: number) => Record<string, unknown> = () => ({}),
  first = 0,
): string[] => {
  const ids = Array.from({ length: count }, (_, index) => `O-${first + index}`);
  const time = Date.now() - 86_400_000;
  const lines = ids.map((transaction_id, index) => {
    const event = purchase(
      { transaction_id },
      { timestamp_unixtime_ms: time + index, event_id: String(first + index + 1), ...more(index) },
    );
    return JSON.stringify(batchOf([event], { user_identities: { email: `p${first + index}@example.com` } }));
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return ids;
};
