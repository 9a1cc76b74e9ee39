const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const PERCENT = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

/** `1,204,500`. */
export const count = (number: number): string => WHOLE.format(number);

/** `1 event`, `2 events`. */
export const counted = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** `1,234.5`. */
export const amount = (number: number): string => CENTS.format(number);

/** A part of a whole as a percentage. */
export const share = (part: number, whole: number): string => PERCENT.format(whole === 0 ? 0 : part / whole);

/** `no_value 12, too_old 3`: the largest first. */
export const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, number]) => `${name} ${count(number)}`)
    .join(', ');
