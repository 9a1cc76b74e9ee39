// What `mp2fb ledger` prints for people: a ledger in several lines, what was forgotten in one. The commands: ledger.ts.

import type { Destination } from '../../ledger/store/destination.js';
import type { Forgotten } from '../../ledger/upkeep/forget.js';
import type { LedgerInfo, LedgerProblem } from '../../ledger/upkeep/info.js';
import { formatCount, formatNumbered } from '../../lib/format.js';
import { printable } from '../../lib/printable.js';

const LABEL_WIDTH = 18;
const BYTES_PER_MEGABYTE = 1_000_000;

const instant = (ms: number | null): string =>
  ms === null ? 'never' : new Date(ms).toISOString().replace('.000Z', 'Z');

/** How a destination is shown. */
export const named = ({ api, id, baseUrl }: Destination): string => `${api} ${id} at ${baseUrl}`;

const row = (label: string, value: string): string => `  ${label.padEnd(LABEL_WIDTH)}${value}\n`;

/** One ledger for people, several lines. */
export const infoText = (info: LedgerInfo | LedgerProblem): string => {
  if ('problem' in info) return `${printable(info.folder)}\n${row('problem', printable(info.problem))}`;
  const { destination, sent, unknown, inputs, oldestMs, newestMs, bytes, holder, folder } = info;
  return [
    `${named(destination)}\n`,
    row('sent', formatCount(sent)),
    row('outcome unknown', formatCount(unknown)),
    row('settled inputs', formatCount(inputs)),
    row('first sent', instant(oldestMs)),
    row('last sent', instant(newestMs)),
    row('on disk', `${(bytes / BYTES_PER_MEGABYTE).toFixed(1)} MB`),
    row(
      'locked by',
      holder === null ? '-' : `process ${holder.pid} on ${holder.host} since ${instant(holder.sinceMs)}`,
    ),
    row('folder', printable(folder)),
  ].join('');
};

/** The number of forgotten events and inputs, one line per destination. */
export const forgottenText = (forgotten: readonly Forgotten[]): string =>
  forgotten
    .map(({ destination, events, inputs }) => {
      const again = inputs === 0 ? '' : `, and ${formatNumbered(inputs, 'settled input')}`;
      return `${named(destination)}: forgot ${formatNumbered(events, 'event')}${again}\n`;
    })
    .join('');
