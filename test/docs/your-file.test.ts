import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decoderOf } from '../../src/read/bytes/decoded-source.js';
import type { Report } from '../../src/model/report.js';
import { jsonLines } from '../support/program.js';
import { fences, pages } from './readme.js';
import { Workplace } from './workplace.js';

const page = pages().find(({ name }) => name === 'src/manual/your-file.md')?.text ?? '';
const blocks = (language: string): readonly string[] =>
  fences(page)
    .filter((fence) => fence.language === language)
    .map(({ text }) => text);

const MS_PER_DAY = 86_400_000;
const withoutComments = (text: string): unknown => JSON.parse(text.replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*/g, '$1'));

test('a till’s file comes from its draft to the upload by the commands of the page', async () => {
  await using workplace = await Workplace.open();
  const run = async (command: string | undefined) => {
    const ran = await workplace.run('bash', command ?? '');
    expect(`${ran.err}exit ${ran.code}`).toMatch(/exit 0$/);
    return ran;
  };
  const [draft, preview, upload] = blocks('bash');
  const [, yesterday = ''] = /^(.*)T/.exec(new Date(Date.now() - MS_PER_DAY).toISOString()) ?? [];
  const [csv = ''] = blocks('csv');
  const till = csv.replaceAll('24.11.2026', yesterday.split('-').reverse().join('.'));
  const bytes = Buffer.from(till, 'latin1');
  expect(decoderOf('windows-1252')(bytes)).toBe(till);
  writeFileSync(workplace.path('kasse.csv'), bytes);

  rmSync(workplace.path('manifest.json'));
  await run(draft);
  const [corrected = ''] = blocks('jsonc');
  const drafted = withoutComments(workplace.text('manifest.json')) as { columns: { map?: object }[] };
  const manifest = JSON.parse(corrected) as { columns: { map?: object; value?: string }[] };
  // The page adds the constants and one word to the draft, nothing else.
  expect({ ...manifest, columns: manifest.columns.filter(({ value }) => value === undefined) }).toMatchObject(drafted);
  writeFileSync(workplace.path('manifest.json'), corrected);

  const events = jsonLines((await run(preview)).out) as { custom_data: object; user_data: object }[];
  expect(events.map(({ custom_data }) => custom_data)).toMatchObject([
    { order_id: '4711', value: 1299.5, currency: 'EUR', store: 'Köln' },
    { order_id: '4714', value: 19.9, currency: 'EUR', store: 'Bonn' },
  ]);
  for (const { user_data } of events)
    expect(Object.keys(user_data)).toEqual(expect.arrayContaining(['em', 'ph', 'country']));

  await run(upload);
  const report = JSON.parse(workplace.text('report.json')) as Report;
  expect(report.events).toMatchObject({
    read: 4,
    sent: 2,
    skipped: { byReason: { other_action: 1, row_left_out: 1 } },
  });
});
