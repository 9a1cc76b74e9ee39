// Cuts NDJSON into lines. Other JSON: json-values.ts.

import type { Block } from '../../model/block.js';
import { endOfJsonValue } from '../../lib/json.js';
import { CARRIAGE_RETURN, LINE_FEED, skipBlanks } from '../bytes/ascii.js';
import { BlockBuilder, type Cutting } from '../block-builder.js';
import { gather } from '../bytes/byte-source.js';

const NOTHING = Buffer.alloc(0);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Start of a line's text: joined files have byte order marks inside. */
const textStart = (bytes: Buffer, start: number, end: number): number =>
  bytes[start] === BOM[0] &&
  end - start >= BOM.length &&
  bytes.compare(BOM, 0, BOM.length, start, start + BOM.length) === 0
    ? start + BOM.length
    : start;

/** Whether the last JSON object of a line is not closed. */
const isCutOff = (text: string): boolean => {
  for (let at = 0; at !== -1; at = endOfJsonValue(text, at)) {
    at += /^[\s\ufeff]*/.exec(text.slice(at))?.[0].length ?? 0;
    if (text[at] !== '{') return false;
  }
  return true;
};

class LineReader {
  readonly #cutting: Cutting;
  #line = 1;
  /** The start of a line whose end has not been read yet. */
  #carry: Buffer = NOTHING;
  /** The current line is too large and is dropped. */
  #dropping = false;

  constructor(cutting: Cutting) {
    this.#cutting = cutting;
  }

  async *blocks(): AsyncGenerator<Block> {
    const { source, blockBytes, input } = this.#cutting;
    for (;;) {
      const bytes = await gather(source, this.#carry, blockBytes);
      const builder = new BlockBuilder(input);
      if (bytes === null) this.#lastLine(builder);
      else this.#wholeLines(bytes, builder);
      if (!builder.isEmpty) yield builder.finish(bytes ?? this.#carry);
      if (bytes === null) return;
    }
  }

  #wholeLines(bytes: Buffer, builder: BlockBuilder): void {
    let start = 0;
    let end = bytes.indexOf(LINE_FEED, this.#dropping ? 0 : this.#carry.length);
    while (end !== -1) {
      if (this.#dropping) this.#dropping = false;
      else this.#add(bytes, start, end, builder);
      this.#advance();
      start = end + 1;
      end = bytes.indexOf(LINE_FEED, start);
    }
    this.#keep(bytes, start, builder);
  }

  /** Keeps a copy of the start of the next line, because the block's memory is given away. */
  #keep(bytes: Buffer, start: number, builder: BlockBuilder): void {
    // One more than the limit may still be its carriage return.
    if (!this.#dropping && bytes.length - start > this.#cutting.maxRecordBytes + 1) {
      this.#tooLarge(builder);
      this.#dropping = true;
    }
    this.#carry = this.#dropping ? NOTHING : Buffer.from(bytes.subarray(start));
  }

  #advance(): void {
    this.#line += 1;
    this.#cutting.place.line = this.#line;
  }

  #add(bytes: Buffer, lineStart: number, lineEnd: number, builder: BlockBuilder): void {
    const end = bytes[lineEnd - 1] === CARRIAGE_RETURN && lineEnd > lineStart ? lineEnd - 1 : lineEnd;
    const start = textStart(bytes, lineStart, end);
    // This comes before the check for blank lines: how the input is cut into pieces must not decide what a line is.
    if (end - lineStart > this.#cutting.maxRecordBytes) this.#tooLarge(builder);
    else if (skipBlanks(bytes, start, end) < end) builder.record(start, end, this.#line);
  }

  #tooLarge(builder: BlockBuilder): void {
    builder.fault({
      line: this.#line,
      reason: 'record_too_large',
      message: `the line is longer than ${this.#cutting.maxRecordBytes} bytes`,
      raw: null,
    });
  }

  /** The last line needs no line end, unless the input ends, or reading failed, in the middle of it. */
  #lastLine(builder: BlockBuilder): void {
    const { source, place, maxRecordBytes } = this.#cutting;
    if (skipBlanks(this.#carry, 0, this.#carry.length) === this.#carry.length) return;
    const raw = this.#carry.toString('utf8');
    const fault = { line: this.#line, reason: 'truncated', raw } as const;
    if (source.failure !== null) builder.fault({ ...fault, message: 'reading failed in the middle of this line' });
    else if (this.#carry.length <= maxRecordBytes && isCutOff(raw)) {
      place.cutOff = `in the middle of line ${this.#line}`;
      builder.fault({ ...fault, message: 'the input ends in the middle of this line' });
    } else this.#add(this.#carry, 0, this.#carry.length, builder);
  }
}

/**
 * Cuts NDJSON at its line ends: one record per line, whatever it contains. Blank lines are numbered and left out; lines
 * over `maxRecordBytes` are faults and never kept in memory; a line in which reading ended early is a fault too.
 */
export const readLines = (cutting: Cutting): AsyncGenerator<Block> => new LineReader(cutting).blocks();
