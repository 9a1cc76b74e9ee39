import { formatCount } from '../lib/format.js';

/** `no_value 12, too_old 3`: the largest first. */
export const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, number]) => `${name} ${formatCount(number)}`)
    .join(', ');
