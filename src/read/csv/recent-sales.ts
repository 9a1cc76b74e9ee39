/** Rows of one sale lie closer together than this, or nobody can tell that they are of one sale. */
const SALES_REMEMBERED = 10_000;

/** The names of the last sales of a file: memory with an upper bound. */
export class RecentSales {
  readonly #names = new Set<string>();

  /** Whether a sale of this name came lately; it has now. */
  tookBefore(name: string): boolean {
    if (this.#names.has(name)) return true;
    this.#names.add(name);
    const [oldest = ''] = this.#names;
    if (this.#names.size > SALES_REMEMBERED) this.#names.delete(oldest);
    return false;
  }
}
