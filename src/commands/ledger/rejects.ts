import { openRejects, type ListedReject } from '../../ledger/rejects/list.js';
import { formatNumbered } from '../../lib/format.js';
import { ensurePrinted, Sink } from '../../lib/sink.js';
import type { Ports } from '../ports.js';
import { directoryOf, writeNdjson, type LedgerFlags } from './ledger.js';

const lineOf = ({ since, reason, origin, destination }: ListedReject): string =>
  `${since.slice(0, 'yyyy-mm-dd'.length)}  ${destination}  ${reason}  ${origin}\n`;

/** `mp2fb ledger rejects`: what was rejected, and is neither fixed nor gone from its file. */
export const listRejects = async (flags: LedgerFlags & { readonly json?: true }, ports: Ports): Promise<void> => {
  const rejects = openRejects(await directoryOf(flags, ports));
  if (flags.json === true) {
    await writeNdjson(rejects, ports.stdout);
    return;
  }
  const stdout = new Sink(ports.stdout);
  let count = 0;
  for await (const reject of rejects) {
    count += 1;
    if (!(await stdout.write(lineOf(reject)))) return;
  }
  await stdout.write(`${formatNumbered(count, 'open reject')}\n`);
  await ensurePrinted(stdout);
};
