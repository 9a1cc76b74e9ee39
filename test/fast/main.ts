// Proves at length that the fast path changes nothing: `npm run proof`, or `npm run proof -- 1000000 7` for so many records
// of each setting and another seed. Prints the share of the records that took it.
import { compareVariants, rowLines, sampleLines, SETTINGS } from './differential.js';

const records = Number(process.argv[2] ?? '30000');
const seed = Number(process.argv[3] ?? '1');
const lines = [...sampleLines(seed, 15_000), ...sampleLines(seed + 1, 5_000, true), ...(await rowLines(seed, 10_000))];
let failed = false;

console.log('| settings | records | taken | events | differences |\n| --- | ---: | ---: | ---: | ---: |');
for (const [name, settings] of Object.entries(SETTINGS)) {
  const { taken, events, differences, ...figures } = compareVariants(settings, lines, records, seed);
  const share = `${((100 * taken) / figures.records).toFixed(1)} %`;
  console.log(`| ${[name, figures.records, share, events, differences.length].join(' | ')} |`);
  for (const difference of differences.slice(0, 3)) console.log(difference);
  failed ||= differences.length > 0;
}
process.exitCode = failed ? 1 : 0;
