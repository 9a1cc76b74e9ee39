/** Counts equal values, in bounded memory: those beyond the first `limit` different ones are not counted. */
export class Frequencies<Value> {
  readonly #counts = new Map<Value, number>();
  readonly #limit: number;
  /** How often the most frequent value occurs. */
  most = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get distinct(): number {
    return this.#counts.size;
  }

  add(value: Value): void {
    const known = this.#counts.get(value);
    if (known === undefined && this.#counts.size >= this.#limit) return;
    const count = (known ?? 0) + 1;
    this.#counts.set(value, count);
    this.most = Math.max(this.most, count);
  }
}
