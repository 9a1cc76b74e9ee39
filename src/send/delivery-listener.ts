import type { FacebookError } from '../facebook/reply.js';
import type { Outgoing } from '../model/mapped.js';

/** Receives the outcome of each event and request. */
export interface DeliveryListener {
  sent(events: readonly Outgoing[]): void;
  refused(event: Outgoing, error: FacebookError, message: string): void;
  unsent(events: readonly Outgoing[]): void;
  request(outcome: 'succeeded' | 'refused' | 'failed', milliseconds: number, isRetry: boolean): void;
  split(): void;
  /** `received`: how many the receipt acknowledges. */
  receipt(sent: number, received: number, messages: readonly string[]): void;
  /** An answer's headers, for notices such as an upgraded API version. */
  headers(headers: ReadonlyMap<string, string>): void;
}
