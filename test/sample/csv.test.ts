import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { BAD_KINDS } from '../../src/sample/bad-records.js';
import { CSV_HEADER } from '../../src/sample/csv.js';
import { SampleSource, type SampleOptions } from '../../src/sample/records.js';
import { sampleTexts } from '../support/sample-texts.js';
import { NOW_MS } from '../support/batches.js';

type Row = Readonly<Record<string, string>>;

const OPTIONS: SampleOptions = {
  format: 'csv',
  seed: 3,
  asOfMs: NOW_MS,
  days: 30,
  advertisingIds: 0.2,
  badRecords: false,
};
const ACTION = 'events.data.product_action';

const text = [CSV_HEADER, ...sampleTexts({ ...OPTIONS, count: 2_000 })].join('\n');
const rows: readonly Row[] = parse(text, { columns: true, bom: true });
const events = sampleTexts({ ...OPTIONS, format: 'ndjson', count: 2_000 }).flatMap((line) => JSON.parse(line).events);

/** Rows of one sale stand together and have all of this in common. */
const saleOf = (row: Row): string =>
  ['user_identities.customerid', 'events.data.timestamp_unixtime_ms', `${ACTION}.action`, `${ACTION}.transaction_id`]
    .map((column) => row[column])
    .join(' ');
const sales = rows.filter((row, at) => at === 0 || saleOf(row) !== saleOf(rows[at - 1]));

test('columns stay within what the feed accepts', () => {
  const columns = CSV_HEADER.split(',');
  expect(new Set(columns).size).toBe(columns.length);
  expect(columns.length).toBeLessThan(50);
});

test('the file has the same sales as the NDJSON of the same seed', () => {
  expect(sales).toHaveLength(events.length);
  const totals = sales.map((row) => Number(row[`${ACTION}.total_amount`]));
  expect(totals).toEqual(events.map(({ data }) => data.product_action?.total_amount ?? 0));
});

test('a sale of several products fills several rows, each with the whole total', () => {
  const several = rows.filter((row, at) => at > 0 && saleOf(row) === saleOf(rows[at - 1]));
  expect(several.length).toBeGreaterThan(500);
  expect(several.every((row) => row[`${ACTION}.transaction_id`] !== '')).toBe(true);
});

test('text that needs quotes comes back whole', () => {
  const names = new Set(rows.map((row) => row[`${ACTION}.products.name`]));
  expect(names).toContain('Desk lamp "Pelican"');
  expect(names).toContain('Enamel mug, 350 ml');
});

test('a promotion, which a CSV feed cannot express, is a click', () => {
  const promotions = events.filter(({ data }) => data.product_action === null);
  expect(promotions.length).toBeGreaterThan(0);
  expect(sales.filter((row) => row[`${ACTION}.action`] === 'click')).toHaveLength(promotions.length);
});

describe('with bad records', () => {
  const source = new SampleSource({ ...OPTIONS, badRecords: true });
  const records = Array.from({ length: BAD_KINDS.csv.length * 5 }, () => source.next());

  test('every kind is there', () =>
    expect(records.flatMap(({ bad }) => (bad === null ? [] : [bad.name]))).toEqual(
      BAD_KINDS.csv.map(({ name }) => name),
    ));

  test('only the rows meant to be ragged are ragged', () => {
    const columns = CSV_HEADER.split(',').length;
    const ragged = records.filter(({ text: lines }) => {
      const parsed: string[][] = parse(lines, { relax_column_count: true });
      return parsed.some((cells) => cells.length !== columns);
    });
    expect(new Set(ragged.map(({ bad }) => bad?.expected))).toEqual(new Set(['csv_row']));
    expect(ragged).toHaveLength(2);
  });

  test('none swallows the rows after it', () => {
    const lines = [CSV_HEADER, ...records.map((record) => record.text)].join('\n');
    const kept: readonly Row[] = parse(lines, { columns: true, relax_column_count: true, skip_empty_lines: true });
    expect(kept).toHaveLength(lines.split('\n').filter((line) => line !== '').length - 1);
  });
});
