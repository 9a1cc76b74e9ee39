import type { Report } from '../model/report.js';

const SAFE = /^[\w@%+=:,./-]+$/;

/** A path as a shell takes it: quoted only where it has to be. */
export const shellWord = (text: string): string => (SAFE.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** What to type next, or null when there is nothing to do: go on, send the mended rejects, look at a reject. */
export const nextStep = ({ events, batches, files, rejectSamples, run, runs }: Report): string | null => {
  // What to do next is a matter of one run.
  if (runs.length > 1) return null;
  if (events.unsent > 0 && run.exitCode !== 0) {
    const first = run.exitCode === 4 ? 'mend what stopped it, then ' : '';
    return `${first}the same command again: what was delivered is not sent twice`;
  }
  if (events.rejected.total + batches.malformed === 0) return null;
  if (files.rejects !== null && !run.dryRun)
    return `mend, and with the same settings: mp2fb upload ${shellWord(files.rejects)}`;
  const sample = rejectSamples[0];
  // What came through stdin is gone.
  return sample === undefined || sample.origin.startsWith('-:')
    ? null
    : `see why: mp2fb explain ${shellWord(sample.origin)}`;
};
