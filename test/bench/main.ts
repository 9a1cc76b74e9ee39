import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { isMet, type Figure, type Say } from './figure.js';
import { csv } from './groups/csv.js';
import { ledger } from './groups/ledger.js';
import { mapping } from './groups/mapping.js';
import { memory } from './groups/memory.js';
import { sdk } from './groups/sdk.js';
import { startup } from './groups/startup.js';
import { upload } from './groups/upload.js';
import { figureLine, table } from './table.js';
import { Workbench } from './workbench.js';

/**
 * Speed and memory, as ratios within one run, so that the machine matters little. Prints a table and writes the same to
 * bench-result.json. Names of groups choose; `--quick` takes a tenth of the sizes.
 */
const GROUPS = { startup, mapping, csv, upload, ledger, memory, sdk };
type GroupName = keyof typeof GROUPS;
const NAMES = Object.keys(GROUPS) as GroupName[];
const RESULT = 'bench-result.json';
const QUICK = 0.1;

const isGroup = (name: string): name is GroupName => name in GROUPS;

const args = process.argv.slice(2);
const scale = args.includes('--quick') ? QUICK : 1;
const named = args.filter(isGroup);
const unknown = args.filter((arg) => arg !== '--quick' && !isGroup(arg));
if (unknown.length > 0) throw new Error(`not known: ${unknown.join(', ')}; there are --quick and ${NAMES.join(', ')}`);

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  /** Processes that wanted a core in the minute before: all above 0 takes from what is measured. */
  loadBefore: Number(loadavg()[0].toFixed(2)),
};
const figures: (Figure & { readonly group: GroupName })[] = [];

const measureGroup = async (group: GroupName): Promise<void> => {
  const bench = new Workbench(scale);
  const cleanUp = (): void => bench.close();
  process.once('exit', cleanUp);
  const say: Say = (figure) => {
    figures.push({ group, ...figure });
    process.stderr.write(`${group}: ${figureLine(figure)}\n`);
  };
  try {
    await GROUPS[group](bench, say);
  } finally {
    bench.close();
    process.off('exit', cleanUp);
  }
};

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
const startedAt = new Date().toISOString();
for (const group of NAMES) if (named.length === 0 || named.includes(group)) await measureGroup(group);

const missed = figures.filter((figure) => isMet(figure) === false).length;
const { processor, cores, memoryGb, node, loadBefore } = machine;
console.log(`${processor}, ${cores} cores, ${memoryGb} GB, Node.js ${node}, load before ${loadBefore}\n`);
console.log(table(figures));
console.log(`\n${missed === 0 ? 'All goals are met.' : `${missed} goals are missed.`}`);
if (scale < 1)
  console.log('A tenth of the sizes: starting up weighs more than it should. The goals are of the full sizes.');
const result = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
writeFileSync(RESULT, `${JSON.stringify({ startedAt, scale, machine, figures: result }, null, 2)}\n`);
