// Receives every outcome and passes it to tally, timeline, input progress, rejects file and listeners.

import type { Clock } from '../lib/clock.js';
import { LedgerError } from '../lib/errors.js';
import { cannotWrite } from '../lib/file-errors.js';
import { oneLine } from '../lib/format.js';
import type { Block } from '../model/block.js';
import { placeOf, runsOf, type MappedBlock, type Outgoing, type Reject } from '../model/mapped.js';
import { formatOrigin } from '../model/origin.js';
import { eventsSettled, freeIfSettled } from './block-memory.js';
import type { SkipReason } from '../model/reasons.js';
import type { OutcomeReports } from './outcome-reports.js';
import type { Tally } from './tally.js';
import type { Timeline } from './timeline.js';
import type { InputProgress } from './input-progress.js';
import type { MetBefore, RejectMemory } from './reject-memory.js';
import type { RejectsFile } from '../report/files/rejects-file.js';
import { fingerprintOf } from '../send/fingerprints.js';
import type { DeliveryListener } from '../send/delivery-listener.js';
import type { FacebookError } from '../facebook/reply.js';
import type { PreviewListener } from '../send/preview-sink.js';
import type { RejectGuard } from '../send/reject-guard.js';
import type { SelectionListener } from '../send/selection.js';

const NOT_MET: MetBefore = { isKnown: false, sinceMs: null, isFinal: false };

const VERSION_WARNING_HEADER = 'x-ad-api-version-warning';
/** The header with the version that Facebook answered with; the Graph API sends it with every answer. */
const VERSION_HEADER = 'facebook-api-version';
const VERSION = /^v\d{1,3}\.\d{1,2}$/;
/** Maximum length of a text of Facebook's, in characters. */
const LONGEST_MESSAGE = 300;

/** Enough examples for a person. */
const REPEATED_RECEIPTS_NAMED = 3;

/** Where a recorder passes outcomes on. */
export interface RecorderPorts {
  readonly clock: Clock;
  readonly tally: Tally;
  readonly timeline: Timeline;
  readonly inputProgress: InputProgress;
  readonly rejects: RejectsFile | null;
  readonly guard: RejectGuard;
  readonly rejectMemory: RejectMemory;
  readonly outcomes: OutcomeReports;
  /** Path of an input by its number, as people gave it. */
  readonly pathOf: (input: number) => string;
  /** Called with the reason if the run must stop because too much was rejected. */
  readonly stop: (reason: string) => void;
}

/** Receives every outcome of a run, for the tally, timeline, input progress and rejects file. */
export class Recorder implements DeliveryListener, SelectionListener, PreviewListener {
  readonly #ports: RecorderPorts;
  #repeatedReceipts = 0;

  constructor(ports: RecorderPorts) {
    this.#ports = ports;
  }

  block(mapped: MappedBlock): void {
    const { tally, inputProgress, pathOf } = this.#ports;
    tally.addBlock(mapped, pathOf(mapped.block.input));
    inputProgress.took(mapped);
    const wasSent = (reject: Reject): boolean =>
      this.#remembered(() => this.#ports.rejectMemory.wasSent(reject), false);
    const sent = new Set(mapped.rejects.filter(wasSent));
    tally.alreadySent += sent.size;
    this.#reject(sent.size === 0 ? mapped.rejects : mapped.rejects.filter((one) => !sent.has(one)), mapped);
    this.#ports.outcomes.block(mapped, sent);
    freeIfSettled(mapped);
  }

  sent(events: readonly Outgoing[]): void {
    const { tally, timeline, inputProgress, guard, clock, outcomes } = this.#ports;
    tally.sent += events.length;
    timeline.sent(events.length, clock.steady());
    guard.accepted(events.length);
    outcomes.events(events, 'sent');
    this.#remembered(() => this.#ports.rejectMemory.sent(events), undefined);
    for (const { mapped, first, last } of runsOf(events)) {
      tally.addFacts(mapped.facts, first, last);
      inputProgress.settled(mapped.block.input, last - first + 1);
      eventsSettled(mapped, last - first + 1);
    }
  }

  previewed(events: readonly Outgoing[]): void {
    this.#ports.tally.previewed += events.length;
    for (const { mapped, first, last } of runsOf(events)) {
      this.#ports.tally.addFacts(mapped.facts, first, last);
      eventsSettled(mapped, last - first + 1);
    }
  }

  refused(event: Outgoing, _error: FacebookError, message: string): void {
    const { mapped, index } = event;
    this.#ports.guard.refused();
    this.#ports.inputProgress.settled(mapped.block.input);
    const id = mapped.fixes?.get(index) ?? Buffer.from(fingerprintOf(event)).toString('hex');
    const at = { ...placeOf(event), record: mapped.records[index] ?? 0, id, raw: null };
    this.#reject([{ reason: 'refused_by_facebook', message, ...at }], mapped);
    this.#ports.outcomes.refused(event, message);
    eventsSettled(mapped);
  }

