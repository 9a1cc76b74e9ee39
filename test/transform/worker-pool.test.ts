import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inOrder } from '../../src/transform/in-order.js';
import { WorkerPool } from '../../src/transform/worker-pool.js';
import { newFolder } from '../support/surroundings.js';

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('results in order', () => {
  test('whatever finishes first, and never more under way than allowed', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat(20), fc.integer({ min: 1, max: 5 }), async (scheduler, count, ahead) => {
        let underWay = 0;
        let most = 0;
        const source = async function* () {
          for (let item = 0; item < count; item += 1) yield item;
        };
        const start = async (item: number) => {
          most = Math.max(most, (underWay += 1));
          await scheduler.schedule(Promise.resolve(), `item ${item}`);
          underWay -= 1;
          return item;
        };
        const results = await scheduler.waitFor(collect(inOrder(source(), start, ahead)));
        expect(results).toEqual(Array.from({ length: count }, (_, item) => item));
        expect(most).toBeLessThanOrEqual(ahead);
      }),
    ));

  test('a failure comes at its own turn', async () => {
    const source = async function* () {
      yield* [1, 2, 3];
    };
    const seen: number[] = [];
    const run = async () => {
      for await (const item of inOrder(
        source(),
        (item) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item)),
        3,
      ))
        seen.push(item);
    };
    await expect(run()).rejects.toThrow('two');
    expect(seen).toEqual([1]);
  });
});

describe('worker threads', () => {
  const folder = newFolder();
  const script = join(folder, 'worker.mjs');
  writeFileSync(
    script,
    `import { parentPort, workerData } from 'node:worker_threads';
     parentPort.on('message', (task) => {
       if (task === 'throw') return parentPort.postMessage({ kind: 'failed', error: 'thrown' });
       if (task === 'die') process.exit(3);
       if (task === 'hang') return;
       parentPort.postMessage({ kind: 'done', result: workerData + task });
     });`,
  );
  const poolOf = (size: number) =>
    new WorkerPool<string, string>({
      script: pathToFileURL(script),
      size,
      tasksPerThread: 2,
      workerData: 'got ',
      youngMemoryMb: 8,
      describe: (task) => `task ${task}`,
    });

  test('do every task, more of them than threads', async () => {
    const pool = poolOf(2);
    const tasks = Array.from({ length: 20 }, (_, i) => String(i));
    expect(await Promise.all(tasks.map((task) => pool.run(task)))).toEqual(tasks.map((task) => `got ${task}`));
    await pool.close();
  });

  test.each([
    ['throw', /task throw: thrown/],
    ['die', /task die/],
  ])('a task that makes its thread %s is named, and no task waits for ever', async (task, message) => {
    const pool = poolOf(1);
    await expect(pool.run(task)).rejects.toThrow(message);
    await pool.close();
  });

  test('an answer that comes while the threads are being ended does not end the process', () => {
    const counting = join(folder, 'counting.mjs');
    writeFileSync(
      counting,
      `import { parentPort, workerData } from 'node:worker_threads';
       parentPort.on('message', (task) => {
         parentPort.postMessage({ kind: 'done', result: 'got ' + task });
         Atomics.add(workerData, 0, 1);
         Atomics.notify(workerData, 0);
       });`,
    );
    const closing = `
      import { WorkerPool } from '${new URL('../../src/transform/worker-pool.ts', import.meta.url).href}';
      for (let turn = 0; turn < 10; turn += 1) {
        const answers = new Int32Array(new SharedArrayBuffer(4));
        const pool = new WorkerPool({ script: new URL('${pathToFileURL(counting).href}'), size: 1, tasksPerThread: 2, workerData: answers });
        await pool.run('first');
        const last = pool.run('last');
        // The answer arrives while this thread is blocked, and is read after the threads were asked to end.
        for (let count = 0; count < 2; count = Atomics.load(answers, 0)) Atomics.wait(answers, 0, count);
        await pool.close();
        console.log(await last);
      }`;
    const file = join(folder, 'closing.mts');
    writeFileSync(file, closing);
    // `--import tsx` would be looked for beside the file.
    const out = execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), file], { encoding: 'utf8' });
    expect(out).toBe('got last\n'.repeat(10));
  });

  test('tasks of a closed pool are rejected', async () => {
    const pool = poolOf(1);
    const [hanging, queued] = [pool.run('hang'), pool.run('behind it')];
    for (const one of [hanging, queued]) one.catch(() => undefined);
    await pool.close();
    await expect(hanging).rejects.toThrow(/task hang/);
    await expect(queued).rejects.toThrow(/task behind it: the threads have ended/);
    await expect(pool.run('late')).rejects.toThrow(/task late: the threads have ended/);
  });
});
