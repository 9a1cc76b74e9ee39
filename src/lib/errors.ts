/**
 * Errors that end a run on purpose, one per row of the exit-code table. `message` is for people: it says what is wrong
 * and what to do, and contains no secret and no value of a record.
 */
export abstract class ExpectedError extends Error {
  abstract readonly exitCode: 2 | 4 | 5 | 6 | 130 | 143;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The thrown value as an error, which it nearly always is. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('what was thrown is not an error', { cause: thrown });

/** Wrong usage or settings. */
export class UsageError extends ExpectedError {
  readonly exitCode = 2;
}

/** Report or metrics of a run could not be saved. */
export class UnsavedError extends ExpectedError {
  /** `exitCode`: that of the run if it ended early, which matters more than a file; else that of invalid usage. */
  constructor(
    message: string,
    readonly exitCode: ExpectedError['exitCode'],
  ) {
    super(message);
  }
}

/** Facebook, or the connection to it, stopped the run; also a run that stopped itself because of too many rejects. */
export class DeliveryStoppedError extends ExpectedError {
  readonly exitCode = 4;
}

/** Another run has locked the ledger of this destination. */
export class LedgerHeldError extends ExpectedError {
  readonly exitCode = 5;
}

/** An input could not be found, opened or read to its end, or is of a kind that this program cannot read. */
export class InputError extends ExpectedError {
  readonly exitCode = 6;
  /** What to do: the last sentence of the message; null: the message has no advice. */
  readonly advice: string | null;
  readonly fault: string;

  constructor(fault: string, options: ErrorOptions & { readonly advice?: string } = {}) {
    super(options.advice === undefined ? fault : `${fault}. ${options.advice}`, options);
    this.fault = fault;
    this.advice = options.advice ?? null;
  }
}

/** A signal came before there was a run to stop; `exitCode` is the one that the signal asks for. */
export class StoppedError extends ExpectedError {
  constructor(readonly exitCode: 130 | 143) {
    super('stopped before anything was read or sent');
  }
}

/** The ledger cannot be read or written: damaged, foreign, or the disk is full. */
export class LedgerError extends ExpectedError {
  readonly exitCode = 4;
}
