// Checks of this machine: ledger, disk space, clock. Reading them is in machine.ts.

import { formatBytes } from '../../lib/format.js';
import { ok, problem, skipped, warning, type Finding } from './finding.js';
import { MS_PER_SECOND } from '../../lib/units.js';

const CLOCK = { id: 'clock', title: 'Clock', area: 'facebook' } as const;
const LEDGER = { id: 'ledger', title: 'Ledger', area: 'ledger' } as const;
const DISK = { id: 'disk_space', title: 'Disk space', area: 'ledger' } as const;

/** `Date` headers are whole seconds; beyond a minute, fresh sales seem to be in the future. */
const CLOCK_TOLERANCE_MS = 60_000;

/** `aheadMs`: how far this machine's clock is ahead of Facebook's; null: Facebook did not say. */
export const clockFinding = (aheadMs: number | null): Finding => {
  if (aheadMs === null) return warning(CLOCK, 'Facebook did not say what time it is');
  const seconds = Math.round(Math.abs(aheadMs) / MS_PER_SECOND);
  const text =
    seconds === 0 ? "it agrees with the server's" : `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} the server's`;
  if (Math.abs(aheadMs) <= CLOCK_TOLERANCE_MS) return ok(CLOCK, text);
  return warning(CLOCK, text, 'Set the clock: it decides how old events are, and whether they are in the future.');
};

/** Whether an upload could use the ledger. */
export type LedgerFacts =
  | { readonly kind: 'none' | 'no_destination' }
  | { readonly kind: 'free'; readonly directory: string }
  | { readonly kind: 'held' | 'broken'; readonly message: string };

/** Whether an upload could record its deliveries. */
export const ledgerFinding = (facts: LedgerFacts): Finding => {
  switch (facts.kind) {
    case 'none':
      return warning(
        LEDGER,
        'no ledger: deliveries are not recorded, and running the command again sends everything again',
        'Remove --no-ledger, or the setting ledger: false.',
      );
    case 'no_destination':
      return skipped(LEDGER, 'not checked: no destination is set');
    case 'free':
      return ok(LEDGER, `writable and not locked, in ${facts.directory}`);
    case 'held':
      return warning(LEDGER, facts.message, 'An upload started now would end with exit code 5.');
    case 'broken':
      return problem(LEDGER, facts.message);
  }
};

/** Disk space for report and temporary files, whatever the inputs. */
const MIN_BYTES = 20_000_000;
const PLENTY_BYTES = 100_000_000;

interface DiskFacts {
  readonly folder: string;
  /** What a run would write there. */
  readonly uses: readonly string[];
  /** null: the system does not say. */
  readonly freeBytes: number | null;
  /** Bytes that rejects may need, estimated from the sample; 0: no inputs, or no rejects. */
  readonly rejectBytes: number;
}

/** Whether a disk has enough free space for what a run would write there. */
export const diskFinding = ({ folder, uses, freeBytes, rejectBytes }: DiskFacts): Finding => {
  if (freeBytes === null) return warning(DISK, `${folder}: the system does not say how much is free`);
  const what = uses.join(', ');
  const free = `${formatBytes(freeBytes)} free in ${folder} (${what})`;
  if (freeBytes < MIN_BYTES) return problem(DISK, free, `Free some space: ${what} could not be written.`);
  const wanted = PLENTY_BYTES + rejectBytes;
  if (freeBytes < wanted)
    return warning(
      DISK,
      `${free}, which may need ${formatBytes(wanted)}`,
      `Free some space, or choose another place for ${what}.`,
    );
  return ok(DISK, free);
};
