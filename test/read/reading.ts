import { Readable } from 'node:stream';
import { expect } from 'vitest';
import type { Block, InputState } from '../../src/model/block.js';
import { rowsOfRecords } from '../../src/model/row-lines.js';
import type { ByteSource } from '../../src/read/bytes/byte-source.js';
import { readInput, type InputRef, type ReadOptions } from '../../src/read/index.js';

/** The bytes in pieces of these sizes, over and over; the failure at their end. */
export const piecesOf = (bytes: Buffer, sizes: readonly number[] = [bytes.length]): Buffer[] => {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return pieces;
};

export const sourceOf = (
  pieces: readonly Buffer[],
  failure: string | null = null,
): ByteSource & { closed: boolean } => {
  const left = [...pieces];
  return {
    closed: false,
    ended: false,
    failure: null as string | null,
    next() {
      const piece = left.shift() ?? null;
      if (piece === null) Object.assign(this, { failure, ended: failure === null });
      return Promise.resolve(piece);
    },
    close() {
      this.closed = true;
      return Promise.resolve();
    },
  };
};

/** A record as (line, text), a fault as (line, reason). */
export interface Read {
  readonly records: readonly (readonly [line: number, text: string])[];
  readonly faults: readonly (readonly [line: number, reason: string, raw: string | null])[];
  readonly warnings: readonly string[];
  readonly rows: readonly (readonly number[])[];
  /** Lines of the rows that a manifest leaves out. */
  readonly leftOut: readonly number[];
  readonly blocks: number;
  readonly error: string | null;
  readonly advice: string | null;
  /** Of the faults. */
  readonly messages: readonly string[];
  readonly state: InputState;
}

export const stateOf = (path = 'in'): InputState => ({
  path,
  format: 'unknown',
  size: null,
  bytesRead: 0,
  records: 0,
  status: 'waiting',
  failure: null,
});

export const collect = async (blocks: AsyncIterable<Block>, state = stateOf()): Promise<Read> => {
  const records: [number, string][] = [];
  const faults: [number, string, string | null][] = [];
  const warnings: string[] = [];
  const rows: (readonly number[])[] = [];
  const messages: string[] = [];
  let advice: string | null = null;
  const leftOut: number[] = [];
  let count = 0;
  let error: string | null = null;
  try {
    for await (const block of blocks) {
      count += 1;
      expect(block.ends.length).toBe(block.starts.length);
      expect(block.lines.length).toBe(block.starts.length);
      const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
      block.starts.forEach((start, index) =>
        records.push([block.lines[index], bytes.toString('utf8', start, block.ends[index])]),
      );
      faults.push(
        ...block.faults.map((fault) => [fault.line, fault.reason, fault.raw] as [number, string, string | null]),
      );
      messages.push(...block.faults.map(({ message }) => message));
      warnings.push(
        ...block.warnings.map(({ code, count: times, detail }) => `${code} ${times} ${detail ?? ''}`.trim()),
      );
      rows.push(...(block.rows === undefined ? [] : rowsOfRecords(block.rows)));
      leftOut.push(...(block.leftOut ?? []));
    }
  } catch (thrown) {
    error = (thrown as Error).message;
    advice = (thrown as { advice?: string }).advice ?? null;
  }
  return { records, faults, warnings, rows, leftOut, blocks: count, error, advice, messages, state };
};

export const OPTIONS: ReadOptions = {
  format: 'auto',
  csv: { group: { kind: 'adjacent' } },
  stdin: () => Readable.from([]),
};

/** Reads text or bytes as stdin would give them. */
export const readStdin = (
  content: string | Buffer,
  options: Partial<ReadOptions> = {},
  sizes?: readonly number[],
  path = '-',
): Promise<Read> => {
  const state = stateOf(path);
  const bytes = Buffer.from(content);
  const stdin = () => Readable.from(piecesOf(bytes, sizes));
  const input: InputRef = { path, absolute: null, size: null, modifiedMs: null };
  return collect(readInput({ ...input, number: 0 }, { ...OPTIONS, ...options, stdin }, state), state);
};
