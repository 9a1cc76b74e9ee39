import type { Refusal } from './refusal.js';

/** Looks at one event of a request; `now` is in UNIX seconds. null: the event is good. */
export type EventCheck = (event: unknown, now: number) => Refusal | null;
