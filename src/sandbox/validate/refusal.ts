// The reasons for which the simulator refuses an event, with Meta's subcodes.

/** Meta treats a member that is null like one that is absent. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Whether a value is a finite number. */
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Why Meta refuses an event. Contains no value of the event. */
export interface Refusal {
  readonly subcode: number;
  readonly title: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** Subcodes that were seen with a known meaning; Meta publishes no list of them. */
export const SUBCODES = {
  tooOld: 2804003,
  missingValue: 2804009,
  missingCurrency: 2804010,
  /** "Server Side Api Parameter Error": members missing, unexpected, malformed, and all causes without a subcode. */
  parameter: 2804019,
  limitedDataUse: 2804030,
  weakCustomerData: 2804050,
} as const;

const parameterRefusal = (message: string, path: readonly string[]): Refusal => ({
  subcode: SUBCODES.parameter,
  title: 'Server Side Api Parameter Error',
  message,
  path,
});

/** The member at this path is missing. */
export const required = (...path: string[]): Refusal =>
  parameterRefusal(`The parameter ${path.join('.')} is required.`, path);

/** `rule` says what the member must be. */
export const mustBe = (rule: string, ...path: string[]): Refusal =>
  parameterRefusal(`The parameter ${path.join('.')} must be ${rule}.`, path);

/** The object at this path has a member that Meta does not know. */
export const unexpectedKey = (key: string, ...path: string[]): Refusal =>
  parameterRefusal(`Unexpected key "${key}" on param "${path.join('.')}".`, [...path, key]);

/** The fault option `refuse` matched the event. */
export const refusedOnPurpose = (field: string): Refusal =>
  parameterRefusal(`The sandbox was asked to refuse events with this ${field}.`, field.split('.'));

/** Checks one event of a request; `now` is in UNIX seconds. null: the event is valid. */
export type EventCheck = (event: unknown, now: number) => Refusal | null;
