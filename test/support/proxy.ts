import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { urlOf } from './surroundings.js';

/** A proxy that tunnels and forwards, and counts what goes through it. */
export class Proxy {
  passed = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((_request, response) => void response.writeHead(501).end());

  constructor() {
    this.#server.on('connect', (request, client: Socket) => {
      this.passed += 1;
      const [host = '', port] = (request.url ?? '').split(':');
      const target = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      for (const socket of [client, target]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
    });
  }

  async listen(): Promise<string> {
    return urlOf(this.#server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sockets.forEach((socket) => socket.destroy());
    this.#server.close();
    await once(this.#server, 'close');
  }
}
