import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../../src/lib/clock.js';
import { RemoteFault, type RemoteBody, type RemoteFile } from '../../../src/read/remote-file.js';
import { RemoteSource } from '../../../src/read/remote/remote-source.js';

const TEXT = Buffer.from(Array.from({ length: 500 }, (_, at) => `{"line":${at}}`).join('\n'));

/** What the connection does after it was opened: gives so many bytes, then ends as said. */
type Step = { readonly bytes: number; readonly then: 'break' | 'end' | 'hang' } | RemoteFault | Partial<RemoteBody>;

const bodyOf = (from: number, bytes: number, then: 'break' | 'end' | 'hang'): Readable => {
  const body = new Readable({ read: () => undefined });
  if (bytes > 0) body.push(TEXT.subarray(from, from + bytes));
  if (then === 'end') body.push(null);
  if (then === 'break') setImmediate(() => setImmediate(() => body.destroy(new Error('ECONNRESET'))));
  return body;
};

/** A file that behaves as the script says, one step for each time it is opened, and then well. */
const scripted = (steps: readonly Step[], about: Partial<RemoteFile> = {}, signal?: AbortSignal, idleMs = 20) => {
  const froms: number[] = [];
  const waits: number[] = [];
  const script = [...steps];
  const file: RemoteFile = {
    ...{ size: TEXT.length, etag: '"1"', modifiedMs: 0 },
    open: (from) => {
      froms.push(from);
      const step = script.shift() ?? { bytes: Infinity, then: 'end' as const };
      if (step instanceof RemoteFault) return Promise.reject(step);
      const { bytes, then } = 'then' in step ? step : { bytes: Infinity, then: 'end' as const };
      const other = 'then' in step ? {} : step;
      return Promise.resolve({
        ...{ etag: '"1"', start: from, size: TEXT.length, bytes: bodyOf(from, bytes, then), ...other },
      });
    },
    ...about,
  };
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { source: new RemoteSource(file, () => undefined, { sleep, idleMs, signal }), froms, waits };
};

const readAll = async (source: RemoteSource): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for (let piece = await source.next(); piece !== null; piece = await source.next()) pieces.push(piece);
  return Buffer.concat(pieces);
};

describe('a connection that breaks', () => {
  test.each<[string, readonly Step[], readonly number[]]>([
    ['not at all', [], [0]],
    ['in the middle', [{ bytes: 1_000, then: 'break' }], [0, 1_000]],
    ['by ending early', [{ bytes: 700, then: 'end' }], [0, 700]],
    ['by giving nothing more', [{ bytes: 10, then: 'hang' }], [0, 10]],
    ['before it gives anything', [new RemoteFault('temporary', 'no')], [0, 0]],
    ['after its last byte', [{ bytes: TEXT.length, then: 'break' }], [0]],
  ])('%s', async (_, steps, froms) => {
    const run = scripted(steps);
    expect((await readAll(run.source)).equals(TEXT)).toBe(true);
    expect(run.source.failure).toBeNull();
    expect(run.froms).toEqual(froms);
  });

  test('may break wherever it likes: every byte comes once, in order', async () => {
    const step = fc.record({ bytes: fc.integer({ min: 1, max: 3_000 }), then: fc.constantFrom('break', 'end') });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const text = await readAll(scripted(steps).source);
      expect(createHash('md5').update(text).digest('hex')).toBe(createHash('md5').update(TEXT).digest('hex'));
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('is given up after six tries without a byte, each after a longer wait', async () => {
    const run = scripted(
      Array.from({ length: 9 }, () => new RemoteFault('temporary', 'the store refuses connections')),
    );
    expect(await run.source.next()).toBeNull();
    expect(run.source.failure).toBe('the store refuses connections');
    expect(run.waits).toEqual([200, 400, 800, 1_600, 3_200]);
  });

  test('counts tries anew with every byte', async () => {
    const run = scripted(Array.from({ length: 20 }, () => ({ bytes: 1, then: 'break' as const })));
    expect((await readAll(run.source)).equals(TEXT)).toBe(true);
  });
});

describe('what ends the reading at once', () => {
  test.each<[string, Step, string]>([
    ['a permanent fault', new RemoteFault('permanent', 'access is denied'), 'access is denied'],
    ['another ETag', { etag: '"2"' }, 'it was changed while it was being read; start again'],
    ['another size', { size: 5 }, 'it was changed while it was being read; start again'],
    ['an answer from another place', { start: 0 }, 'the store cannot give a part of it'],
  ])('%s', async (_, step, failure) => {
    const run = scripted([{ bytes: 100, then: 'break' }, step]);
    expect(await readAll(run.source)).toHaveLength(100);
    expect(run.source.failure).toBe(failure);
    expect(run.froms).toEqual([0, 100]);
  });
});

describe('a stop ends the reading at once, and is no failure', () => {
  const LONG_MS = 60_000;
  /** Gives its answer only when it is stopped, as a connection does that the signal ends. */
  const openWhenStopped: RemoteFile['open'] = (_, signal) =>
    new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(new RemoteFault('temporary', 'aborted'))),
    );

  test.each<[string, readonly Step[], Partial<RemoteFile>, number]>([
    ['while the next bytes are waited for', [{ bytes: 100, then: 'hang' }], {}, 100],
    ['before the first byte', [{ bytes: 0, then: 'hang' }], {}, 0],
    ['while the answer is waited for', [], { open: openWhenStopped }, 0],
  ])('%s', async (_, steps, about, bytes) => {
    const stop = new AbortController();
    const { source, froms } = scripted(steps, about, stop.signal, LONG_MS);
    const text = readAll(source);
    setImmediate(() => stop.abort());
    expect(await text).toHaveLength(bytes);
    expect([source.ended, source.failure]).toEqual([false, null]);
    expect(froms.length).toBeLessThan(2);
  });

  test('between two tries', async () => {
    const stop = new AbortController();
    const open = (): Promise<never> => Promise.reject(new RemoteFault('temporary', 'no'));
    const sleep: Clock['sleep'] = (ms, signal) => {
      setImmediate(() => stop.abort());
      return systemClock.sleep(ms * 1_000, signal);
    };
    const about: RemoteFile = { size: 1, etag: null, modifiedMs: null, open };
    const source = new RemoteSource(about, () => undefined, { sleep, signal: stop.signal });
    expect(await source.next()).toBeNull();
    expect([source.ended, source.failure]).toEqual([false, null]);
  });

  test('that came before', async () => {
    const { source, froms } = scripted([], {}, AbortSignal.abort());
    expect(await source.next()).toBeNull();
    expect([source.ended, source.failure, froms]).toEqual([false, null, []]);
  });
});

test('an empty object, and one with neither size nor ETag', async () => {
  const empty = scripted([{ size: 0, bytes: Readable.from([]) }], { size: 0 });
  expect(await readAll(empty.source)).toHaveLength(0);
  expect(empty.source.failure).toBeNull();
  const silent = scripted([{ size: null, etag: null }], { size: null, etag: null });
  expect((await readAll(silent.source)).equals(TEXT)).toBe(true);
});
