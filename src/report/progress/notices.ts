import type { ProgressPrinter } from '../../model/report.js';
import { formatNumbered } from '../../lib/format.js';
import { printable } from '../summary/text.js';

export type NoticeKind = Parameters<ProgressPrinter['notice']>[0];

/** Warnings remembered, so that each is told once. */
const NOTICES_KEPT = 200;
const PLURALS = { wait: 'waits', retry: 'retries', warning: 'warnings' } as const;

/**
 * Keeps a night's log readable: each warning is told once, and of the waits and retries between two progress lines
 * the first; the rest is a number.
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

  /** What was only counted since the last call: `12 more retries`; and begins anew. */
  flush(): string[] {
    const counted = [...this.#held].filter(([, count]) => count > 0);
    this.#held.clear();
    return counted.map(([kind, count]) => formatNumbered(count, `more ${kind}`, `more ${PLURALS[kind]}`));
  }

  #once(line: string): boolean {
    if (this.#warned.has(line) || this.#warned.size >= NOTICES_KEPT) return false;
    this.#warned.add(line);
    return true;
  }
}
