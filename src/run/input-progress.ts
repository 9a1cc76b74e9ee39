import type { MappedBlock } from '../model/mapped.js';
import type { SkipReason } from '../model/reasons.js';

/** Skips that depend on the run and not on the event: another run may want these events. */
const SKIPPED_FOR_THIS_RUN: readonly SkipReason[] = ['before_since', 'after_until'];

interface Account {
  outstanding: number;
  /** Something of the input was rejected, unsent, or skipped for this run only. */
  open: boolean;
  readToTheEnd: boolean;
}

/** Knows which inputs are settled whole: read to the end, with every event of them sent or skipped for good. */
export class InputAccounts {
  readonly #accounts = new Map<number, Account>();

  took(mapped: MappedBlock): void {
    const account = this.#of(mapped.block.input);
    account.outstanding += mapped.facts.count;
    if (SKIPPED_FOR_THIS_RUN.some((reason) => mapped.skipped.has(reason))) account.open = true;
  }

  /** A later run has to look at the input again. */
  keepOpen(input: number): void {
    this.#of(input).open = true;
  }

  settled(input: number): void {
    this.#of(input).outstanding -= 1;
  }

  failed(input: number): void {
    const account = this.#of(input);
    account.outstanding -= 1;
    account.open = true;
  }

  readToTheEnd(input: number): void {
    this.#of(input).readToTheEnd = true;
  }

  /** The inputs that have become settled since the last call. */
  takeSettled(): readonly number[] {
    const settled = [...this.#accounts].filter(
      ([, { outstanding, open, readToTheEnd }]) => readToTheEnd && !open && outstanding === 0,
    );
    settled.forEach(([input]) => this.#accounts.delete(input));
    return settled.map(([input]) => input);
  }

  #of(input: number): Account {
    let account = this.#accounts.get(input);
    if (account === undefined)
      this.#accounts.set(input, (account = { outstanding: 0, open: false, readToTheEnd: false }));
    return account;
  }
}
