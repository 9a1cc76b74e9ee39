// Maps the records of a block to wire events: parse, map, encode. Threads: in-order.ts.

import { hash } from 'node:crypto';
import { encoderFor } from './encode/encoder.js';
import type { Encoder } from './encode/wire-event.js';
import { mapBatch, mapEvent, type BatchMapping } from './map/event.js';
import { fingerprintBase, fingerprintOf, receiptNumber } from './map/fingerprint.js';
import type { Batch, BatchEvent } from '../model/batch.js';
import type { Block, RecordFault } from '../model/block.js';
import type { Conversion } from '../model/conversion.js';
import { flagFact, type EventFacts } from '../model/fact-columns.js';
import { FINGERPRINT_BYTES, type MappedBlock } from '../model/mapped.js';
import type { MappingSettings } from '../model/settings.js';
import type { WarningCode } from '../model/warnings.js';
import { BlockWriter } from './block-writer.js';
import { WireBuffer } from './wire-buffer.js';
import { RecordTable } from './parse/record-table.js';
import { splitConcatenated } from './parse/concatenated.js';
import { fastPathFor, type FastPath } from './fast/fast-path.js';
import { notJson, parseRecord } from './parse/record.js';

/** Maps a block of records to wire events, rejects and counts. Pure except for its caches: create one per thread. */
export type Transform = (block: Block) => MappedBlock;

const factsOf = (eventName: string, conversion: Conversion, keyMask: number): EventFacts => ({
  eventName,
  currency: conversion.currency,
  value: conversion.value,
  keyMask,
  limitedDataUse: flagFact(conversion.limitedDataUse),
  receipt: receiptNumber(conversion),
  time: conversion.time,
});

/** The character that decoding inserts for bytes that are not UTF-8. */
const REPLACEMENT_CHARACTER = '\ufffd';

/** Number of hex digits of a reject's id: the same as for a fingerprint. */
const REJECT_ID_DIGITS = 2 * FINGERPRINT_BYTES;

const idOfText = (text: string): string => hash('sha256', text, 'hex').slice(0, REJECT_ID_DIGITS);

/** The place of an event: its record, the start of its fingerprint, and the reject that the record fixes. */
interface EventPlace {
  readonly record: number;
  readonly base: string;
  readonly rejectId: string | null;
}

class BlockTransform {
  readonly #encode: Encoder;
  readonly #settings: MappingSettings;
  readonly #writer: BlockWriter;
  readonly #block: Block;
  readonly #records: RecordTable;
  readonly #fast: FastPath | null;

  constructor(block: Block, settings: MappingSettings, encode: Encoder, buffer: WireBuffer, fast: FastPath | null) {
    this.#block = block;
    this.#records = new RecordTable(block);
    this.#settings = settings;
    this.#encode = encode;
    this.#fast = fast?.begin(block) === true ? fast : null;
    this.#writer = new BlockWriter(block, buffer, settings.nameSkipped);
  }

  run(): MappedBlock {
    const { length } = this.#block.starts;
    for (let record = this.#usual(0); record < length; record = this.#usual(record + 1)) this.#record(record);
    this.#block.faults.forEach((fault) => this.#fault(fault));
    this.#block.leftOut?.forEach((line) => this.#leftOut(line));
    this.#writer.warn(this.#block.warnings);
    const mapped = this.#writer.finish(this.#records.ownBlock());
    return this.#fast?.finish(mapped) ?? mapped;
  }

  /** Lets the fast path map records, from this one on; returns the first that it hands back. */
  #usual(record: number): number {
    return this.#fast?.mapFrom(record, this.#writer) ?? record;
  }

