import type { Environment } from '../../lib/environment.js';
import type { ProgressPrinter } from '../../model/report.js';
import type { PrinterOptions } from './line-progress.js';
import { wantsColor } from '../summary/paint.js';

/** What `--progress` takes. */
const PROGRESS_MODES = ['auto', 'tty', 'plain', 'json', 'none'] as const;
export type ProgressMode = (typeof PROGRESS_MODES)[number];

const silent = (): void => undefined;

/** Shows nothing. */
export const noProgress = (): ProgressPrinter => ({ start: silent, notice: silent, end: silent });

interface ProgressChoice extends PrinterOptions {
  readonly isTTY: boolean;
  readonly env: Environment;
  /** `--quiet`: no output, whatever the mode. */
  readonly quiet?: boolean;
  /** A dry run prints to the same terminal, where a moving line would interfere. */
  readonly dataOnTerminal?: boolean;
}

/** On a terminal without columns, as some programs create them, ora would clear infinitely many lines. */
const isCapable = ({ isTTY, stream }: ProgressChoice): boolean => isTTY && 'cursorTo' in stream && stream.columns !== 0;

const resolve = (mode: ProgressMode, choice: ProgressChoice): Exclude<ProgressMode, 'auto'> => {
  if (choice.quiet === true) return 'none';
  // Without a terminal no line can be redrawn.
  if (mode === 'tty') return isCapable(choice) ? 'tty' : 'plain';
  if (mode !== 'auto') return mode;
  if (choice.dataOnTerminal === true) return 'none';
  const dumb = choice.env['TERM'] === 'dumb' || (choice.env['CI'] ?? '') !== '';
  return isCapable(choice) && !dumb ? 'tty' : 'plain';
};

/** The printer for a mode: `auto` is the moving line on a terminal, plain lines in logs and on CI. */
export const chooseProgress = async (mode: ProgressMode, choice: ProgressChoice): Promise<ProgressPrinter> => {
  const resolved = resolve(mode, choice);
  if (resolved === 'none') return noProgress();
  if (resolved === 'tty') {
    const { ttyProgress } = await import('./tty-progress.js');
    return ttyProgress({ ...choice, color: wantsColor(choice.env, choice.isTTY) });
  }
  const { jsonProgress, plainProgress } = await import('./line-progress.js');
  return resolved === 'json' ? jsonProgress(choice) : plainProgress(choice);
};
