import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html/page.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { Browser, CHROMIUM } from '../support/browser.js';
import { aReport, NIGHT } from './a-report.js';

/** Everything that is long or wide at once: codes, paths, numbers, currencies, days, steps, inputs. */
const CROWDED = aReport(
  {
    run: { exitCode: 6, stopReason: 'exports/2026-07-29.ndjson.gz could not be read: the disk reports an error' },
    inputs: Array.from({ length: 30 }, (_, at) => ({
      ...NIGHT.inputs[0],
      path: `/srv/exports/store-${at}/part-00000-a1b2c3d4-e5f6-7890-abcd-ef0123456789.c000.snappy.ndjson.gz`,
      ...(at === 0 ? { status: 'failed' as const, failure: 'unexpected end of file' } : {}),
    })),
    events: {
      rejected: { total: 40, known: 12, byReason: { insufficient_match_keys: 28, unknown_action: 12 } },
      skipped: { total: 2_000, byReason: { app_platform: 1_800, beyond_limit: 200 } },
      unsent: 1_000,
    },
    byEventName: { Purchase: { events: 9, value: { USD: 12_798_000, EUR: 9_400_000, JPY: 1_200_000_000 } } },
    byDay: Object.fromEntries(
      Array.from({ length: 60 }, (_, day) => [
        new Date(Date.UTC(2026, 4, 1 + day)).toISOString().slice(0, 10),
        { events: day, value: { USD: day * 1_000, EUR: 900_000, JPY: 12_000_000 } },
      ]),
    ),
    series: Array.from({ length: 2_000 }, (_, at) => ({ at: at * 10, sent: at % 700, waitingSeconds: at % 11 })),
    limitedDataUse: { flagged: 5, notSendable: { no_state: 3 } },
  },
  NIGHT,
);
const WEEK = mergeReports(
  Array.from({ length: 40 }, (_, night) =>
    aReport(
      {
        run: {
          id: `night-${night}`,
          startedAt: new Date(Date.UTC(2026, 5, 1 + night, 2)).toISOString(),
          finishedAt: new Date(Date.UTC(2026, 5, 1 + night, 3)).toISOString(),
        },
      },
      NIGHT,
    ),
  ),
);
const PAGES = { night: NIGHT, crowded: CROWDED, merged: WEEK };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

if (CHROMIUM === undefined) console.warn('The report page was not looked at: no Chromium (apt-get install chromium).');

describe.skipIf(CHROMIUM === undefined)(
  'the report page in a real Chromium (skipped without one)',
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    beforeAll(() => {
      browser = new Browser(CHROMIUM ?? '');
    });
    afterAll(() => browser[Symbol.asyncDispose]());

    describe.each(Object.entries(PAGES))('%s', (_name, report) => {
      const page = renderHtml(report);

      test.each([
        [390, 'light'],
        [1_280, 'dark'],
      ] as const)('%i px, %s: axe finds nothing', async (width, scheme) => {
        await browser.open(page, width, scheme);
        await browser.evaluate('document.querySelectorAll("details").forEach((one) => (one.open = true))');
        const found = (await browser.evaluate(
          `${AXE}; axe.run({ runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`,
        )) as Found;
        expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      });

      test.each([390, 1_280])('%i px: fits the width, every text at least 13 px high', async (width) => {
        await browser.open(page, width, 'light');
        expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        const small = await browser.evaluate(
          `[...document.querySelectorAll('body *')].filter((one) => one.textContent.trim() !== '' && one.closest('svg') === null &&
             parseFloat(getComputedStyle(one).fontSize) < 13).map((one) => one.outerHTML.slice(0, 80))`,
        );
        expect(small).toEqual([]);
        expect(await browser.evaluate("document.querySelectorAll('svg text').length")).toBe(0);
      });

      test('390 px: a code breaks only after a separator', async () => {
        await browser.open(page, 390, 'light');
        // A line of a code starts where a text node starts: each node is on one line.
        const broken = await browser.evaluate(
          `[...document.querySelectorAll('code')].flatMap((code) => [...code.childNodes]).filter((node) => {
             const range = document.createRange(); range.selectNodeContents(node);
             return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
           }).map(({ textContent }) => textContent)`,
        );
        expect(broken).toEqual([]);
      });

      test('prints to PDF', async () => {
        await browser.open(page, 1_280, 'dark');
        const pdf = await browser.pdf();
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        expect(pdf.length).toBeGreaterThan(10_000);
      });
    });
  },
);
