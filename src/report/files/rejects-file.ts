// Writes the rejects file. Which events are rejected is decided elsewhere.

import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { endOfJsonValue } from '../../lib/json.js';
import { UsageError } from '../../lib/errors.js';
import { cannotWrite } from '../../lib/file-errors.js';
import type { Block } from '../../model/block.js';
import type { Reject } from '../../model/mapped.js';
import { FIXED_IN_ITS_FILE, NOT_FIXED } from '../../model/reasons.js';
import { rowsOfRecord } from '../../model/row-lines.js';

/** Rejected records contain personal data: owner-only access. */
const OWNER_ONLY = 0o600;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

const FIRST_MEMBER_IS_REJECT = /^\s*\{\s*"_reject"\s*:\s*/;

/** Messages for lines of a rejects file that are rejected for the same reason again. */
const AGAIN: readonly string[] = [NOT_FIXED, FIXED_IN_ITS_FILE];

/** Offset after an older `_reject` member at the start of an object's text, or after its opening brace. */
const bodyStart = (text: string): number => {
  const old = FIRST_MEMBER_IS_REJECT.exec(text);
  if (old === null) return text.indexOf('{') + 1;
  const end = endOfJsonValue(text, old[0].length);
  const comma = /^\s*,/.exec(text.slice(end));
  return comma === null ? end : end + comma[0].length;
};

/** The lines of the rows that a CSV batch was made of. */
const rowsOf = (reject: Reject, block: Block): readonly number[] | undefined =>
  reject.record === null || block.rows === undefined ? undefined : rowsOfRecord(block.rows, reject.record);

const headOf = (reject: Reject, file: string, block: Block): string => {
  const { reason, message, line, event, id } = reject;
  const rows = rowsOf(reject, block);
  return JSON.stringify({
    reason,
    message,
    file,
    line,
    event,
    ...(rows === undefined ? {} : { rows }),
    ...(id === null ? {} : { id }),
  });
};

/** A record's own bytes, not decoded, so that they stay as they were; null: a fault of the reader, which kept them apart. */
const ownBytes = (reject: Reject, block: Block): Buffer | null =>
  reject.record === null
    ? null
    : Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength).subarray(
        block.starts[reject.record],
        block.ends[reject.record],
      );

/** Joins the lines of a batch: line ends in JSON are whitespace, and a reject is one line. */
const onOneLine = (bytes: Buffer): Buffer =>
  bytes.includes(LINE_FEED) || bytes.includes(CARRIAGE_RETURN)
    ? Buffer.from(bytes.map((byte) => (byte === LINE_FEED || byte === CARRIAGE_RETURN ? BLANK : byte)))
    : bytes;

/** A record that is not a batch is stored as text; text from an earlier rejects file is unchanged. */
const isObjectText = (reject: Reject, text: string): boolean =>
  (reject.event !== null && /^\s*\{/.test(text)) || FIRST_MEMBER_IS_REJECT.test(text);

/** One line of the rejects file, with its line end. */
const rejectLine = (reject: Reject, file: string, block: Block): Buffer => {
  const head = headOf(reject, file, block);
  const own = ownBytes(reject, block);
  const text = own?.toString('latin1') ?? '';
  if (own === null || !isObjectText(reject, text)) {
    const raw = own?.toString('utf8') ?? reject.raw;
    const kept = raw === null ? '' : `,"_raw":${JSON.stringify(raw)}`;
    return Buffer.from(`{"_reject":${head}${kept}}\n`);
  }
  // The original run had better information about its place and its error.
  if (AGAIN.includes(reject.message)) return Buffer.concat([onOneLine(own), Buffer.from('\n')]);
  const body = onOneLine(own.subarray(bodyStart(text)));
  const separator = /^\s*\}/.test(text.slice(bodyStart(text))) ? '' : ',';
  return Buffer.concat([Buffer.from(`{"_reject":${head}${separator}`), body, Buffer.from('\n')]);
};

/** The new name of an earlier run's rejects file; corrections in a file that was kept before are not overwritten. */
const keptName = (path: string): string => {
  for (let number = 1; ; number += 1) if (!existsSync(`${path}.${number}`)) return `${path}.${number}`;
};

/** Renames a non-empty file of that name; returns its new path, null if there was none. */
const keepEarlier = (path: string): string | null => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile() || stats.size === 0) return null;
  const file = realpathSync(path);
  const kept = keptName(file);
  renameSync(file, kept);
  return kept;
};

/**
 * The rejects file of one run: starts empty, readable only by its owner, each line written immediately. Without rejects
 * it is removed at the end, unless an empty one existed before.
 */
export class RejectsFile {
  readonly path: string;
  /** The new path of an earlier run's rejects under that name; null: there were none. */
  readonly kept: string | null;
  #descriptor: number;
  readonly #isNew: boolean;
  #isWhole = true;
  #isEmpty = true;

  /** Throws UsageError if the path is one of the inputs (which it would empty unread) or cannot be opened. */
  constructor(path: string, inputs: readonly string[]) {
    this.path = path;
    if (inputs.some((input) => isSameFile(input, path)))
      throw new UsageError(`--rejects ${path} is one of the inputs: choose another name`);
    try {
      this.kept = keepEarlier(path);
      this.#isNew = !existsSync(path);
      this.#descriptor = this.#open();
      // An older file of that name would keep its mode otherwise.
      fchmodSync(this.#descriptor, OWNER_ONLY);
    } catch (error) {
      throw cannotWrite('--rejects', path, error);
    }
  }

  write(rejects: readonly Reject[], file: string, block: Block): void {
    if (rejects.length === 0) return;
    const lines = Buffer.concat(rejects.map((reject) => rejectLine(reject, file, block)));
    this.#isWhole = false;
    this.#isEmpty = false;
    this.#reopenIfRemoved();
    for (let written = 0; written < lines.length;) written += writeSync(this.#descriptor, lines, written);
    this.#isWhole = true;
  }

  /** Whether there are rejects, and all of them were written: false if the disk was full for one. */
  get holdsAll(): boolean {
    return this.#isWhole && !this.#isEmpty;
  }

  close(): void {
    closeSync(this.#descriptor);
    // Another run may have written to it.
    const isEmpty = this.#isEmpty && statSync(this.path, { throwIfNoEntry: false })?.size === 0;
    if (this.#isNew && isEmpty) rmSync(this.path, { force: true });
  }

  /** Appends: two runs at one time with the same name (two shards) keep the lines of both. */
  #open(): number {
    return openSync(this.path, 'a', OWNER_ONLY);
  }

  /**
   * A run that began with the same empty file removes it at its end. The old descriptor is closed last: if the folder was
   * removed too, the file cannot be opened again, and close() still needs an open descriptor.
   */
  #reopenIfRemoved(): void {
    const descriptor = this.#descriptor;
    if (fstatSync(descriptor).nlink > 0) return;
    this.#descriptor = this.#open();
    closeSync(descriptor);
  }
}

const isSameFile = (a: string, b: string): boolean => {
  try {
    const [one, other] = [statSync(a), statSync(b)];
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
};
