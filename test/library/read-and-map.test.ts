import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  encoderFor,
  InputError,
  mapBatch,
  mappingSettings,
  readBatches,
  uploadBatches,
  UsageError,
  type BatchRecord,
  type Fetch,
  type ReadBatchesOptions,
  type SettingsOptions,
  type UnreadableRecord,
} from '../../src/index.js';
import type { ENTRIES } from '../../src/settings/table/schema.js';
import { batchOf, NOW_MS, purchase } from '../support/batches.js';
import { writeExport } from '../support/exports.js';
import { countsOf, finish, OPTIONS, received, scripted } from './uploading.js';
import { temporaryFolder } from '../support/surroundings.js';

const readAll = async (
  inputs: string | readonly string[],
  options: ReadBatchesOptions = {},
): Promise<(BatchRecord | UnreadableRecord)[]> => {
  const records: (BatchRecord | UnreadableRecord)[] = [];
  for await (const record of readBatches(inputs, options)) records.push(record);
  return records;
};

describe('readBatches', () => {
  test('records in the order of their lines, with all digits; what cannot be read is a value', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'export.json');
    const [one, two] = ['{"mpid":-5628946147978737328,"events":[]}', '{"events":null}'];
    writeFileSync(path, `${one}${two}\nsomething else\n${two}\n{"cut\n`);
    const warnings: string[] = [];
    const records = await readAll(path, { format: 'ndjson', onWarning: ({ code }) => warnings.push(code) });
    expect(records).toEqual([
      { file: path, line: 1, text: one },
      { file: path, line: 1, text: two },
      { file: path, line: 2, text: 'something else' },
      { file: path, line: 3, text: two },
      { file: path, line: 4, text: '{"cut' },
    ]);
    expect(warnings).toEqual(['several_records_on_line']);
  });

  test('CSV: the options are those of the command line', async () => {
    const csv = 'user_identities.email;events.data.product_action.action;events.data.timestamp_unixtime_ms\n';
    const rows = 'ida@example.com;purchase;2026-11-20 10:00\nbroken\n';
    const stdin = Readable.from([Buffer.from(csv + rows)]);
    const options = { stdin, format: 'csv', csvDelimiter: ';', csvTimeZone: 'Europe/Berlin' } as const;
    const [sale, broken] = await readAll('-', options);
    expect(JSON.parse('text' in sale ? sale.text : '')).toMatchObject({
      events: [{ data: { timestamp_unixtime_ms: String(Date.UTC(2026, 10, 20, 9)) } }],
    });
    expect(broken).toMatchObject({ file: '-', line: 3, reason: 'csv_row' });
  });

  test('a time that is not in the format of the manifest is rejected with the format, beside all other faults', async () => {
    using folder = temporaryFolder();
    const csvManifest = join(folder.path, 'manifest.json');
    const column = (name: string, field: string) => ({ column: name, action: 'keep', field });
    const columns = [
      { ...column('when', 'events.data.timestamp_unixtime_ms'), dateFormat: 'dd.MM.yyyy HH:mm' },
      column('what', 'events.data.product_action.action'),
      column('mail', 'user_identities.email'),
    ];
    writeFileSync(csvManifest, JSON.stringify({ timeZone: 'Europe/Berlin', columns }));
    const stdin = Readable.from([Buffer.from('when;what;mail\n11/24/2026 09:18;purchase;\n')]);
    const [record] = await readAll('-', { stdin, format: 'csv', csvManifest });
    const { events } = mapBatch('text' in record ? record.text : '', mappingSettings());
    expect(events).toMatchObject([{ kind: 'rejected', reason: 'invalid_event_time' }]);
    expect('message' in events[0] ? events[0].message : '').toMatch(
      /does not match the format dd\.MM\.yyyy HH:mm; .*value.*; no usable match key/,
    );
  });

  test.each([
    ['format', { format: 'xml' }],
    ['csvGroup', { csvGroup: 'all' }],
    ['csvTimeZone', { csvTimeZone: 'Mars' }],
    ['the option stdin', {}],
    ['csvmanifest: no such option; did you mean csvManifest?', { csvmanifest: 'm.json' }],
    ['signal: give an AbortSignal', { signal: {} }],
    ['options: give an object', null],
  ])('a wrong %s is named', async (name, options) => {
    const reading = readAll('-', options as ReadBatchesOptions);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(name);
  });

  test.each([
    ['lines', '{"events":[]}\n{"events":[', 'ndjson', 2, 'in the middle of line 2'],
    ['a pretty-printed batch', '{\n"events":[]}\n{"events":[', 'auto', 2, 'in the middle of batch 2'],
    ['an array', '[{"events":[]},{"events":[]}', 'auto', 3, 'before its array of batches is closed'],
  ] as const)('%s that end too early: what is there, and then an error', async (_, text, format, line, where) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'export.json');
    writeFileSync(path, text);
    const records: unknown[] = [];
    const reading = (async () => {
      for await (const record of readBatches(path, { format })) records.push(record);
    })();
    await expect(reading).rejects.toThrow(where);
    expect(records.at(-1)).toMatchObject({ line, reason: 'truncated' });
    expect(records).toHaveLength(line);
  });

  test('a truncated input does not stop the others, and is reported at the end', async () => {
    using folder = temporaryFolder();
    const [bad, good] = [join(folder.path, '1.gz'), join(folder.path, '2.ndjson')];
    writeFileSync(bad, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]));
    writeExport(good, 3);
    const records: unknown[] = [];
    const reading = (async () => {
      for await (const record of readBatches([bad, good])) records.push(record);
    })();
    await expect(reading).rejects.toThrow(InputError);
    expect(records).toHaveLength(3);
    await expect(readAll(join(folder.path, 'gone'))).rejects.toThrow(InputError);
  });

  test('an abort is thrown', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'export.ndjson');
    writeExport(path, 10);
    const stop = new AbortController();
    let read = 0;
    const reading = (async () => {
      for await (const record of readBatches(path, { signal: stop.signal })) {
        read += 'text' in record ? 1 : 0;
        stop.abort();
      }
    })();
    await expect(reading).rejects.toThrow(stop.signal.reason);
    expect(read).toBe(1);
  });

  test('goes straight into an upload', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'export.ndjson');
    writeExport(path, 25);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"half`);
    const { fetch } = scripted(received);
    const { outcomes, upload } = await finish(uploadBatches(readBatches(path), { ...OPTIONS, fetch }));
    expect(countsOf(outcomes)).toEqual({ sent: 25, rejected: 1 });
    expect(outcomes.map(({ line }) => line).sort((a, b) => a - b)).toEqual(outcomes.map((_, index) => index + 1));
    expect(upload.report?.inputs).toMatchObject([{ path, records: 26 }]);
  });
});

