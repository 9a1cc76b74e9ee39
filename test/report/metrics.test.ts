import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { renderMetrics, saveMetrics } from '../../src/report/files/metrics.js';
import { aReport, NIGHT } from './a-report.js';
import { newFolder } from '../support/surroundings.js';

let folder: string;
beforeEach(() => void (folder = newFolder()));

const LABELS = 'api="conversions",destination="1234567890123456"';

test('a night, whole', () => {
  expect(renderMetrics(NIGHT)).toMatchInlineSnapshot(`
    "# HELP mp2fb_last_finish_timestamp_seconds When a run last reached its end, rejects or not (exit code 0 or 3).
    # TYPE mp2fb_last_finish_timestamp_seconds gauge
    mp2fb_last_finish_timestamp_seconds{api="conversions",destination="1234567890123456"} 1785463335
    # HELP mp2fb_last_run_timestamp_seconds When the last run ended.
    # TYPE mp2fb_last_run_timestamp_seconds gauge
    mp2fb_last_run_timestamp_seconds{api="conversions",destination="1234567890123456"} 1785463335
    # HELP mp2fb_exit_code Exit code of the last run.
    # TYPE mp2fb_exit_code gauge
    mp2fb_exit_code{api="conversions",destination="1234567890123456"} 3
    # HELP mp2fb_duration_seconds How long the last run took.
    # TYPE mp2fb_duration_seconds gauge
    mp2fb_duration_seconds{api="conversions",destination="1234567890123456"} 134
    # HELP mp2fb_throttled_seconds How long the last run waited for Facebook.
    # TYPE mp2fb_throttled_seconds gauge
    mp2fb_throttled_seconds{api="conversions",destination="1234567890123456"} 30
    # HELP mp2fb_requests Requests of the last run.
    # TYPE mp2fb_requests gauge
    mp2fb_requests{api="conversions",destination="1234567890123456"} 474
    # HELP mp2fb_requests_retried Retries in the last run.
    # TYPE mp2fb_requests_retried gauge
    mp2fb_requests_retried{api="conversions",destination="1234567890123456"} 2
    # HELP mp2fb_build_info The program.
    # TYPE mp2fb_build_info gauge
    mp2fb_build_info{api="conversions",destination="1234567890123456",version="1.0.0"} 1
    # HELP mp2fb_events Events of the last run by outcome.
    # TYPE mp2fb_events gauge
    mp2fb_events{api="conversions",destination="1234567890123456",outcome="sent"} 470000
    mp2fb_events{api="conversions",destination="1234567890123456",outcome="previewed"} 0
    mp2fb_events{api="conversions",destination="1234567890123456",outcome="already_sent"} 8000
    mp2fb_events{api="conversions",destination="1234567890123456",outcome="skipped"} 2000
    mp2fb_events{api="conversions",destination="1234567890123456",outcome="rejected"} 212
    mp2fb_events{api="conversions",destination="1234567890123456",outcome="unsent"} 0
    # HELP mp2fb_events_read Events read by the last run.
    # TYPE mp2fb_events_read gauge
    mp2fb_events_read{api="conversions",destination="1234567890123456"} 480212
    # HELP mp2fb_batches_malformed Records that the last run could not read as batches.
    # TYPE mp2fb_batches_malformed gauge
    mp2fb_batches_malformed{api="conversions",destination="1234567890123456"} 3
    # HELP mp2fb_rejected_events Rejected events of the last run by reason.
    # TYPE mp2fb_rejected_events gauge
    mp2fb_rejected_events{api="conversions",destination="1234567890123456",reason="no_match_keys"} 180
    mp2fb_rejected_events{api="conversions",destination="1234567890123456",reason="invalid_currency"} 32
    # HELP mp2fb_rejects_known Rejected events and malformed records of the last run that an earlier run already reported.
    # TYPE mp2fb_rejects_known gauge
    mp2fb_rejects_known{api="conversions",destination="1234567890123456"} 0
    # HELP mp2fb_value Value of the events sent by the last run, in units of the currency.
    # TYPE mp2fb_value gauge
    mp2fb_value{api="conversions",destination="1234567890123456",currency="USD"} 13279678.9
    # HELP mp2fb_strong_match_key_events Events sent by the last run that have a key which identifies a person alone.
    # TYPE mp2fb_strong_match_key_events gauge
    mp2fb_strong_match_key_events{api="conversions",destination="1234567890123456"} 461540
    # HELP mp2fb_warnings Warnings of the last run by code.
    # TYPE mp2fb_warnings gauge
    mp2fb_warnings{api="conversions",destination="1234567890123456",code="currency_defaulted"} 1204
    "
  `);
});

