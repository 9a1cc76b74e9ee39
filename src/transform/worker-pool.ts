// The worker threads. What they run: transform.ts.

import { once } from 'node:events';
import { Worker, type Transferable, type WorkerOptions } from 'node:worker_threads';

/** What a worker answers: the result of its task, or the text of the error that its code threw. */
type Answer<Result> =
  { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'failed'; readonly error: string };

interface Waiting<Task, Result> {
  readonly task: Task;
  readonly transfer: readonly Transferable[];
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface WorkerPoolOptions<Task> {
  readonly script: URL;
  readonly size: number;
  /** Maximum number of tasks of a thread: one in work, the others ready for when it is done. */
  readonly tasksPerThread: number;
  readonly workerData: unknown;
  /** Size of each thread's young generation, in MB. */
  readonly youngMemoryMb: number;
  /** The origin of a task, for the report if its worker dies. */
  readonly describe: (task: Task) => string;
}

const THREADS_ENDED = 'the threads have ended';
const ANOTHER_DIED = 'another thread died';

const isAnswer = (message: unknown): message is Answer<never> =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  (message.kind === 'done' || message.kind === 'failed');

/** A worker and its tasks in order. The old tables of a Map would keep every task alive that was ever in it. */
interface Thread<Task, Result> {
  readonly worker: Worker;
  readonly tasks: Waiting<Task, Result>[];
}

/** A fixed number of threads that all run one script. Independent of what the tasks are. */
export class WorkerPool<Task, Result> {
  readonly #options: WorkerPoolOptions<Task>;
  #threads: readonly Thread<Task, Result>[] = [];
  readonly #queue: Waiting<Task, Result>[] = [];
  #closed = false;

  constructor(options: WorkerPoolOptions<Task>) {
    this.#options = options;
    for (let count = 0; count < options.size; count += 1) this.#spawn();
  }

  /**
   * Resolves with the worker's result; rejects if its code threw or its thread ended. `transfer`: memory of the task
   * that is moved to the worker without a copy, and can no longer be used here.
   */
  run(task: Task, transfer: readonly Transferable[] = []): Promise<Result> {
    if (this.#closed) return Promise.reject(this.#bug(task, THREADS_ENDED));
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, transfer, resolve, reject });
      this.#next();
    });
  }

  /** Ends all threads; unfinished tasks are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectAll(this.#queue.splice(0), THREADS_ENDED);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #spawn(): void {
    const { workerData, youngMemoryMb } = this.#options;
    const options: WorkerOptions = { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMemoryMb } };
    const worker = new Worker(this.#options.script, options);
    const thread: Thread<Task, Result> = { worker, tasks: [] };
    this.#threads = [...this.#threads, thread];
    worker.on('message', (message: unknown) => this.#answered(thread, message));
    worker.on('error', (error: unknown) => this.#died(thread, error instanceof Error ? error.message : String(error)));
    void once(worker, 'exit').then(() => this.#died(thread, 'the thread ended'));
    // A pool that is not closed does not keep the process alive.
    worker.unref();
  }

  #next(): void {
    const fewest = Math.min(...this.#threads.map(({ tasks }) => tasks.length));
    const thread = this.#threads.find(({ tasks }) => tasks.length === fewest);
    if (thread === undefined || fewest >= this.#options.tasksPerThread) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    thread.tasks.push(waiting);
    thread.worker.ref();
    thread.worker.postMessage(waiting.task, waiting.transfer);
  }

  #answered(thread: Thread<Task, Result>, message: unknown): void {
    if (!isAnswer(message)) return;
    const waiting = thread.tasks.shift();
    if (waiting === undefined) return;
    // A thread that is ending keeps the process alive until it has ended.
    if (!this.#closed && thread.tasks.length === 0) thread.worker.unref();
    if (message.kind === 'done') waiting.resolve(message.result);
    else waiting.reject(this.#bug(waiting.task, message.error));
    this.#next();
  }

  #died(thread: Thread<Task, Result>, why: string): void {
    const [inWork, ...behind] = thread.tasks.splice(0);
    this.#threads = this.#threads.filter((other) => other !== thread);
    inWork?.reject(this.#bug(inWork.task, why));
    this.#rejectAll(behind, this.#closed ? THREADS_ENDED : ANOTHER_DIED);
    if (this.#closed) return;
    this.#closed = true;
    // Threads are not replaced, because what killed one would kill the next.
    this.#rejectAll(this.#queue.splice(0), ANOTHER_DIED);
  }

  #rejectAll(waiting: readonly Waiting<Task, Result>[], why: string): void {
    for (const { task, reject } of waiting) reject(this.#bug(task, why));
  }

  #bug(task: Task, why: string): Error {
    return new Error(`a worker thread failed on ${this.#options.describe(task)}: ${why}`);
  }
}
