/** Names with more differences than this, or in more than a third of their letters, are unrelated. */
const MAX_SLIPS = 3;
const LETTERS_PER_SLIP = 3;

/** Letters to insert, remove, change or swap with their neighbour to make one text the other. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? i) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known name most like a misspelt one, ignoring case, the first of several; null if none is similar. */
export const nearestName = (name: string, known: readonly string[]): string | null => {
  const wanted = name.toLowerCase();
  let nearest: string | null = null;
  let least = Math.min(MAX_SLIPS, Math.max(1, Math.floor(wanted.length / LETTERS_PER_SLIP))) + 1;
  for (const candidate of known) {
    // The lengths alone rule out most names.
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const slips = distance(wanted, candidate.toLowerCase());
    if (slips < least) [nearest, least] = [candidate, slips];
  }
  return nearest;
};

/** `; did you mean x?`, the end of a message about a name; empty for null. */
export const didYouMean = (nearest: string | null): string => (nearest === null ? '' : `; did you mean ${nearest}?`);
