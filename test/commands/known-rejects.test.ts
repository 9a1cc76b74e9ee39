import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgerCommand } from '../../src/cli/ledger.js';
import { uploadCommand } from '../../src/cli/upload.js';
import type { Report } from '../../src/model/report.js';
import { parseReport } from '../../src/report/files/schema.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { batchOf, NOW_MS, purchase } from '../support/batches.js';
import { runCommand } from '../support/command.js';
import { FakeGraphApi, type FakeGraphApiOptions } from '../support/fake-graph-api.js';
import { jsonLines } from '../support/program.js';
import { temporaryFolder } from '../support/surroundings.js';

const DAY_MS = 86_400_000;
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** A sale that is accepted, unless `more` says otherwise. */
const sale = (order: string, more: object = {}): string =>
  line(batchOf([purchase({ transaction_id: order }, { event_id: `id-${order}`, ...more })]));
const wrongCurrency = (order: string): string => sale(order, { currency_code: 'euros' });
const noTime = (order: string): string => sale(order, { timestamp_unixtime_ms: null });

/** Nights in one folder: the same ledger and peer, each a day after the one before. */
class Nights {
  readonly #folder = temporaryFolder();
  readonly #peer: FakeGraphApi;
  #url = '';
  #night = 0;

  constructor(options: FakeGraphApiOptions = {}) {
    this.#peer = new FakeGraphApi(options);
  }

  async open(): Promise<this> {
    this.#url = await this.#peer.listen();
    return this;
  }

