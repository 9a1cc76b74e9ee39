/**
 * The place of an event or record in the inputs.
 * `line` counts from 1, `event` is the index in the batch's `events` from 0, or null for the record as a whole.
 */
export interface Origin {
  /** Path of the input as people gave it. */
  readonly file: string;
  readonly line: number;
  readonly event: number | null;
}

/** `FILE:LINE:INDEX`, or `FILE:LINE` for a whole record: the form every message uses. */
export const formatOrigin = (origin: Origin): string =>
  origin.event === null ? `${origin.file}:${origin.line}` : `${origin.file}:${origin.line}:${origin.event}`;