  unsent(events: readonly Outgoing[]): void {
    this.#ports.tally.unsent += events.length;
    for (const { mapped } of events) this.#failed(mapped);
    this.#ports.outcomes.events(events, 'unsent');
  }

  alreadySent(event: Outgoing): void {
    const { mapped } = event;
    this.#ports.tally.alreadySent += 1;
    this.#remembered(() => this.#ports.rejectMemory.sent([event]), undefined);
    this.#ports.inputProgress.settled(mapped.block.input);
    this.#ports.outcomes.events([event], 'alreadySent');
    eventsSettled(mapped);
  }

  /** Its first copy may still fail, so the input stays open until a later run finds the event as sent. */
  duplicate(event: Outgoing): void {
    this.#skip(event, 'duplicate');
  }

  beyondLimit(event: Outgoing): void {
    this.#skip(event, 'beyond_limit');
  }

  receiptRepeated(event: Outgoing): void {
    const { tally, pathOf } = this.#ports;
    this.#repeatedReceipts += 1;
    const origin = formatOrigin({ file: pathOf(event.mapped.block.input), ...placeOf(event) });
    const isNamed = this.#repeatedReceipts <= REPEATED_RECEIPTS_NAMED;
    tally.warn({ code: 'receipt_repeated', count: 1, ...(isNamed ? { detail: origin } : {}) });
  }

  unknown(what: 'sent_again' | 'held'): void {
    this.#ports.tally.warn({ code: what === 'held' ? 'unknown_held' : 'sent_unknown_again', count: 1 });
  }

  request(outcome: 'succeeded' | 'refused' | 'failed', milliseconds: number, isRetry: boolean): void {
    const { guard, stop, tally } = this.#ports;
    const { requests } = tally;
    requests.sent += 1;
    if (outcome === 'succeeded') requests.succeeded += 1;
    if (isRetry) requests.retried += 1;
    this.#ports.timeline.answered(milliseconds);
    const why = guard.answered(outcome === 'refused');
    if (why !== null) stop(why);
  }

  waited(fromMs: number, toMs: number): void {
    this.#ports.timeline.waited(fromMs, toMs);
  }

  split(): void {
    this.#ports.tally.requests.split += 1;
  }

  receipt(sent: number, received: number, messages: readonly string[]): void {
    const { tally } = this.#ports;
    if (received !== sent)
      tally.warn({ code: 'receipt_mismatch', count: 1, detail: `${sent} sent, ${received} acknowledged` });
    for (const message of messages)
      tally.warn({ code: 'facebook_message', count: 1, detail: oneLine(message).slice(0, LONGEST_MESSAGE) });
  }

  headers(headers: ReadonlyMap<string, string>): void {
    if (!headers.has(VERSION_WARNING_HEADER)) return;
    const version = headers.get(VERSION_HEADER) ?? '';
    const detail = VERSION.test(version) ? { detail: `answered as ${version}` } : {};
    this.#ports.tally.warn({ code: 'api_version_upgraded', count: 1, ...detail });
  }

  #skip(event: Outgoing, reason: SkipReason): void {
    this.#ports.tally.skip(reason);
    this.#failed(event.mapped);
    this.#ports.outcomes.skipped(event, reason);
  }

  /** An event that was not sent, so its input stays open. */
  #failed(mapped: MappedBlock): void {
    this.#ports.inputProgress.keepOpen(mapped.block.input);
    eventsSettled(mapped);
  }

  /** If they cannot be written the run stops, but its rejects are still counted. False: they are not in the file. */
  #keep(rejects: readonly Reject[], path: string, block: Block): boolean {
    const { rejects: file, stop } = this.#ports;
    try {
      file?.write(rejects, path, block);
      return true;
    } catch (error) {
      stop(cannotWrite('--rejects', file?.path ?? '', error).message);
      return false;
    }
  }

  /** If the ledger cannot be read the run stops, but outcomes so far are still counted. */
  #remembered<T>(ask: () => T, otherwise: T): T {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      this.#ports.stop(error.message);
      return otherwise;
    }
  }

  #reject(rejects: readonly Reject[], { block, rejectLines }: MappedBlock): void {
    if (rejects.length === 0) return;
    const { tally, guard, rejectMemory, inputProgress, pathOf, stop } = this.#ports;
    const path = pathOf(block.input);
    const isKept = this.#keep(rejects, path, block);
    for (const reject of rejects) {
      const { reason, message, line, event } = reject;
      // A record that is not in the rejects file is also new to the next run.
      const met = isKept ? this.#remembered(() => rejectMemory.meet(reject, path, rejectLines > 0), NOT_MET) : NOT_MET;
      if (!met.isFinal) inputProgress.keepOpen(block.input);
      tally.reject({ reason, message, origin: formatOrigin({ file: path, line, event }) }, event !== null, met);
    }
    const { eventsRead, rejectedTotal, batchesMalformed, known } = tally;
    // Known rejects say nothing about this run's settings.
    const rejected = rejectedTotal - known.rejected;
    const why = guard.reasonToStop({ events: eventsRead, rejected, malformed: batchesMalformed - known.malformed });
    if (why !== null) stop(why);
  }
}
