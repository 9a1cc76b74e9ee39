import { noRejectBook } from '../../src/ledger/rejects/other-books.js';
import type { Claim, Ledger } from '../../src/model/ledger.js';
import type { Outgoing } from '../../src/model/mapped.js';
import { Delivery } from '../../src/send/delivery.js';
import type { DeliveryListener } from '../../src/send/delivery-listener.js';
import { RateLimiter } from '../../src/send/rate-limiter.js';
import type { Reply } from '../../src/facebook/reply.js';
import { JumpingClock } from './surroundings.js';

export const accepted = (count: number): Reply => ({
  kind: 'answer',
  status: 200,
  headers: new Map(),
  body: JSON.stringify({ events_received: count, messages: [] }),
});

export const failure = (code: number, more: Record<string, unknown> = {}, status = 400): Reply => ({
  kind: 'answer',
  status,
  headers: new Map(),
  body: JSON.stringify({ error: { message: 'no', type: 'OAuthException', code, fbtrace_id: 'TRACE', ...more } }),
});

export const wireText = ({ mapped, index }: Outgoing): string => {
  const from = index === 0 ? 0 : mapped.wireEnds[index - 1];
  return Buffer.from(mapped.wire.subarray(from, mapped.wireEnds[index] - 1)).toString();
};

const hex = (fingerprints: Uint8Array): string[] => {
  const all: string[] = [];
  for (let at = 0; at < fingerprints.length; at += 16)
    all.push(Buffer.from(fingerprints.subarray(at, at + 16)).toString('hex'));
  return all;
};

/** A ledger in memory with the real one's rules, whose entries a test can read. */
class MemoryLedger implements Ledger {
  readonly rejects = noRejectBook;
  readonly claimed = new Set<string>();
  readonly inFlight = new Map<string, number>();
  readonly done = new Set<string>();
  readonly earlier = new Map<string, 'sent' | number>();
  /** Called before each write; may throw. */
  beforeWrite: () => Promise<void> | void = () => undefined;

  claim(fingerprints: Uint8Array, offset = 0): Claim {
    const [key] = hex(fingerprints.subarray(offset, offset + 16));
    const earlier = this.earlier.get(key);
    if (earlier === 'sent') return { kind: 'sent' };
    if (this.claimed.has(key) || this.done.has(key)) return { kind: 'duplicate' };
    this.claimed.add(key);
    return typeof earlier === 'number' ? { kind: 'unknown', sinceMs: earlier } : { kind: 'new' };
  }

  /** Set: another run has taken over. */
  overtaken: Error | null = null;

  check(): void {
    if (this.overtaken !== null) throw this.overtaken;
  }

  release(fingerprints: Uint8Array): void {
    hex(fingerprints).forEach((key) => this.claimed.delete(key));
  }

  async markInFlight(fingerprints: Uint8Array): Promise<void> {
    await this.beforeWrite();
    hex(fingerprints).forEach((key) => this.inFlight.set(key, 0));
  }

  async settle(sent: Uint8Array, notSent: Uint8Array): Promise<void> {
    await this.beforeWrite();
    for (const key of hex(sent)) {
      this.inFlight.delete(key);
      this.done.add(key);
    }
    hex(notSent).forEach((key) => this.inFlight.delete(key));
  }

  isSettled(): boolean {
    return false;
  }
  markSettled(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Keeps every outcome, by the event's wire text. */
class Book implements DeliveryListener {
  readonly outcomes: [string, 'sent' | 'refused' | 'unsent'][] = [];
  readonly messages: string[] = [];
  readonly receipts: [number, number][] = [];
  requests = 0;
  retries = 0;
  splits = 0;
  refusals = 0;

  of(outcome: 'sent' | 'refused' | 'unsent'): string[] {
    return this.outcomes.filter(([, found]) => found === outcome).map(([text]) => text);
  }
  sent(events: readonly Outgoing[]): void {
    events.forEach((event) => this.outcomes.push([wireText(event), 'sent']));
  }
  refused(event: Outgoing, _error: unknown, message: string): void {
    this.outcomes.push([wireText(event), 'refused']);
    this.messages.push(message);
  }
  unsent(events: readonly Outgoing[]): void {
    events.forEach((event) => this.outcomes.push([wireText(event), 'unsent']));
  }
  request(outcome: string, _ms: number, isRetry: boolean): void {
    if (outcome === 'refused') this.refusals += 1;
    this.requests += 1;
    if (isRetry) this.retries += 1;
  }
  split(): void {
    this.splits += 1;
  }
  receipt(sent: number, received: number, messages: readonly string[]): void {
    this.messages.push(...messages);
    this.receipts.push([sent, received]);
  }
  headers(): void {}
}

/** A delivery against a scripted peer, with all its surroundings in reach. */
export const engine = (
  peer: (events: readonly Outgoing[], request: number) => Reply | Promise<Reply>,
  options: { maxRetries?: number; random?: () => number; concurrency?: number; maxWaitSeconds?: number | null } = {},
) => {
  const clock = new JumpingClock();
  const ledger = new MemoryLedger();
  const book = new Book();
  const stopping = new AbortController();
  const stops: Error[] = [];
  const notices: string[] = [];
  const waits: [number, number][] = [];
  const limiter = new RateLimiter({
    clock,
    concurrency: options.concurrency ?? 4,
    maxWaitSeconds: options.maxWaitSeconds ?? null,
    notice: (kind, text) => notices.push(`${kind}: ${text}`),
    waited: (fromMs, toMs) => waits.push([fromMs, toMs]),
  });
  let requests = 0;
  const delivery = new Delivery({
    post: async (events) => peer(events, (requests += 1)),
    ledger,
    limiter,
    clock,
    random: options.random ?? (() => 0.5),
    maxRetries: options.maxRetries ?? 8,
    stopping: stopping.signal,
    stop: (reason) => {
      stops.push(reason);
      stopping.abort();
    },
    listener: book,
  });
  return { clock, ledger, book, limiter, delivery, stopping, stops, notices, waits };
};