  get orders(): readonly string[] {
    return [...this.#peer.accepted.keys()].sort();
  }

  /** How often the peer accepted the order. */
  times(order: string): number {
    return this.#peer.accepted.get(order) ?? 0;
  }

  path(name: string): string {
    return join(this.#folder.path, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  text(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** `mp2fb ledger` with these arguments. */
  async ledger(...args: string[]): Promise<string> {
    const { out, failure } = await runCommand(ledgerCommand, [...args, '--ledger', this.path('ledger')], {
      cwd: this.#folder.path,
      nowMs: NOW_MS + this.#night * DAY_MS,
    });
    return out + (failure ?? '');
  }

  /** One night's upload: its exit code, rejects, and those of them that were known. */
  async upload(inputs: readonly string[], more: readonly string[] = [], dataset = '123') {
    this.#night += 1;
    const args = [
      ...[...inputs, '--dataset-id', dataset, '--base-url', this.#url, '--ledger', this.path('ledger')],
      ...['--report', this.path('report.json'), '--rejects', this.path('rejects.ndjson'), '--threads', '0', ...more],
    ];
    const run = await runCommand(uploadCommand, args, {
      cwd: this.#folder.path,
      env: { MP2FB_ACCESS_TOKEN: 'TOKEN' },
      nowMs: NOW_MS + this.#night * DAY_MS,
    });
    const { events, batches, inputs: read } = JSON.parse(this.text('report.json')) as Report;
    const rejected = events.rejected.total + batches.malformed;
    const known = events.rejected.known + batches.known;
    return {
      code: run.code,
      rejected,
      known,
      sent: events.sent,
      status: read.map(({ status }) => status),
      err: run.err,
    };
  }

  /** Writes a file and uploads it. */
  send(name: string, text: string, more: readonly string[] = []) {
    this.write(name, text);
    return this.upload([name], more);
  }

  async openRejects(): Promise<readonly string[]> {
    const rejects = jsonLines(await this.ledger('rejects', '--json')) as Record<string, string>[];
    return rejects.map(({ origin, reason, since }) => `${origin} ${reason} ${since?.slice(0, 10)}`).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#peer[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}

/** Nights of which the first has uploaded a file whose rejects made it end with exit code 3. */
const nightsAfter = async (text: string): Promise<Nights> => {
  const nights = await new Nights().open();
  expect(await nights.send('a.ndjson', text)).toMatchObject({ code: 3 });
  return nights;
};

describe('known rejects', () => {
  test('three nights: new, known, and then the file is settled', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', `${sale('A')}${wrongCurrency('B')}${noTime('C')}{"broken\n`);
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 3, rejected: 3, known: 0, sent: 1 });
    const first = nights.text('report.json');
    const second = await nights.upload(['a.ndjson']);
    expect(second).toMatchObject({ code: 0, rejected: 3, known: 3, sent: 0, status: ['done'] });
    expect(second.err).toContain('2 rejected, 1 malformed record, all known since 2026-11-22');
    const reports = [first, nights.text('report.json')].map((text) => parseReport(JSON.parse(text)));
    const { events, batches } = mergeReports(reports);
    expect([events.rejected, batches]).toMatchObject([
      { total: 2, known: 0 },
      { malformed: 1, known: 0 },
    ]);
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, rejected: 0, status: ['unchanged'] });
    expect(await nights.openRejects()).toEqual([
      'a.ndjson:2:0 invalid_currency 2026-11-22',
      'a.ndjson:3:0 no_event_time 2026-11-22',
      'a.ndjson:4 not_json 2026-11-22',
    ]);
  });

  test('a new reject among known ones fails the run', async () => {
    await using nights = await nightsAfter(wrongCurrency('B'));
    const second = await nights.send('a.ndjson', wrongCurrency('B') + wrongCurrency('D'));
    expect(second).toMatchObject({ code: 3, rejected: 2, known: 1 });
    expect(second.err).toContain('2 rejected, 1 known since 2026-11-22');
  });

  test('known rejects do not count for maxRejects', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', `${wrongCurrency('B')}${wrongCurrency('C')}{"broken\n`);
    expect(await nights.upload(['a.ndjson'], ['--max-rejects', '3'])).toMatchObject({ code: 3, rejected: 3 });
    expect(await nights.upload(['a.ndjson'], ['--max-rejects', '0'])).toMatchObject({ code: 0, known: 3 });
    nights.write('a.ndjson', `${wrongCurrency('B')}${wrongCurrency('C')}{"broken\n${wrongCurrency('D')}`);
    expect(await nights.upload(['a.ndjson'], ['--max-rejects', '0'])).toMatchObject({ code: 4, known: 3 });
  });

  test('an event that another file has whole ends the reject', async () => {
    await using nights = await nightsAfter(wrongCurrency('B'));
    expect(await nights.send('b.ndjson', sale('B'))).toMatchObject({ code: 0, sent: 1 });
    expect(await nights.openRejects()).toEqual([]);
  });

  test('lines of the rejects file that are not fixed stay open where their export has them', async () => {
    await using nights = await nightsAfter(`${wrongCurrency('B')}${noTime('C')}{"broken\n`);
    const [first = '', ...others] = nights.text('rejects.ndjson').split('\n');
    const fixed = first.replace('euros', 'EUR');
    const left = ['a.ndjson:2:0 no_event_time 2026-11-22', 'a.ndjson:3 not_json 2026-11-22'];
    for (const lines of [
      [fixed, ...others],
      [fixed, ''],
    ]) {
      expect(await nights.send('fixed.ndjson', lines.join('\n'))).toMatchObject({ code: 0 });
      expect(await nights.openRejects()).toEqual(left);
    }
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, rejected: 2, known: 2 });
    await nights.send('fixed.ndjson', others.join('\n'));
    expect(await nights.send('a.ndjson', sale('C'))).toMatchObject({ code: 0, sent: 1 });
    expect(await nights.openRejects()).toEqual([]);
  });

  test('a fix that Facebook refuses can be fixed again, which ends the reject, too', async () => {
    let refuses = true;
    await using nights = await new Nights({ refuses: () => refuses }).open();
    await nights.send('a.ndjson', noTime('B'));
    const withTime = (ms: number): string =>
      nights.text('rejects.ndjson').replace(/"timestamp_unixtime_ms":[^,]*/, `"timestamp_unixtime_ms":"${ms}"`);
    expect(await nights.send('b.ndjson', withTime(NOW_MS))).toMatchObject({ code: 3, sent: 0, rejected: 1 });
    expect(await nights.openRejects()).toEqual([
      'a.ndjson:1:0 no_event_time 2026-11-22',
      'b.ndjson:1:0 refused_by_facebook 2026-11-23',
    ]);
    refuses = false;
    expect(await nights.send('c.ndjson', withTime(NOW_MS + 1_000))).toMatchObject({ code: 0, sent: 1, rejected: 0 });
    expect(await nights.openRejects()).toEqual([]);
  });

  test('known rejects are no new events', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', wrongCurrency('B') + wrongCurrency('C'));
    expect(await nights.upload(['a.ndjson'], ['--expect-events', '2'])).toMatchObject({ code: 3, known: 0 });
    expect(await nights.upload(['a.ndjson'], ['--expect-events', '1'])).toMatchObject({ code: 7, known: 2 });
  });

  test('the rejects file is no export of which there are too few events', async () => {
    await using nights = await new Nights().open();
    const expecting = ['--expect-events', '4'];
    nights.write('a.ndjson', sale('A') + wrongCurrency('B') + wrongCurrency('C'));
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 3 });
    nights.write('fixed.ndjson', nights.text('rejects.ndjson').replaceAll('euros', 'EUR'));
    nights.write('b.ndjson', sale('D'));
    nights.write('empty.ndjson', '');
    for (const more of ['a.ndjson', 'b.ndjson', 'empty.ndjson'])
      expect(await nights.upload(['fixed.ndjson', more], [...expecting, '--dry-run'])).toMatchObject({ code: 7 });
    expect(await nights.upload(['fixed.ndjson'], expecting)).toMatchObject({ code: 0 });
    expect(nights.orders).toEqual(['A', 'B', 'C']);
    expect(await nights.upload(['b.ndjson'], [...expecting, '--expect-events', 'none'])).toMatchObject({ code: 0 });
  });

  test('a file with nothing to forward is a warning when it is read, and none when an upload has settled it', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', line(batchOf([purchase({ action: 'refund' })])));
    const words = 'no event in the inputs can be forwarded';
    const said = async (...flags: string[]) => {
      const { err, status } = await nights.upload(['a.ndjson'], flags);
      return [status, err.includes(words)];
    };
    expect(await said('--dry-run')).toEqual([['done'], true]);
    expect(await said()).toEqual([['done'], true]);
    expect(await said()).toEqual([['unchanged'], false]);
  });

  test('the same event twice in one file is new twice', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', wrongCurrency('B') + wrongCurrency('B'));
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 3, rejected: 2, known: 0 });
  });

  test.each<[what: string, bad: string, fix: (text: string) => string, known: number]>([
    ['the currency, which leaves the fingerprint', wrongCurrency('B'), (text) => text.replace('euros', 'EUR'), 0],
    [
      'the time, which changes the fingerprint',
      noTime('B'),
      (text) => text.replace('"timestamp_unixtime_ms":null', `"timestamp_unixtime_ms":"${NOW_MS}"`),
      0,
    ],
    ['a line that is no JSON', `${sale('B').trim()}}\n`, (text) => text.replace('}}"', '}"'), 1],
  ])('a fix in the rejects file ends the reject: %s', async (_, bad, fix, known) => {
    await using nights = await nightsAfter(bad);
    const rejects = nights.text('rejects.ndjson');
    expect(await nights.send('fixed.ndjson', fix(rejects))).toMatchObject({ code: 0, sent: 1, rejected: 0 });
    expect(await nights.openRejects()).toEqual([]);
    // The original is still in its file. An event counts as already sent; a whole record may have had more of them.
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, sent: 0, rejected: known, known });
    expect(await nights.openRejects()).toEqual([]);
    expect(await nights.send('unchanged.ndjson', rejects)).toMatchObject({ sent: 0, rejected: known });
    expect(nights.orders).toEqual(['B']);
  });

  test.each<[string, string, string]>([
    ['with the same fingerprint', wrongCurrency('B'), sale('B')],
    ['with another fingerprint', noTime('B'), sale('B')],
  ])('a fix in the file ends the reject: %s', async (_, bad, good) => {
    await using nights = await nightsAfter(bad);
    expect(await nights.send('a.ndjson', good)).toMatchObject({ code: 0, sent: 1, rejected: 0 });
    expect(await nights.openRejects()).toEqual([]);
  });

  test('a file that was moved brings nothing new, and the list says where it is now', async () => {
    await using nights = await nightsAfter(wrongCurrency('B'));
    renameSync(nights.path('a.ndjson'), nights.path('b.ndjson'));
    expect(await nights.upload(['b.ndjson'])).toMatchObject({ code: 0, known: 1 });
    expect(await nights.openRejects()).toEqual(['b.ndjson:1:0 invalid_currency 2026-11-22']);
  });

  test('the list is in the order of files and lines, and says that equal ones are in it once', async () => {
    await using nights = await new Nights().open();
    const many = Array.from({ length: 12 }, (_, at) => noTime(`B${at}`)).join('');
    nights.write('a.ndjson', `${many}{"broken\n{"broken\n`);
    nights.write('b.ndjson', wrongCurrency('C'));
    expect(await nights.upload(['b.ndjson', 'a.ndjson'])).toMatchObject({ rejected: 15 });
    const listed = await nights.ledger('rejects');
    const lines = Array.from({ length: 12 }, (_, at) => `a.ndjson:${at + 1}:0`);
    expect(listed.match(/\S+ndjson\S+/g)).toEqual([...lines, 'a.ndjson:14', 'b.ndjson:1:0']);
    expect(listed).toMatch(/\n14 open rejects; equal ones are listed once\n$/);
  });

  test('another destination knows nothing of it', async () => {
    await using nights = await nightsAfter(wrongCurrency('B'));
    expect(await nights.upload(['a.ndjson'], [], '456')).toMatchObject({ code: 3, known: 0 });
    expect(await nights.upload(['a.ndjson'], [], '456')).toMatchObject({ code: 0, known: 1 });
  });

  test('shards know what the whole knew, and each other way of dealing', async () => {
    await using nights = await nightsAfter(wrongCurrency('B'));
    expect(await nights.upload(['a.ndjson'], ['--shard', '1/2'])).toMatchObject({ code: 0, known: 1 });
    expect(await nights.openRejects()).toEqual(['a.ndjson:1:0 invalid_currency 2026-11-22']);
  });

  test('the whole that corrects a reject of a shard ends it, and sends one fix of it', async () => {
    const nobody = (email: string): string =>
      sale('C').replace('maribel@example.com', email).replace('"Maribel"', '""');
    await using nights = await new Nights().open();
    await nights.send('a.ndjson', wrongCurrency('B') + nobody(''), ['--shard', '1/2']);
    expect(await nights.openRejects()).toHaveLength(2);
    const kept = nights.text('rejects.ndjson').split('\n')[1] ?? '';
    const fix = (email: string): string => kept.replace('"identity":""', `"identity":"${email}"`);
    expect(await nights.send('1.ndjson', fix('c@example.com'))).toMatchObject({ code: 0, sent: 1 });
    expect(await nights.send('2.ndjson', fix('cc@example.com'))).toMatchObject({ code: 0, sent: 0, rejected: 0 });
    expect(await nights.send('a.ndjson', sale('B') + nobody(''))).toMatchObject({ code: 0, sent: 1, rejected: 0 });
    expect([await nights.openRejects(), nights.times('B'), nights.times('C')]).toEqual([[], 1, 1]);
  });

  test('an event that is rejected for two reasons in turn is known for both', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', wrongCurrency('B'));
    const both = sale('B', { currency_code: 'EUR' }).replace('maribel@example.com', '').replace('"Maribel"', '""');
    const other = wrongCurrency('B').replace('"61.46"', '');
    expect((await nights.upload(['a.ndjson'])).code).toBe(3);
    expect((await nights.send('b.ndjson', other)).code).toBe(0);
    expect((await nights.send('c.ndjson', both)).code).toBe(3);
    expect((await nights.upload(['c.ndjson'])).code).toBe(0);
    expect((await nights.upload(['a.ndjson'])).code).toBe(0);
  });

  test('a setting that can change the decision makes it new again', async () => {
    await using nights = await nightsAfter(wrongCurrency('B'));
    expect(await nights.upload(['a.ndjson'], ['--extended-match-keys'])).toMatchObject({ code: 3, known: 0 });
    expect(await nights.upload(['a.ndjson'], ['--extended-match-keys'])).toMatchObject({ code: 0, known: 1 });
  });

  test('an event of the future is known, and its file stays open until its time has come', async () => {
    await using nights = await nightsAfter(sale('B', { timestamp_unixtime_ms: String(NOW_MS + 3.5 * DAY_MS) }));
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, known: 1 });
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, known: 1 });
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, sent: 1 });
    expect(await nights.openRejects()).toEqual([]);
  });

  test('an event that was sent is no reject when it is too old, or written wrongly, later', async () => {
    const old = { timestamp_unixtime_ms: String(NOW_MS - 60.5 * DAY_MS) };
    await using nights = await new Nights().open();
    expect(await nights.send('a.ndjson', sale('A', old))).toMatchObject({ code: 0, sent: 1 });
    expect(await nights.send('a.ndjson', sale('A', old) + sale('B'))).toMatchObject({ code: 0, sent: 1, rejected: 0 });
    expect(await nights.send('b.ndjson', sale('A', old) + wrongCurrency('B'))).toMatchObject({ code: 0, rejected: 0 });
    expect(await nights.send('c.ndjson', sale('C', old))).toMatchObject({ code: 3, rejected: 1 });
    expect(nights.orders).toEqual(['A', 'B']);
  });

  test('--known-rejects fail: every run fails, and the file is read again', async () => {
    await using nights = await new Nights().open();
    nights.write('a.ndjson', wrongCurrency('B'));
    const fail = ['--known-rejects', 'fail'];
    await nights.upload(['a.ndjson'], fail);
    expect(await nights.upload(['a.ndjson'], fail)).toMatchObject({ code: 3, rejected: 1, known: 1, status: ['done'] });
    expect(await nights.upload(['a.ndjson'], fail)).toMatchObject({ code: 3, rejected: 1, status: ['done'] });
  });

  describe('an event that was fixed under another fingerprint', () => {
    const original = line(
      batchOf([purchase({ transaction_id: 'B' }, { event_id: 'id-B' })], {
        user_attributes: {},
        user_identities: [{ identity_type: 'mobile_number', identity: '+1 650 555 0100' }],
      }),
    );
    const withEmail = (text: string): string =>
      text
        .replace('"identity_type":"mobile_number"', '"identity_type":"email"')
        .replace('+1 650 555 0100', 'b@example.com');
    /** Makes the original valid as it is. */
    const PHONES = ['--extended-match-keys'];

    const fixedOnce = async (): Promise<Nights> => {
      const nights = await new Nights().open();
      expect(await nights.send('a.ndjson', original)).toMatchObject({ code: 3, rejected: 1 });
      nights.write('fixed.ndjson', withEmail(nights.text('rejects.ndjson')));
      expect(await nights.upload(['fixed.ndjson'])).toMatchObject({ code: 0, sent: 1 });
      return nights;
    };

    test.each<[string, string[]]>([
      ['by the same ledger', []],
      ['by shards', ['--shard', '1/1']],
      ['by lines', ['--shard', '1/1', '--shard-by', 'lines']],
    ])('is not sent again when a setting makes the original valid: %s', async (_, more) => {
      await using nights = await fixedOnce();
      expect(await nights.upload(['a.ndjson'], [...PHONES, ...more])).toMatchObject({ code: 0, sent: 0, rejected: 0 });
      expect(await nights.upload(['a.ndjson'], [...PHONES, '--dry-run'])).toMatchObject({ code: 0, sent: 0 });
      expect(nights.orders).toEqual(['B']);
      expect(nights.times('B')).toBe(1);
    });

    test.each([
      ['the fix is read first', ['fixed.ndjson', 'a.ndjson']],
      ['the original is read first', ['a.ndjson', 'fixed.ndjson']],
    ])('nor in the very run that sends the fix: %s', async (_, inputs) => {
      await using nights = await nightsAfter(original);
      nights.write('fixed.ndjson', withEmail(nights.text('rejects.ndjson')));
      expect(await nights.upload(inputs, PHONES)).toMatchObject({ code: 0, sent: 1 });
      expect(await nights.upload(inputs, PHONES)).toMatchObject({ code: 0, sent: 0 });
      expect(nights.times('B')).toBe(1);
    });

    test('of two fixes of one event in one run the first is sent', async () => {
      await using nights = await nightsAfter(original);
      const fix = withEmail(nights.text('rejects.ndjson'));
      nights.write('fixed.ndjson', fix + fix.replace('b@example.com', 'c@example.com'));
      expect(await nights.upload(['fixed.ndjson'])).toMatchObject({ code: 0, sent: 1, rejected: 0 });
      expect(nights.times('B')).toBe(1);
    });

    test('copies of the original are all sent already, and their file is settled', async () => {
      await using nights = await fixedOnce();
      nights.write('b.ndjson', original + original);
      expect(await nights.upload(['b.ndjson'], PHONES)).toMatchObject({ code: 0, sent: 0, status: ['done'] });
      expect(await nights.upload(['b.ndjson'], PHONES)).toMatchObject({ code: 0, sent: 0, status: ['unchanged'] });
    });

    test('a fix is not sent after the original was sent as it is', async () => {
      await using nights = await nightsAfter(original);
      nights.write('fixed.ndjson', withEmail(nights.text('rejects.ndjson')));
      expect(await nights.upload(['a.ndjson'], PHONES)).toMatchObject({ code: 0, sent: 1 });
      expect(await nights.upload(['fixed.ndjson'], PHONES)).toMatchObject({ code: 0, sent: 0 });
      expect(nights.times('B')).toBe(1);
    });

    test('prune keeps that it is fixed', async () => {
      await using nights = await fixedOnce();
      await nights.ledger('prune', '--older-than', '1s');
      expect(await nights.upload(['a.ndjson'], PHONES)).toMatchObject({ code: 0, sent: 0 });
      expect(nights.times('B')).toBe(1);
    });

    test.each<[string, string[]]>([
      ['forget --input', ['forget', '--input', 'a.ndjson']],
      ['forget --since', ['forget', '--since', '30d']],
    ])('%s: the reject is open and known again, and the event can be sent', async (_, forget) => {
      await using nights = await fixedOnce();
      expect(await nights.openRejects()).toEqual([]);
      await nights.ledger(...forget);
      expect(await nights.openRejects()).toEqual(['a.ndjson:1:0 no_match_keys 2026-11-22']);
      expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, rejected: 1, known: 1 });
      expect(await nights.upload(['a.ndjson'], PHONES)).toMatchObject({ code: 0, sent: 1 });
    });
  });

  test('a copy within one run is a duplicate there, and already sent in the next, which the reason says', async () => {
    await using nights = await new Nights().open();
    const first = await nights.send('a.ndjson', sale('A') + sale('A') + wrongCurrency('B'));
    expect(first.err.replaceAll(/\s+/g, ' ')).toContain(
      '1 duplicate: The same event occurred earlier in this run and counts there; later runs count both as already sent.',
    );
    const second = await nights.upload(['a.ndjson']);
    expect(second.err).toMatch(/already sent +2 /);
    expect(second.err).not.toContain('duplicate');
  });

  test('a share of new rejects that few events exceed is a warning, a known one is not', async () => {
    await using nights = await new Nights().open();
    const said = '2 rejects are more than the share in maxRejects, which stops a run only from 1,000 events on: 5%';
    const first = await nights.send('a.ndjson', sale('A') + wrongCurrency('B') + noTime('C'), ['--max-rejects', '5%']);
    expect(first).toMatchObject({ code: 3, rejected: 2, sent: 1 });
    expect(first.err.replaceAll(/\s+/g, ' ')).toContain(said);
    const second = await nights.upload(['a.ndjson'], ['--max-rejects', '5%']);
    expect(second).toMatchObject({ code: 0, rejected: 2, known: 2 });
    expect(second.err).not.toContain('maxRejects');
  });

  test('a reject stays open where --since left something out of its corrected file', async () => {
    const old = { timestamp_unixtime_ms: String(NOW_MS - 5 * DAY_MS) };
    await using nights = await nightsAfter(wrongCurrency('B') + sale('C', { ...old, currency_code: 'euros' }));
    nights.write('a.ndjson', sale('B') + sale('C', old));
    expect(await nights.upload(['a.ndjson'], ['--since', '4d'])).toMatchObject({ code: 0, sent: 1 });
    expect(await nights.openRejects()).toEqual(['a.ndjson:2:0 invalid_currency 2026-11-22']);
  });

  describe('a row of CSV that does not fit', () => {
    const HEAD =
      'user_identities.email,events.data.timestamp_unixtime_ms,events.data.product_action.action,events.data.product_action.transaction_id,events.data.product_action.total_amount,events.data.currency_code';
    const row = (order: string, more = ''): string => `ida@example.com,${NOW_MS},purchase,${order},5,EUR${more}\n`;

    const brokenOnce = async (): Promise<Nights> => {
      const nights = await new Nights().open();
      nights.write('till.csv', `${HEAD}\n${row('A')}${row('B', ',stray')}`);
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 3, rejected: 1, sent: 1 });
      expect(await nights.openRejects()).toEqual(['till.csv:3 csv_row 2026-11-22']);
      return nights;
    };

    test('is no longer open when its file is corrected', async () => {
      await using nights = await brokenOnce();
      nights.write('till.csv', `${HEAD}\n${row('A')}${row('B')}`);
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 0, rejected: 0, sent: 1 });
      expect(await nights.openRejects()).toEqual([]);
    });

    test('is no longer open then, even if --since left out other sales of the file', async () => {
      await using nights = await brokenOnce();
      nights.write('till.csv', `${HEAD}\n${row('A').replace(String(NOW_MS), String(NOW_MS - 5 * DAY_MS))}${row('B')}`);
      expect(await nights.upload(['till.csv'], ['--since', '4d'])).toMatchObject({ code: 0, rejected: 0, sent: 1 });
      expect(await nights.openRejects()).toEqual([]);
    });

    test('is no longer open then, even if the file has a sale twice', async () => {
      await using nights = await brokenOnce();
      nights.write('till.csv', `${HEAD}\n${row('A')}${row('C')}${row('C')}${row('B')}`);
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 0, rejected: 0, sent: 2 });
      expect(await nights.openRejects()).toEqual([]);
    });

    test.each([
      ['corrected there', row('B'), []],
      ['still there', row('B', ',stray'), ['till.csv:3 csv_row 2026-11-22']],
    ])('is known in the rejects file, and not open there: %s', async (_, third, open) => {
      await using nights = await brokenOnce();
      nights.write('fixed.ndjson', nights.text('rejects.ndjson'));
      nights.write('till.csv', `${HEAD}\n${row('A')}${third}`);
      await nights.upload(['till.csv']);
      for (const dry of [['--dry-run'], []])
        expect(await nights.upload(['fixed.ndjson'], dry)).toMatchObject({ code: 0, rejected: 1, known: 1 });
      expect(await nights.openRejects()).toEqual(open);
      expect(await nights.upload(['fixed.ndjson'])).toMatchObject({ status: ['unchanged'] });
    });

    test('is open as long as its file has it, wherever its sale came from', async () => {
      await using nights = await brokenOnce();
      expect(await nights.send('more.csv', `${HEAD}\n${row('B')}`)).toMatchObject({ code: 0, sent: 1 });
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 0, rejected: 1, known: 1 });
      expect(await nights.openRejects()).toEqual(['till.csv:3 csv_row 2026-11-22']);
      nights.write('till.csv', `${HEAD}\n${row('A')}${row('B')}`);
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 0, rejected: 0, sent: 0 });
      expect([await nights.openRejects(), nights.times('B')]).toEqual([[], 1]);
    });

    test('holds its sale back, which is sent once, whole', async () => {
      await using nights = await new Nights().open();
      nights.write('till.csv', `${HEAD}\n${row('A')}${row('B')}${row('B', ',stray')}`);
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 3, rejected: 2, sent: 1 });
      nights.write('fixed.ndjson', nights.text('rejects.ndjson').replace(',stray', ''));
      expect(await nights.upload(['fixed.ndjson'])).toMatchObject({ code: 0, rejected: 2, known: 2, sent: 0 });
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 0, rejected: 2, known: 2, sent: 0 });
      nights.write('till.csv', `${HEAD}\n${row('A')}${row('B')}${row('B')}`);
      expect(await nights.upload(['till.csv'])).toMatchObject({ code: 0, rejected: 0, sent: 1 });
      expect([await nights.openRejects(), nights.orders, nights.times('B')]).toEqual([[], ['A', 'B'], 1]);
    });

    test('cannot be fixed in the rejects file, and the line says so', async () => {
      await using nights = await brokenOnce();
      const kept = nights.text('rejects.ndjson').replace(',stray', '');
      const again = await nights.send('fixed.ndjson', kept);
      expect(again).toMatchObject({ rejected: 1, sent: 0 });
      expect(again.err).toMatch(/a row of CSV cannot\s+be\s+fixed\s+in\s+the\s+rejects\s+file/);
      expect(nights.text('rejects.ndjson')).toBe(kept);
    });

    test('is fixed by a batch in place of its line', async () => {
      await using nights = await brokenOnce();
      const { _reject } = JSON.parse(nights.text('rejects.ndjson')) as { _reject: object };
      nights.write('fixed.ndjson', line({ _reject, ...(JSON.parse(sale('B')) as object) }));
      expect(await nights.upload(['fixed.ndjson'])).toMatchObject({ code: 0, sent: 1 });
      expect([await nights.openRejects(), nights.times('B')]).toEqual([[], 1]);
    });
  });

  describe('a reject whose file is gone', () => {
    const gone = async (): Promise<Nights> => {
      const nights = await new Nights().open();
      mkdirSync(nights.path('old'));
      nights.write('old/a.ndjson', wrongCurrency('A') + sale('S'));
      nights.write('old/b.ndjson', noTime('B'));
      nights.write('older.ndjson', noTime('C'));
      await nights.upload(['old', 'older.ndjson']);
      rmSync(nights.path('old/b.ndjson'));
      return nights;
    };

    const origins = async (nights: Nights): Promise<readonly string[]> =>
      (await nights.openRejects()).map((one) => one.replace(/ .*/, '')).toSorted();

    test.each([
      ['old/b.ndjson', ['old/a.ndjson:1:0', 'older.ndjson:1:0']],
      ['old', ['older.ndjson:1:0']],
      ['old/', ['older.ndjson:1:0']],
    ])('stays open until it is forgotten: %s', async (file, left) => {
      await using nights = await gone();
      await nights.upload(['old', 'older.ndjson']);
      expect(await origins(nights)).toEqual(['old/a.ndjson:1:0', 'old/b.ndjson:1:0', 'older.ndjson:1:0']);
      expect(await nights.ledger('forget', '--rejects', file)).toMatch(/: forgot \d open rejects?\n$/);
      expect(await origins(nights)).toEqual(left);
    });

    test('is new when it is met again', async () => {
      await using nights = await gone();
      await nights.ledger('forget', '--rejects', 'old/b.ndjson');
      nights.write('again.ndjson', noTime('B') + noTime('C'));
      expect(await nights.upload(['again.ndjson'])).toMatchObject({ code: 3, rejected: 2, known: 1 });
    });

    test('that was fixed before is never sent again', async () => {
      await using nights = await gone();
      const { _reject } = JSON.parse(nights.text('rejects.ndjson').split('\n')[0] ?? '') as { _reject: object };
      nights.write('fixed.ndjson', line({ _reject, ...(JSON.parse(sale('A')) as object) }));
      expect(await nights.upload(['fixed.ndjson'])).toMatchObject({ code: 0, sent: 1 });
      expect(await nights.ledger('forget', '--rejects', 'old')).toContain('forgot 1 open reject\n');
      expect(await nights.ledger('forget', '--rejects', 'old')).toContain('no open reject comes from old');
      nights.write('again.ndjson', wrongCurrency('A') + sale('A'));
      expect(await nights.upload(['again.ndjson'])).toMatchObject({ code: 0, sent: 0, rejected: 0 });
      expect(nights.times('A')).toBe(1);
    });

    test.each(['nowhere.ndjson', 'old/a', 'b.ndjson', 'ol'])('%s is the file of none', async (file) => {
      await using nights = await gone();
      expect(await nights.ledger('forget', '--rejects', file)).toContain(`no open reject comes from ${file}`);
      expect(await nights.openRejects()).toHaveLength(3);
    });

    test('of a shard, too', async () => {
      await using nights = await gone();
      await nights.send('s.ndjson', noTime('D') + sale('E'), ['--shard', '1/2']);
      await nights.upload(['s.ndjson'], ['--shard', '2/2']);
      expect(await nights.openRejects()).toHaveLength(4);
      expect(await nights.ledger('forget', '--rejects', 's.ndjson')).toContain('forgot 1 open reject\n');
      expect(await nights.openRejects()).toHaveLength(3);
    });
  });

  test('prune and forget leave open rejects known', async () => {
    await using nights = await nightsAfter(sale('A') + wrongCurrency('B'));
    await nights.ledger('prune', '--older-than', '1s');
    await nights.ledger('forget', '--input', 'a.ndjson');
    expect(await nights.upload(['a.ndjson'])).toMatchObject({ code: 0, sent: 1, rejected: 1, known: 1 });
  });
});
