import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { urlOf } from './surroundings.js';

/** What the stand-in does to a request instead of answering it in order. */
export type Mischief = 'reset' | 'process-then-reset' | 'stall' | 'throttle' | 'html' | 'slow' | 'switch';

export interface StandInOptions {
  /** Picks what happens to request number n (from 1), an object being the answer; undefined: an honest answer. */
  readonly mischief?: (request: number) => Mischief | object | undefined;
  /** Events with these order ids are refused, and everything in a request with them. */
  readonly poison?: (orderId: string) => boolean;
  readonly latencyMs?: number;
  /** Answers every request so, whatever is in it. */
  readonly always?: { readonly status: number; readonly body: unknown };
}

interface WireEvent {
  readonly order_id?: string;
  readonly custom_data?: { readonly order_id?: string };
}

const orderIdOf = (event: WireEvent): string => event.custom_data?.order_id ?? event.order_id ?? '';

/**
 * A peer over real sockets that misbehaves on request and counts every event it takes: how often each order id came
 * through, and how many events came in one request at most.
 */
export class StandIn {
  readonly taken = new Map<string, number>();
  readonly bodies: string[] = [];
  requests = 0;
  largest = 0;
  inFlight = 0;
  mostInFlight = 0;
  readonly #options: StandInOptions;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(options: StandInOptions = {}) {
    this.#options = options;
  }

  async listen(): Promise<string> {
    return urlOf(this.#server);
  }

  /** Events that came through more than once. */
  get duplicates(): number {
    return [...this.taken.values()].reduce((sum, times) => sum + times - 1, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // An upload asks once when its token ends: no part of what is counted here.
    if (request.url?.includes('/debug_token') === true)
      return void request.resume().on('end', () => response.writeHead(404).end('{}'));
    this.requests += 1;
    const number = this.requests;
    this.mostInFlight = Math.max(this.mostInFlight, (this.inFlight += 1));
    response.on('close', () => (this.inFlight -= 1));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (this.bodies.length < 20) this.bodies.push(text);
    const { data } = JSON.parse(text) as { data: WireEvent[] };
    this.largest = Math.max(this.largest, data.length);
    if (this.#options.latencyMs !== undefined)
      await new Promise((resolve) => setTimeout(resolve, this.#options.latencyMs));
    this.#answer(data, this.#options.mischief?.(number), response);
  }

  #answer(data: readonly WireEvent[], mischief: Mischief | object | undefined, response: ServerResponse): void {
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    const { always, poison } = this.#options;
    if (always !== undefined) return reply(always.status, always.body);
    if (typeof mischief === 'object') return reply(200, mischief);
    if (mischief === 'stall') return;
    if (mischief === 'reset') return void response.destroy();
    if (mischief === 'switch')
      return void response.socket?.write('HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    if (mischief === 'html') return reply(502, '<html><body>Bad Gateway</body></html>');
    if (mischief === 'throttle')
      return reply(400, { error: { code: 17, message: 'User request limit reached' } }, { 'retry-after': '0.05' });
    if (poison !== undefined && data.some((event) => poison(orderIdOf(event))))
      return reply(400, {
        error: {
          code: 100,
          error_subcode: 2_804_003,
          message: 'Invalid parameter',
          error_user_title: 'Event too old',
          fbtrace_id: 'TRACE',
        },
      });
    for (const event of data) this.taken.set(orderIdOf(event), (this.taken.get(orderIdOf(event)) ?? 0) + 1);
    if (mischief === 'process-then-reset') return void response.destroy();
    reply(200, { events_received: data.length, messages: [], fbtrace_id: 'T' });
  }
}