test('each line is what the text format allows, and each name has one HELP and one TYPE before its samples', () => {
  const report = aReport(
    { destination: { id: 'a"b\\c\nd' }, byEventName: { P: { events: 1, value: { 'X"Y': 1.5 } } } },
    NIGHT,
  );
  const seen = new Set<string>();
  let current = '';
  for (const line of renderMetrics(report).trimEnd().split('\n')) {
    const help = /^# HELP (\w+) [^\n]+$/.exec(line);
    if (help !== null) {
      expect(seen).not.toContain(help[1]);
      seen.add((current = help[1]));
    } else if (line.startsWith('#')) expect(line).toBe(`# TYPE ${current} gauge`);
    else {
      expect(line).toMatch(/^\w+\{\w+="(?:[^"\\]|\\["\\n])*"(?:,\w+="(?:[^"\\]|\\["\\n])*")*\} -?\d+(?:\.\d+)?$/);
      expect(line.startsWith(`${current}{`)).toBe(true);
    }
  }
  expect(renderMetrics(report)).toContain('destination="a\\"b\\\\c\\nd"');
});

const value = async (path: string, name: string): Promise<number | null> => {
  const line = (await readFile(path, 'utf8')).split('\n').find((one) => one.startsWith(`${name}{`));
  return line === undefined ? null : Number(line.split('} ')[1]);
};

const endedAt = (finishedAt: string, exitCode: number, dryRun = false): Report =>
  aReport({ run: { finishedAt, exitCode, dryRun } });
const seconds = (iso: string): number => Date.parse(iso) / 1_000;

test('the time of the last success outlives bad nights and dry runs, and follows good ones', async () => {
  const path = join(folder, 'mp2fb.prom');
  const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((day) => `2026-08-0${day}T02:00:00.000Z`);
  const steps: [Report, number | null, number | null][] = [
    [endedAt(first, 4), null, null],
    [endedAt(second, 0), seconds(second), seconds(second)],
    [endedAt(third, 3), seconds(second), seconds(third)],
    [endedAt(fourth, 143), seconds(second), seconds(third)],
    [endedAt(fifth, 0, true), seconds(second), seconds(third)],
  ];
  for (const [report, success, finish] of steps) {
    await saveMetrics(path, report);
    expect(await value(path, 'mp2fb_last_success_timestamp_seconds')).toBe(success);
    expect(await value(path, 'mp2fb_last_finish_timestamp_seconds')).toBe(finish);
    expect(await value(path, 'mp2fb_last_run_timestamp_seconds')).toBe(seconds(report.run.finishedAt));
    expect(await value(path, 'mp2fb_exit_code')).toBe(report.run.exitCode);
  }
});

test('the success of another destination is not its own', () => {
  const previous = renderMetrics(endedAt('2026-08-01T02:00:00.000Z', 0));
  const other = aReport({ run: { exitCode: 4 }, destination: { id: '99' } });
  expect(renderMetrics(other, previous)).not.toContain('last_success');
});

test('a file that is no metrics at all does no harm', () => {
  expect(
    renderMetrics(
      endedAt('2026-08-01T02:00:00.000Z', 4),
      `mp2fb_last_success_timestamp_seconds{${LABELS}} soon\n\u0000`,
    ),
  ).not.toContain('last_success');
});
