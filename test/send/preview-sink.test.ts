import { once } from 'node:events';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { OutputStream } from '../../src/lib/output-stream.js';
import { Chunker } from '../../src/send/chunker.js';
import { Preview, type PreviewForm } from '../../src/send/preview-sink.js';
import { Selection } from '../../src/send/selection.js';
import { accepted, engine, wireText } from '../support/engine.js';
import { mappedOf } from '../support/mapped.js';

const body: (PreviewForm & { kind: 'requests' })['body'] = (events) => Buffer.from(events.map(wireText).join('+'));

/** What a preview of five events prints when the ledger has those at `sentBefore`, and the outcomes that it reports. */
const printed = async (form: PreviewForm, sentBefore: readonly number[], readerLeft = false) => {
  const { ledger, clock } = engine(() => accepted(1));
  const events = mappedOf(Array.from({ length: 5 }, (_, id) => ({ id })));
  const [{ mapped }] = events;
  for (const at of sentBefore)
    ledger.earlier.set(Buffer.from(mapped.fingerprints.subarray(at * 16, at * 16 + 16)).toString('hex'), 'sent');
  const counts = { previewed: 0, unsent: 0, alreadySent: 0 };
  const listener = {
    previewed: ({ length }: { length: number }) => void (counts.previewed += length),
    unsent: ({ length }: { length: number }) => void (counts.unsent += length),
    alreadySent: () => void (counts.alreadySent += 1),
    ...{ duplicate: () => {}, beyondLimit: () => {}, unknown: () => {}, receiptRepeated: () => {} },
  };
  let text = '';
  const stdout = new Writable({ write: (piece, _, done) => ((text += String(piece)), done()) });
  const output = new OutputStream(stdout);
  if (readerLeft) await once(stdout.destroy(), 'close');
  const selection = new Selection({ ledger, clock, resendUnknown: false, limit: null, listener });
  const preview = new Preview(output, form, selection, listener);
  await preview.take(mapped);
  await preview.finish();
  return { lines: text.split('\n').slice(0, -1), ...counts, isStopping: preview.stopping.aborted };
};

const inRequestsOf = (size: number): PreviewForm => ({ kind: 'requests', chunker: new Chunker(size), body });

test.each([
  ['all', [], ['{"id":0}', '{"id":1}', '{"id":2}', '{"id":3}', '{"id":4}']],
  ['all but the first', [0], ['{"id":1}', '{"id":2}', '{"id":3}', '{"id":4}']],
  ['those between others', [0, 2, 4], ['{"id":1}', '{"id":3}']],
  ['none', [0, 1, 2, 3, 4], []],
])('of new events prints %s, each as a line', async (_, sentBefore, lines) => {
  const outcome = { previewed: lines.length, unsent: 0, alreadySent: sentBefore.length, isStopping: false };
  expect(await printed({ kind: 'events' }, sentBefore)).toEqual({ lines, ...outcome });
});

test.each([
  [2, [1], ['{"id":0}+{"id":2}', '{"id":3}+{"id":4}']],
  [3, [], ['{"id":0}+{"id":1}+{"id":2}', '{"id":3}+{"id":4}']],
])('prints them as the requests of %i that would be sent', async (size, sentBefore, lines) =>
  expect(await printed(inRequestsOf(size), sentBefore)).toMatchObject({ lines, previewed: 5 - sentBefore.length }),
);

test.each([{ kind: 'events' } as const, inRequestsOf(9)])('a reader that left ends it: $kind', async (form) =>
  expect(await printed(form, [], true)).toEqual({
    ...{ lines: [], previewed: 0, unsent: 5, alreadySent: 0, isStopping: true },
  }),
);
