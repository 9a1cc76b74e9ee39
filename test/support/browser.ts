// A real Chromium for tests of pages, spoken to over its debugging pipe: width, colour scheme, scripts, PDF, pictures.
// Which pages are looked at and what is expected of them is in the tests.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { newFolder } from './surroundings.js';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser's program; undefined: none is installed. */
export const CHROMIUM = PROGRAMS.find((path) => existsSync(path));

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export class Browser {
  readonly #folder = newFolder();
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, (reply: Reply) => void>();
  #loaded: (() => void) | undefined;
  #session: string | undefined;
  #last = 0;

  constructor(program: string) {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe'];
    this.#child = spawn(program, [...flags, `--user-data-dir=${join(this.#folder, 'profile')}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    (this.#child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      messages.forEach((message) => this.#take(JSON.parse(message) as Reply));
    });
  }

  #take(reply: Reply): void {
    if (reply.method === 'Page.loadEventFired') this.#loaded?.();
    if (reply.id === undefined) return;
    this.#asked.get(reply.id)?.(reply);
    this.#asked.delete(reply.id);
  }

  async #ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = (this.#last += 1);
    const answer = new Promise<Reply>((resolve) => this.#asked.set(id, resolve));
    (this.#child.stdio[3] as Writable).write(
      `${JSON.stringify({ id, method, params, ...(this.#session === undefined ? {} : { sessionId: this.#session }) })}\0`,
    );
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  /** Opens the page in a tab of so many CSS pixels, light or dark. */
  async open(page: string, width: number, scheme: 'light' | 'dark'): Promise<void> {
    if (this.#session === undefined) {
      const { targetId } = await this.#ask('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await this.#ask('Target.attachToTarget', { targetId, flatten: true });
      this.#session = sessionId as string;
      await this.#ask('Page.enable');
    }
    await this.#ask('Emulation.setDeviceMetricsOverride', {
      width,
      height: 844,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.#ask('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    const file = join(this.#folder, 'page.html');
    writeFileSync(file, page);
    const loaded = new Promise<void>((resolve) => (this.#loaded = resolve));
    await this.#ask('Page.navigate', { url: `file://${file}` });
    await loaded;
  }

  /** The value of an expression (or of its promise) in the open page, whose own policy does not hold for it. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails).slice(0, 500));
    return (answer.result as { value?: unknown }).value;
  }

  /** The open page as a PDF, as a person would print it. */
  async pdf(): Promise<Buffer> {
    const { data } = await this.#ask('Page.printToPDF', { printBackground: false });
    return Buffer.from(data as string, 'base64');
  }

  /** The whole open page as a PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#ask('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(data as string, 'base64');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
