const SEPARATOR = 0x0a;
/** UTF-8 needs at most three bytes for one UTF-16 unit. */
const UTF8_BYTES_PER_UNIT = 3;
const FIRST_BYTES = 1024 * 1024;

/** Assembles the events of a block, so that the result is exactly as large as needed, which only the end shows. */
export class WireBuffer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Discards what an error may have left. */
  clear(): void {
    this.#length = 0;
  }

  /** Appends a text and one byte for a separator. */
  append(text: string): void {
    this.#reserve(text.length * UTF8_BYTES_PER_UNIT + 1);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
    this.#bytes[this.#length] = SEPARATOR;
    this.#length += 1;
  }

  /** The assembled bytes, in memory of their own; the next block starts empty. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#bytes.subarray(0, this.#length));
    this.clear();
    return taken;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
