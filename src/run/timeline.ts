// Counts over time for progress and charts: events, waits, latencies.

import type { RecordableHistogram } from 'node:perf_hooks';
import { MS_PER_SECOND } from '../lib/units.js';

/** Seconds per entry of the series. */
export const SERIES_SECONDS = 10;
const MS_PER_ENTRY = SERIES_SECONDS * MS_PER_SECOND;

interface SeriesEntry {
  sent: number;
  waitingSeconds: number;
}

/** When things happened: events sent and time waited per ten seconds, and how long Facebook took to answer. */
export class Timeline {
  readonly #startMs: number;
  readonly #series: SeriesEntry[] = [];
  /** Latencies of an upload; null: a dry run, which sends no requests. */
  latencies: RecordableHistogram | null = null;
  #longestMs = 0;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  sent(events: number, nowMs: number): void {
    this.#entry(nowMs).sent += events;
  }

  /** Each entry gets its own part of the time waited. */
  waited(fromMs: number, toMs: number): void {
    for (let at = fromMs; at < toMs;) {
      const end = Math.min(toMs, this.#endOfEntry(at));
      this.#entry(at).waitingSeconds += (end - at) / MS_PER_SECOND;
      at = end;
    }
  }

  answered(milliseconds: number): void {
    this.latencies?.record(Math.max(1, Math.round(milliseconds)));
    this.#longestMs = Math.max(this.#longestMs, milliseconds);
  }

  /**
   * One entry per `SERIES_SECONDS` of a run that took so long; `at` is in seconds since its start, `seconds` how many of
   * its own an entry covers: all but the last are full.
   */
  series(elapsedMs: number): readonly (SeriesEntry & { readonly at: number; readonly seconds: number })[] {
    return Array.from(this.#series, (entry, index) => ({
      at: index * SERIES_SECONDS,
      seconds: this.#covered(index, elapsedMs),
      sent: entry.sent,
      waitingSeconds: Math.round(entry.waitingSeconds * 10) / 10,
    }));
  }

  /** Percentiles in milliseconds, to 1 %; null without any answer. */
  latencyMs(): { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number } | null {
    const { latencies } = this;
    if (latencies === null || latencies.count === 0) return null;
    const max = Math.round(this.#longestMs);
    const [p50 = 0, p90 = 0, p99 = 0] = [50, 90, 99].map((share) => Math.min(latencies.percentile(share), max));
    return { p50, p90, p99, max };
  }

  #covered(index: number, elapsedMs: number): number {
    const left = elapsedMs - index * MS_PER_ENTRY;
    // Avoids a division by zero for a run that ends within one millisecond.
    return Math.min(MS_PER_ENTRY, Math.max(1, Math.round(left))) / MS_PER_SECOND;
  }

  #endOfEntry(ms: number): number {
    return this.#startMs + (this.#indexOf(ms) + 1) * MS_PER_ENTRY;
  }

  #indexOf(ms: number): number {
    return Math.max(0, Math.floor((ms - this.#startMs) / MS_PER_ENTRY));
  }

  #entry(nowMs: number): SeriesEntry {
    const index = this.#indexOf(nowMs);
    while (this.#series.length < index) this.#series.push({ sent: 0, waitingSeconds: 0 });
    return (this.#series[index] ??= { sent: 0, waitingSeconds: 0 });
  }
}
