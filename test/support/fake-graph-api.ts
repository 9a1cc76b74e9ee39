import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { urlOf } from './surroundings.js';

/** What it does to a request instead of answering it in order. */
export type Fault = 'reset' | 'process-then-reset' | 'stall' | 'throttle' | 'html' | 'slow' | 'switch';

/** An answer, whatever is in the request. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface FakeGraphApiOptions {
  /** Picks what happens to request number n (from 1); undefined: an honest answer. */
  readonly fault?: (request: number) => Fault | Answer | undefined;
  /** Events with these order ids are refused, and everything in a request with them. */
  readonly refuses?: (orderId: string) => boolean;
  readonly latencyMs?: number;
}

interface WireEvent {
  readonly order_id?: string;
  readonly custom_data?: { readonly order_id?: string };
}

const orderIdOf = (event: WireEvent): string => event.custom_data?.order_id ?? event.order_id ?? '';

/**
 * A Graph API over real sockets, with faults on request, that counts every event it accepts: how often each order id came
 * through, and how many events came in one request at most.
 */
export class FakeGraphApi {
  readonly accepted = new Map<string, number>();
  readonly bodies: string[] = [];
  requests = 0;
  largest = 0;
  inFlight = 0;
  mostInFlight = 0;
  readonly #options: FakeGraphApiOptions;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(options: FakeGraphApiOptions = {}) {
    this.#options = options;
  }

  async listen(): Promise<string> {
    return urlOf(this.#server);
  }

  /** Events that came through more than once. */
  get duplicates(): number {
    return [...this.accepted.values()].reduce((sum, times) => sum + times - 1, 0);
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
    this.#answer(data, this.#options.fault?.(number), response);
  }

  #answer(data: readonly WireEvent[], fault: Fault | Answer | undefined, response: ServerResponse): void {
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    const { refuses } = this.#options;
    if (typeof fault === 'object') return reply(fault.status, fault.body);
    if (fault === 'stall') return;
    if (fault === 'reset') return void response.destroy();
    if (fault === 'switch')
      return void response.socket?.write('HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    if (fault === 'html') return reply(502, '<html><body>Bad Gateway</body></html>');
    if (fault === 'throttle')
      return reply(400, { error: { code: 17, message: 'User request limit reached' } }, { 'retry-after': '0.05' });
    if (refuses !== undefined && data.some((event) => refuses(orderIdOf(event))))
      return reply(400, {
        error: {
          code: 100,
          error_subcode: 2_804_003,
          message: 'Invalid parameter',
          error_user_title: 'Event too old',
          fbtrace_id: 'TRACE',
        },
      });
    for (const event of data) this.accepted.set(orderIdOf(event), (this.accepted.get(orderIdOf(event)) ?? 0) + 1);
    if (fault === 'process-then-reset') return void response.destroy();
    reply(200, { events_received: data.length, messages: [], fbtrace_id: 'T' });
  }
}