  #record(record: number): void {
    const text = this.#records.text(record);
    const parsed = parseRecord(text);
    if (parsed.kind === 'not_json') {
      const pieces = splitConcatenated(text);
      if (pieces !== null) {
        this.#warn('several_records_on_line', record);
        this.#records.split(record, pieces).forEach((inner) => this.#record(inner));
        return;
      }
    }
    this.#writer.batchesRead += 1;
    if (text.includes(REPLACEMENT_CHARACTER)) this.#warn('not_utf8', record);
    const { rejectId = null } = parsed.kind === 'not_json' ? {} : parsed;
    if (rejectId !== null) this.#writer.rejectLines += 1;
    if (parsed.kind === 'batch') {
      this.#batch(parsed.batch, record, rejectId);
      return;
    }
    const { reason, message } = parsed.kind === 'rejected' ? parsed : notJson(text);
    this.#writer.batchesMalformed += 1;
    const id = rejectId ?? idOfText(text);
    this.#writer.reject({ reason, message, line: this.#records.line(record), event: null, record, id, raw: null });
  }

  #batch(batch: Batch, record: number, rejectId: string | null): void {
    if (batch.blocked) this.#warn('blocked_data', record);
    const mapping = mapBatch(batch, this.#settings);
    this.#writer.warn(mapping.warnings, { line: this.#records.line(record), event: null });
    const base = fingerprintBase(batch);
    for (const event of batch.events) this.#event(event, mapping, { record, base, rejectId });
  }

  #event(event: BatchEvent, mapping: BatchMapping, { record, base, rejectId }: EventPlace): void {
    this.#writer.eventsRead += 1;
    const mapped = mapEvent(event, mapping);
    if (mapped.kind === 'skipped') this.#writer.skip(mapped.reason, this.#records.line(record), event.index);
    else if (mapped.kind === 'rejected') {
      if (mapped.warnings !== undefined) this.#writer.warn(mapped.warnings, this.#placeOf(event, record));
      this.#writer.reject({
        reason: mapped.reason,
        message: mapped.message,
        line: this.#records.line(record),
        event: event.index,
        record,
        id: rejectId ?? this.#idOf(event, record, base),
        raw: null,
      });
    } else if (event.kind === 'product_action') {
      this.#writer.warn(mapped.warnings, this.#placeOf(event, record));
      const wire = this.#encode(mapped.conversion);
      this.#writer.event(
        wire.json,
        { record, index: event.index, fixes: rejectId },
        factsOf(wire.eventName, mapped.conversion, mapping.keyMask),
        // Events that were sent before they were joined are not sent again.
        fingerprintOf(base, event.receipt?.own ?? event.event),
      );
    }
  }

  #placeOf({ index }: BatchEvent, record: number): { readonly line: number; readonly event: number } {
    return { line: this.#records.line(record), event: index };
  }

  #warn(code: WarningCode, record: number): void {
    this.#writer.warn([{ code, count: 1 }], { line: this.#records.line(record), event: null });
  }

  #fault(fault: RecordFault): void {
    this.#writer.batchesRead += 1;
    this.#writer.batchesMalformed += 1;
    const id = fault.raw === null ? null : idOfText(fault.raw);
    this.#writer.reject({ ...fault, event: null, record: null, id });
  }

  #leftOut(line: number): void {
    this.#writer.eventsRead += 1;
    this.#writer.skip('row_left_out', line, 0);
  }

  /** The fingerprint of a rejected event; of one that is no product action, a hash of its record and place there. */
  #idOf(event: BatchEvent, record: number, base: string): string {
    return event.kind === 'product_action'
      ? Buffer.from(fingerprintOf(base, event.event), 'latin1').toString('hex')
      : idOfText(`${event.index} ${this.#records.text(record)}`);
  }
}

/** Creates the transform for one run's settings. `fast`: null: every record is mapped by the ordinary code. */
export const transformer = (settings: MappingSettings, fast: FastPath | null = fastPathFor(settings)): Transform => {
  const encode = encoderFor(settings);
  const buffer = new WireBuffer();
  return (block) => new BlockTransform(block, settings, encode, buffer, fast).run();
};
