/** Rows of one sale lie closer together than this, or nobody can tell that they are of one sale. */
const SALES_REMEMBERED = 10_000;

/** The names of the last sales of a file, so many of them at least and twice as many at most. */
export class RecentSales {
  #current = new Set<string>();
  #previous = new Set<string>();

  /** Whether a sale of this name came lately; it has now. */
  tookBefore(name: string): boolean {
    if (this.#current.has(name)) return true;
    if (this.#current.size === SALES_REMEMBERED) {
      this.#previous = this.#current;
      this.#current = new Set();
    }
    this.#current.add(name);
    return this.#previous.has(name);
  }
}
