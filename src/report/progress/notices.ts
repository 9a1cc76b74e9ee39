import type { ProgressPrinter } from '../../model/report.js';
import { formatNumbered } from '../../lib/format.js';
import { printable } from '../../lib/printable.js';

type NoticeKind = Parameters<ProgressPrinter['notice']>[0];

/** Maximum number of remembered warnings, which are printed once each. */
const NOTICES_KEPT = 200;
const PLURALS = { wait: 'waits', retry: 'retries', warning: 'warnings' } as const;

/**
 * Keeps the log of a long run readable: prints each warning once, and of the waits and retries between two progress
 * lines only the first, with the number of the others.
 */
export class Notices {
  readonly #warned = new Set<string>();
  readonly #held = new Map<NoticeKind, number>();

  /** The line to print, or null when this one is only counted. */
  take(kind: NoticeKind, text: string): string | null {
    const line = printable(text);
    if (kind === 'warning') return this.#once(line) ? `warning: ${line}` : null;
    const held = this.#held.get(kind);
    this.#held.set(kind, held === undefined ? 0 : held + 1);
    return held === undefined ? `${kind}: ${line}` : null;
  }

  /** What was only counted since the last call: `12 retries not shown`. Resets the count. */
  flush(): string[] {
    const counted = [...this.#held].filter(([, count]) => count > 0);
    this.#held.clear();
    return counted.map(([kind, count]) => formatNumbered(count, `${kind} not shown`, `${PLURALS[kind]} not shown`));
  }

  #once(line: string): boolean {
    if (this.#warned.has(line) || this.#warned.size >= NOTICES_KEPT) return false;
    this.#warned.add(line);
    return true;
  }
}
