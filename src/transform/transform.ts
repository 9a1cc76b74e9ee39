import { encoderFor } from './encode/encoder.js';
import type { Encoder } from './encode/wire-event.js';
import { mapBatch, mapEvent, type BatchMapping } from './map/event.js';
import { fingerprintBase, fingerprintOf } from './map/fingerprint.js';
import type { Batch, BatchEvent } from '../model/batch.js';
import type { Block, RecordFault } from '../model/block.js';
import type { Conversion, LimitedDataUse } from '../model/conversion.js';
import type { EventFacts } from '../model/fact-columns.js';
import type { MappedBlock } from '../model/mapped.js';
import type { MappingSettings } from '../model/settings.js';
import { BlockWriter } from './block-writer.js';
import { Draft } from './wire-buffer.js';
import { RecordTable } from './parse/record-table.js';
import { splitConcatenated } from './parse/concatenated.js';
import { NOT_JSON, parseRecord } from './parse/record.js';

/** Turns a block of records into wire events, rejects and counts. Pure but for its caches: make one per thread. */
export type Transform = (block: Block) => MappedBlock;

const flagFact = (flag: LimitedDataUse): EventFacts['limitedDataUse'] =>
  flag.kind === 'not_sendable' ? flag.why : flag.kind;

const factsOf = (eventName: string, conversion: Conversion, keyMask: number): EventFacts => ({
  eventName,
  currency: conversion.currency,
  value: conversion.value,
  keyMask,
  limitedDataUse: flagFact(conversion.limitedDataUse),
  time: conversion.time,
});

/** What decoding puts in the place of bytes that are not UTF-8. */
const REPLACEMENT_CHARACTER = '\ufffd';

class BlockTransform {
  readonly #encode: Encoder;
  readonly #settings: MappingSettings;
  readonly #writer: BlockWriter;
  readonly #block: Block;
  readonly #records: RecordTable;

  constructor(block: Block, settings: MappingSettings, encode: Encoder, draft: Draft) {
    this.#block = block;
    this.#records = new RecordTable(block);
    this.#settings = settings;
    this.#encode = encode;
    this.#writer = new BlockWriter(block, draft, settings.nameSkipped);
  }

  run(): MappedBlock {
    for (let record = 0; record < this.#block.starts.length; record += 1) this.#record(record);
    this.#block.faults.forEach((fault) => this.#fault(fault));
    this.#writer.warn(this.#block.warnings);
    return this.#writer.finish(this.#records.ownBlock());
  }

  #record(record: number): void {
    const text = this.#records.text(record);
    const parsed = parseRecord(text);
    if (parsed.kind === 'not_json') {
      const pieces = splitConcatenated(text);
      if (pieces !== null) {
        this.#writer.warn([{ code: 'several_records_on_line', count: 1 }]);
        this.#records.split(record, pieces).forEach((inner) => this.#record(inner));
        return;
      }
    }
    this.#writer.batchesRead += 1;
    if (text.includes(REPLACEMENT_CHARACTER)) this.#writer.warn([{ code: 'not_utf8', count: 1 }]);
    if (parsed.kind === 'batch') {
      this.#batch(parsed.batch, record);
      return;
    }
    const { reason, message } = parsed.kind === 'rejected' ? parsed : NOT_JSON;
    this.#writer.batchesMalformed += 1;
    this.#writer.reject({ reason, message, line: this.#records.line(record), event: null, record, raw: null });
  }

  #batch(batch: Batch, record: number): void {
    if (batch.blocked) this.#writer.warn([{ code: 'blocked_data', count: 1 }]);
    const mapping = mapBatch(batch, this.#settings);
    this.#writer.warn(mapping.warnings);
    const base = fingerprintBase(batch);
    for (const event of batch.events) this.#event(event, mapping, record, base);
  }

  #event(event: BatchEvent, mapping: BatchMapping, record: number, base: string): void {
    this.#writer.eventsRead += 1;
    const mapped = mapEvent(event, mapping);
    if (mapped.kind === 'skipped') this.#writer.skip(mapped.reason, this.#records.line(record), event.index);
    else if (mapped.kind === 'rejected') {
      if (mapped.warnings !== undefined) this.#writer.warn(mapped.warnings);
      this.#writer.reject({
        reason: mapped.reason,
        message: mapped.message,
        line: this.#records.line(record),
        event: event.index,
        record,
        raw: null,
      });
    } else if (event.kind === 'product_action') {
      this.#writer.warn(mapped.warnings);
      const wire = this.#encode(mapped.conversion);
      this.#writer.event(
        wire.json,
        { record, index: event.index },
        factsOf(wire.eventName, mapped.conversion, mapping.keyMask),
        fingerprintOf(base, event.event),
      );
    }
  }

  #fault(fault: RecordFault): void {
    this.#writer.batchesRead += 1;
    this.#writer.batchesMalformed += 1;
    this.#writer.reject({ ...fault, event: null, record: null });
  }
}

/** Makes the inner function of the whole program for one run's settings. */
export const transformer = (settings: MappingSettings): Transform => {
  const encode = encoderFor(settings);
  const draft = new Draft();
  return (block) => new BlockTransform(block, settings, encode, draft).run();
};