describe('mapBatch and encoderFor', () => {
  const settings = mappingSettings({ api: 'conversions', asOf: new Date(NOW_MS) });

  test('a conversion, a skip and a rejection', () => {
    const events = [
      purchase(),
      purchase({ action: 'refund' }),
      purchase({ total_amount: 'ten', products: [], transaction_id: 'POS-2' }),
    ];
    const { events: mapped, warnings } = mapBatch(batchOf([...events, 'none']), settings);
    expect(mapped).toMatchObject([
      { kind: 'conversion', event: 0, conversion: { action: 'purchase', value: 61.46, orderId: 'POS-1' } },
      { kind: 'skipped', event: 1, reason: 'other_action' },
      { kind: 'rejected', event: 2, reason: 'no_value' },
      { kind: 'rejected', event: 3, reason: 'malformed_event' },
    ]);
    expect(warnings).toEqual([{ code: 'amount_not_numeric', count: 1, detail: 'total_amount' }]);
    const [first] = mapped;
    const encode = encoderFor(settings);
    const { eventName, json } = encode(first.kind === 'conversion' ? first.conversion : (null as never));
    expect([eventName, JSON.parse(json)]).toMatchObject(['Purchase', { action_source: 'physical_store' }]);
    expect(json).not.toContain('@');
  });

  test('a text is read as the command line reads it; what is no batch is a rejection', () => {
    const text = JSON.stringify(batchOf([purchase()]));
    expect(mapBatch(text, settings)).toEqual(mapBatch(JSON.parse(text) as object, settings));
    expect(mapBatch(text + text, settings).events).toHaveLength(2);
    expect(mapBatch('{"half', settings).events).toEqual([
      { kind: 'rejected', event: null, reason: 'not_json', message: 'the line is not JSON' },
    ]);
    expect(mapBatch([], settings).events).toMatchObject([{ event: null, reason: 'not_a_batch' }]);
  });

  test('settings are checked', () =>
    expect(() => mappingSettings({ api: 'graph', emailTyp: 'x' } as object)).toThrow(
      /emailTyp: no such setting; did you mean emailType\?[^]*\n?api: must be one of/,
    ));
});

// For the compiler: the options are the settings, name by name; Node’s own fetch is one.
type Written = v.InferInput<v.ObjectSchema<Omit<typeof ENTRIES, 'environments' | 'customDataExclude'>, undefined>>;
expectTypeOf<keyof SettingsOptions>().toEqualTypeOf<keyof typeof ENTRIES>();
expectTypeOf<Omit<SettingsOptions, 'environments' | 'customDataExclude'>>().toExtend<Written>();
expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
