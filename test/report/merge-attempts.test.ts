import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportCommand } from '../../src/cli/report.js';
import { uploadCommand } from '../../src/cli/upload.js';
import type { Report } from '../../src/model/report.js';
import { renderHtml } from '../../src/report/html/page.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { renderSummary } from '../../src/report/summary/summary.js';
import { batchOf, NOW_MS, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { aReport } from './a-report.js';
import { temporaryFolder } from '../support/surroundings.js';

const HOUR_MS = 3_600_000;

/** A try, of one shard if `more` does not say otherwise, that started so many hours after the first. */
const tryAt = (hour: number, exitCode: number, events: Partial<Report['events']>, more: object = {}): Report =>
  aReport({
    run: {
      id: `run-${hour}`,
      shard: '1/2',
      exitCode,
      startedAt: new Date(NOW_MS + hour * HOUR_MS).toISOString(),
      ...more,
    },
    inputs: [{ path: 'a.ndjson', format: 'ndjson', bytes: 9, records: 100, status: 'done', failure: null }],
    events,
  });

const rejected = (count: number, known = 0): Report['events']['rejected'] => ({
  total: count,
  known,
  knownSince: null,
  byReason: count === 0 ? {} : { invalid_currency: count },
});

const records = (malformed: number, known: number): Report['batches'] => ({
  read: 100,
  malformed,
  known,
  byReason: { not_json: malformed },
});

describe('tries of one shard', () => {
  test.each<[string, Report[], Partial<Report['events']>, number]>([
    [
      'the last one finished: what was unsent is sent, what was sent before is not already sent',
      [tryAt(0, 4, { read: 100, sent: 40, unsent: 60 }), tryAt(1, 0, { read: 100, alreadySent: 40, sent: 60 })],
      { read: 100, sent: 100, alreadySent: 0, unsent: 0 },
      0,
    ],
    [
      'the last one was stopped as well',
      [
        tryAt(0, 143, { read: 100, sent: 40, unsent: 60 }),
        tryAt(1, 4, { read: 90, alreadySent: 40, sent: 20, unsent: 30 }),
      ],
      { read: 90, sent: 60, alreadySent: 0, unsent: 30 },
      4,
    ],
    [
      'three tries; events that a run before all of them sent stay already sent',
      [
        tryAt(0, 143, { read: 100, alreadySent: 7, sent: 33, unsent: 60 }),
        tryAt(1, 130, { read: 100, alreadySent: 40, sent: 30, unsent: 30 }),
        tryAt(2, 0, { read: 100, alreadySent: 70, sent: 30 }),
      ],
      { read: 100, sent: 93, alreadySent: 7, unsent: 0 },
      0,
    ],
    [
      'rejects that were met twice count once, also when the last try met none',
      [
        tryAt(0, 143, { read: 50, sent: 47, rejected: rejected(3) }),
        tryAt(1, 4, { read: 0 }),
        tryAt(2, 4, { read: 10, alreadySent: 9, rejected: rejected(1, 1) }),
      ],
      { read: 50, sent: 47, alreadySent: 0, rejected: rejected(3) },
      4,
    ],
    [
      'rejects that the first try met are not known to the next one, but those of a run before all of them are',
      [
        { ...tryAt(0, 143, { read: 100, sent: 40, unsent: 55, rejected: rejected(5, 2) }), batches: records(3, 1) },
        { ...tryAt(1, 3, { read: 100, alreadySent: 40, sent: 55, rejected: rejected(5, 5) }), batches: records(3, 3) },
      ],
      { read: 100, sent: 95, alreadySent: 0, rejected: rejected(5, 2) },
      3,
    ],
    [
      'a night after one that finished is no further try: rejects add up, the worst exit code counts',
      [
        tryAt(0, 3, { read: 50, sent: 47, rejected: rejected(3) }),
        tryAt(24, 0, { read: 50, alreadySent: 47, rejected: rejected(3, 3) }),
      ],
      { read: 100, sent: 47, alreadySent: 47, rejected: rejected(6, 3) },
      3,
    ],
    [
      'another shard is no further try',
      [
        tryAt(0, 4, { read: 100, sent: 40, unsent: 60 }),
        tryAt(1, 0, { read: 100, alreadySent: 40, sent: 60 }, { shard: '2/2' }),
      ],
      { read: 200, sent: 100, alreadySent: 40, unsent: 60 },
      4,
    ],
    [
      'nor is a dry run',
      [tryAt(0, 4, { read: 100, sent: 40, unsent: 60 }), tryAt(1, 0, { read: 100, previewed: 100 }, { dryRun: true })],
      { read: 200, sent: 40, previewed: 100, unsent: 60 },
      4,
    ],
  ])('%s', (_what, tries, events, exitCode) => {
    const merged = mergeReports(tries.toReversed());
    expect(merged.events).toMatchObject(events);
    expect(merged.run).toMatchObject({ exitCode });
    const { read, skipped, alreadySent, sent, previewed, unsent } = merged.events;
    expect(skipped.total + merged.events.rejected.total + alreadySent + sent + previewed + unsent).toBe(read);
    // Each run keeps its own row, with its own end, in the order of time.
    expect(merged.runs.map(({ id, exitCode: code }) => [id, code])).toEqual(
      tries.map(({ run }) => [run.id, run.exitCode]),
    );
  });

  test('what the first try met is not marked as known: a repeated backfill does not hide its rejects', () => {
    const sample = (line: number, known?: true): Report['rejectSamples'][number] => ({
      reason: 'invalid_currency',
      message: 'x',
      origin: `a.ndjson:${line}:0`,
      ...(known === undefined ? {} : { known }),
    });
    const first = tryAt(0, 143, { read: 100, sent: 40, unsent: 58, rejected: rejected(2, 1) });
    const last = tryAt(1, 3, { read: 100, alreadySent: 40, sent: 57, rejected: rejected(3, 2) });
    const merged = mergeReports([
      { ...first, batches: records(3, 1), rejectSamples: [sample(1), sample(2, true)] },
      { ...last, batches: records(3, 3), rejectSamples: [sample(1, true), sample(2, true), sample(3)] },
    ]);
    expect(merged.batches).toMatchObject({ malformed: 3, known: 1 });
    expect(merged.events.rejected).toMatchObject({ total: 3, known: 1 });
    expect(merged.rejectSamples.map(({ origin, known }) => [origin, known])).toEqual([
      ['a.ndjson:1:0', undefined],
      ['a.ndjson:2:0', true],
      ['a.ndjson:3:0', undefined],
    ]);
  });

  test('of other inputs it is other work; a folder that has grown is the same', () => {
    const first = tryAt(0, 4, { read: 100, sent: 40, unsent: 60 });
    const [input] = first.inputs;
    const later = tryAt(1, 0, { read: 10, sent: 10 });
    expect(mergeReports([first, { ...later, inputs: [{ ...input, path: 'b.ndjson' }] }]).events.unsent).toBe(60);
    expect(mergeReports([first, { ...later, inputs: [{ ...input, path: 'b.ndjson' }, input] }]).events.unsent).toBe(0);
    const elsewhere = { ...later, destination: { ...later.destination, id: '77' } };
    expect(mergeReports([first, elsewhere]).events.unsent).toBe(60);
  });

  test('without shards, tries are of files of the same size; what began without a file is none', () => {
    const whole = { shard: null };
    const first = tryAt(0, 130, { read: 100, sent: 40, unsent: 60 }, whole);
    const later = tryAt(1, 0, { read: 100, alreadySent: 40, sent: 60 }, whole);
    expect(mergeReports([first, later])).toMatchObject({
      events: { read: 100, sent: 100, alreadySent: 0, unsent: 0 },
      run: { exitCode: 0 },
    });
    const [input] = first.inputs;
    for (const inputs of [[{ ...input, bytes: 10 }], [{ ...input, bytes: null }], []])
      expect(mergeReports([first, { ...later, inputs }]).events).toMatchObject({ unsent: 60, alreadySent: 40 });
    const notBegun = { ...tryAt(0, 2, {}, whole), inputs: [] };
    expect(mergeReports([notBegun, later]).run.exitCode).toBe(2);
  });

  test('the page and the summary show each try with its shard', () => {
    const merged = mergeReports([tryAt(0, 4, { read: 1, unsent: 1 }), tryAt(1, 0, { read: 1, sent: 1 })]);
    const page = renderHtml(merged).replace(/\s+/g, ' ');
    for (const end of ['4 stopped', '0 success']) expect(page).toContain(end);
    expect(page.match(/<td class="t">1\/2<\/td>/g)).toHaveLength(2);
    expect(renderSummary(merged, { width: 80, color: false })).toMatch(/^✔ Everything sent/);
  });
});

const sale = (order: string, more: object = {}): string =>
  `${JSON.stringify(batchOf([purchase({ transaction_id: order }, { event_id: `id-${order}`, ...more })]))}\n`;

test('two shards, one of them in three tries, deliver what one process delivers', async () => {
  using folder = temporaryFolder();
  for (const file of [1, 2, 3, 4, 5, 6]) {
    const good = Array.from({ length: 20 }, (_, at) => sale(`${file}-${at}`));
    const bad = sale(`${file}-bad`, { currency_code: 'euros' });
    const skipped = sale(`${file}-skip`).replace('"purchase"', '"refund"');
    writeFileSync(join(folder.path, `${file}.ndjson`), [...good, bad, skipped, '{"broken\n'].join(''));
  }
  let passing = Infinity;
  await using peer = new FakeGraphApi({ fault: (request) => (request > passing ? 'throttle' : undefined) });
  const url = await peer.listen();
  let hour = 0;
  const upload = async (name: string, ledger: string, ...more: string[]): Promise<number> => {
    hour += 1;
    const to = ['--dataset-id', '123', '--base-url', url, '--ledger', ledger, '--report', `../${name}.json`];
    const slowly = ['--chunk-size', '10', '--concurrency', '1', '--max-wait', '0.01', '--threads', '0'];
    const around = { cwd: folder.path, env: { MP2FB_ACCESS_TOKEN: 'TOKEN' }, nowMs: NOW_MS + hour * HOUR_MS };
    return (await runCommand(uploadCommand, ['.', ...to, ...slowly, ...more], around)).code;
  };
  using reports = temporaryFolder();
  const at = (name: string): string => join(reports.path, `${name}.json`);
  const one = (name: string, ...more: string[]) =>
    upload('unused', join(reports.path, 'ledger'), ...more, '--report', at(name));
  passing = 3;
  expect(await one('try-1', '--shard', '2/2')).toBe(4);
  passing = peer.requests + 1;
  expect(await one('try-2', '--shard', '2/2')).toBe(4);
  passing = Infinity;
  await one('try-3', '--shard', '2/2');
  await one('other', '--shard', '1/2');
  await upload('unused', join(reports.path, 'whole-ledger'), '--report', at('whole'));

  const { out } = await runCommand(reportCommand, [...['other', 'try-2', 'try-1', 'try-3'].map(at), '--json'], {
    cwd: reports.path,
  });
  const merged = JSON.parse(out) as Report;
  const whole = JSON.parse(readFileSync(at('whole'), 'utf8')) as Report;
  const delivered = ({ events: { sent, alreadySent, unsent }, byEventName, byDay, matchKeys }: Report) => ({
    ...{ sent, alreadySent, unsent, byEventName, byDay, matchKeys },
  });
  expect(whole.events).toMatchObject({ sent: 120, unsent: 0, rejected: { total: 6 } });
  expect(delivered(merged)).toEqual(delivered(whole));
  // A file that an earlier try finished is not read again: its rejects can be missing, but none counts twice.
  expect(merged.events.rejected.total).toBeGreaterThanOrEqual(4);
  expect(merged.events.rejected.total).toBeLessThanOrEqual(6);
  expect(merged.run.shard).toBeNull();
  expect(merged.runs.map(({ shard, exitCode }) => [shard, exitCode])).toEqual([
    ['2/2', 4],
    ['2/2', 4],
    // How far the second try read decides whether it met every reject.
    ['2/2', expect.toBeOneOf([0, 3])],
    ['1/2', 3],
  ]);
});
