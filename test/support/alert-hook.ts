import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Alert } from '../../src/report/alert.js';
import { urlOf } from './surroundings.js';

const SECRET_PATH = 'services/T000/SECRET-OF-THE-HOOK';

/** What receives alerts: answers with each status in turn, then with 200. */
export class AlertHook {
  readonly bodies: string[] = [];
  statuses: number[] = [];
  readonly #server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      this.bodies.push(Buffer.concat(pieces).toString());
      response.writeHead(this.statuses.shift() ?? 200).end('ok');
    });
  });

  async listen(): Promise<string> {
    return `${await urlOf(this.#server)}/${SECRET_PATH}`;
  }

  /** The alerts since the last call. */
  take(): Alert[] {
    return this.bodies.splice(0).map((body) => JSON.parse(body) as Alert);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
