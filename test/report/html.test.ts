import { describe, expect, test } from 'vitest';
import { codeOf, html } from '../../src/report/html/markup.js';
import { renderHtml } from '../../src/report/html/page.js';
import { mergeReports } from '../../src/report/merge/merge.js';
import { STYLE } from '../../src/report/html/style.js';
import { aReport, EMPTY, NIGHT } from './a-report.js';

const VOID = new Set(['meta', 'rect', 'wbr']);

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
  readonly parents: readonly string[];
  readonly children: string[];
  text: string;
}

/** Reads a page as strictly as no browser would: every attribute quoted, every element closed where it was opened. */
const elementsOf = (page: string): Element[] => {
  const all: Element[] = [];
  const open: Element[] = [];
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9-]*="[^"<>]*")*)\s*(\/?)>/y;
  let at = page.startsWith('<!doctype html>') ? '<!doctype html>'.length : -1;
  while (at < page.length) {
    tag.lastIndex = at;
    const found = tag.exec(page);
    if (found === null) {
      const next = page.indexOf('<', at);
      const text = page.slice(at, next === -1 ? undefined : next);
      if (text === '') throw new Error(`not a tag: ${page.slice(at, at + 60)}`);
      open.forEach((element) => (element.text += text));
      at += text.length;
      continue;
    }
    at = tag.lastIndex;
    const [, closing, name, attributesText, selfClosing] = found;
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...attributesText.matchAll(/([A-Za-z][A-Za-z0-9-]*)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    const element = { name, attributes, parents: open.map((one) => one.name), children: [], text: '' };
    open.at(-1)?.children.push(name);
    all.push(element);
    if (!VOID.has(name) && selfClosing !== '/') open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is never closed`);
  return all;
};

const LONG = aReport(
  {
    byDay: Object.fromEntries(
      Array.from({ length: 400 }, (_, day) => [
        new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
        { events: day, value: { USD: day * 10, EUR: 1, GBP: 2, JPY: 3 } },
      ]),
    ),
    byEventName: { Purchase: { events: 9, value: { USD: 798_000, EUR: 400, GBP: 800, JPY: 1_200 } } },
    series: Array.from({ length: 5_000 }, (_, at) => ({ at: at * 10, sent: at % 700, waitingSeconds: at % 11 })),
    inputs: Array.from({ length: 300 }, (_, at) => ({ ...NIGHT.inputs[0], path: `exports/${at}.ndjson` })),
    limitedDataUse: { flagged: 5, notSendable: { no_state: 3 } },
  },
  NIGHT,
);
const STOPPED = aReport({ run: { exitCode: 4, stopReason: 'The token has expired.' }, events: { read: 5, unsent: 5 } });

describe.each([
  ['an empty run', EMPTY],
  ['a night', NIGHT],
  ['years, merged', LONG],
  ['a stopped run', STOPPED],
])('%s', (_what, report) => {
  const page = renderHtml(report);
  const elements = elementsOf(page);
  const named = (...names: string[]): Element[] => elements.filter(({ name }) => names.includes(name));

  test('needs nothing from outside and runs nothing', () => {
    expect(named('script', 'link', 'img', 'iframe', 'a', 'object', 'embed', 'use')).toEqual([]);
    const attributes = elements.flatMap((element) => Object.keys(element.attributes));
    expect(attributes.filter((name) => /^(src|href|srcset|action|on.*|style)$/.test(name))).toEqual([]);
    expect(page).not.toMatch(/@import|url\((?!#wait\))/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('has a language, a title, one of each landmark, and headings in order', () => {
    expect(named('html')[0].attributes.lang).toBe('en');
    for (const name of ['title', 'header', 'main', 'footer', 'h1'])
      expect(elements.filter((one) => one.name === name && !one.parents.includes('svg'))).toHaveLength(1);
    const levels = named('h1', 'h2', 'h3').map(({ name }) => Number(name[1]));
    levels.forEach((level, at) => expect(level).toBeLessThanOrEqual((at === 0 ? 0 : levels[at - 1]) + 1));
    named('section').forEach((section) => expect(section.attributes['aria-labelledby']).toBeTruthy());
  });

  test('ids are unique, and whatever is pointed at is there', () => {
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    const drawnTwice = ids.filter((id, at) => ids.indexOf(id) !== at);
    expect(drawnTwice).toEqual([]);
    const pointedAt = elements.flatMap(({ attributes }) => attributes['aria-labelledby']?.split(' ') ?? []);
    pointedAt.forEach((id) => expect(ids).toContain(id));
    const regions = elements.filter(({ attributes }) => attributes.role === 'region');
    expect(new Set(regions.map(({ attributes }) => attributes['aria-label'])).size).toBe(regions.length);
  });

  test('every picture has words', () => {
    // Bars are beside their number.
    const pictures = named('svg').filter(({ attributes }) => attributes['aria-hidden'] !== 'true');
    expect(pictures.map(({ attributes, children }) => [attributes.role, ...children.slice(0, 2)])).toEqual(
      pictures.map(() => ['img', 'title', 'desc']),
    );
    const words = named('title', 'desc').filter(({ parents }) => parents.includes('svg'));
    expect(words.filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  test('every table has a caption, and heads that say what they head', () => {
    const [tables, heads] = [named('table'), named('th')];
    expect(tables.map(({ children }) => children)).toEqual(tables.map(() => ['caption', 'thead', 'tbody']));
    expect(heads.map(({ attributes }) => attributes.scope)).toEqual(
      heads.map(({ parents }) => (parents.includes('thead') ? 'col' : 'row')),
    );
  });

  test('stays small', () => {
    expect(page.length).toBeLessThan(250_000);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

test('the page starts with what needs an action, then outcomes, then charts', () => {
  const titles = elementsOf(renderHtml(NIGHT)).flatMap(({ name, text }) => (name === 'h2' ? text : []));
  expect(titles).toEqual([
    ...['Rejected', 'Warnings', '480,212 events read', 'What Facebook got', 'The run', 'Match-key coverage', 'Skipped'],
    ...['Value by day', 'Throughput', '3 inputs'],
  ]);
});

/** The text of a cell without its bar. */
const wordsOf = (cell: string): string => cell.replace(/<svg.*?<\/svg>|<[^>]*>/gs, '').trim();

/** The cells of the table with this caption, row by row. */
const rowsOf = (page: string, caption: string): string[][] => {
  const from = page.indexOf(`<div class="table" role="region" aria-label="${caption}"`);
  const body = page.slice(page.indexOf('<tbody>', from), page.indexOf('</tbody>', from));
  return body
    .split('<tr>')
    .slice(1)
    .map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => wordsOf(cell)));
};

/** The text beside a name in the list of facts. */
const factOf = (page: string, name: string): string | undefined =>
  new RegExp(`<dt>${name}</dt>\\s*<dd>([^<]*)</dd>`).exec(page)?.[1];

describe('the page has everything that the summary has', () => {
  const currencies = { USD: 10, EUR: 900.5, JPY: 5_000, CHF: 4 };
  const page = renderHtml(
    aReport(
      {
        inputs: NIGHT.inputs.map((input, at) => ({ ...input, status: at < 2 ? ('unchanged' as const) : 'done' })),
        byEventName: { Purchase: { events: 470_000, value: currencies } },
        byDay: { '2026-07-28': { events: 470_000, value: currencies } },
      },
      NIGHT,
    ),
  );

  test('what to do next, what the exit code means, what was unchanged', () => {
    expect(page).toContain('<p>Next: fix the rejects, then (same settings): mp2fb upload rejects.ndjson</p>');
    expect(factOf(page, 'Exit code')).toMatch(/^3: finished, but some records or events were rejected/);
    expect(factOf(page, 'Read')).toMatch(/^3 inputs \(1\.2 GB\), 2 unchanged since an earlier run: 480,210 batches/);
  });

  test('malformed records beside the outcomes', () => {
    expect(rowsOf(page, 'Events by outcome').slice(-2)).toEqual([
      ['rejected', '212', '&lt;0.1%'],
      ['malformed', '3 records', ''],
    ]);
  });

  test('a row for all names, and one order of currencies', () => {
    const sums = ['5,000 JPY', '900.50 EUR', '10.00 USD', '4.00 CHF'];
    expect(rowsOf(page, 'Events and value by event name')).toEqual([
      ['Purchase', '470,000', ...sums],
      ['total', '470,000', ...sums],
    ]);
    expect(rowsOf(page, 'Events and value by day (UTC)')).toEqual([['2026-07-28', '470,000', ...sums]]);
  });
});

test('a row for each of several runs', () => {
  const stopped = {
    id: 'b',
    startedAt: '2026-08-01T02:00:00.000Z',
    finishedAt: '2026-08-01T02:00:01.000Z',
    exitCode: 4,
  };
  const page = renderHtml(
    mergeReports([
      NIGHT,
      aReport({
        run: { ...stopped, stopReason: 'The token has <expired>.', shard: '1/2' },
        events: { read: 5, unsent: 5 },
        duration: { seconds: 1 },
      }),
    ]),
  );
  expect(rowsOf(page, 'Outcome of each run')).toEqual([
    [...['2026-07-31 02:00 UTC', 'all', '470,000', '212', '3', '0', '2 min 14 s'], '3 some rejected'],
    [...['2026-08-01 02:00 UTC', '1/2', '0', '0', '0', '5', '1 s'], '4 stopped: The token has &lt;expired&gt;.'],
  ]);
  expect(page).toContain('The report of shard 2/2 is missing');
  expect(page).not.toContain('Next:');
});

describe('rates are of the time that was there', () => {
  test.each([
    ['a run shorter than a step', [{ at: 0, seconds: 0.5, sent: 1_960, waitingSeconds: 0 }], 0.5, '3,920'],
    ['the same from an older report', [{ at: 0, sent: 1_960, waitingSeconds: 0 }], 0.5, '3,920'],
    [
      'a moment at the end is no peak',
      [
        { at: 0, seconds: 10, sent: 1_000, waitingSeconds: 0 },
        { at: 10, seconds: 0.05, sent: 500, waitingSeconds: 0 },
      ],
      10.05,
      '149',
    ],
    [
      'the end of a night',
      [
        { at: 0, seconds: 10, sent: 1_000, waitingSeconds: 0 },
        { at: 10, seconds: 5, sent: 2_000, waitingSeconds: 5 },
      ],
      15,
      '400',
    ],
  ])('%s', (_what, series, seconds, rate) => {
    const page = renderHtml(aReport({ series, duration: { seconds, throttledSeconds: 0 } }, NIGHT));
    expect(page).toContain(`at most ${rate} events a second.`);
    expect(page).toContain(`${rate}/s`);
  });
});

test('waits are hatched', () => {
  expect(renderHtml(NIGHT).match(/fill="url\(#wait\)"/g)).toHaveLength(3);
});

test('whatever comes from a report is escaped', () => {
  const evil = `\u202e"><script>alert('1')</script>&amp;\u061c\u2066\u200f\u001b`;
  const page = renderHtml(
    aReport(
      {
        tool: { name: evil, version: evil },
        run: { id: evil, stopReason: evil, startedAt: evil },
        destination: { id: evil, baseUrl: evil, apiVersion: evil },
        inputs: [{ path: evil, format: 'csv', bytes: 1, records: 1, status: 'failed', failure: evil }],
        byEventName: { [evil]: { events: 1, value: { [evil]: 1 } } },
        byDay: { [evil]: { events: 1, value: { [evil]: 1 } } },
        limitedDataUse: { flagged: 0, notSendable: { [evil]: 1 } },
        warnings: [{ code: 'facebook_message', count: 1, message: evil }],
        rejectSamples: [{ reason: 'no_match_keys', message: evil, origin: evil }],
        files: { rejects: evil, report: evil },
      },
      NIGHT,
    ),
  );
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
  expect(page).not.toContain('\u001b');
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;');
  expect(elementsOf(page).filter(({ name }) => name === 'script')).toEqual([]);
});

test('a template escapes what is put into it, but not itself', () => {
  expect(html`<b title="${'"'}">${'<'}${1}${html`<i>${'&'}</i>`}${[html`<u></u>`]}</b>`.text).toBe(
    '<b title="&quot;">&lt;1<i>&amp;</i><u></u></b>',
  );
});

const luminance = (hex: string): number => {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for shapes that mean something. */
test.each([
  ['light', 0],
  ['dark', 1],
])('contrast, %s', (_scheme, at) => {
  const block = [...STYLE.text.matchAll(/:root \{([^}]*)\}/g)][at][1];
  const colours = Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]),
  );
  for (const paper of [colours.paper, colours.card]) {
    for (const text of ['ink', 'soft', 'good', 'warn', 'bad'])
      expect([text, contrast(colours[text], paper)]).toEqual([text, expect.toSatisfy((ratio: number) => ratio >= 4.5)]);
    for (const shape of ['plain', 'wait'])
      expect([shape, contrast(colours[shape], paper)]).toEqual([
        shape,
        expect.toSatisfy((ratio: number) => ratio >= 3),
      ]);
  }
});

describe('a failed input is shown first', () => {
  const failed = {
    ...NIGHT.inputs[0],
    path: 'exports/bad.ndjson.gz',
    status: 'failed' as const,
    failure: 'it ends early',
  };
  const page = renderHtml(aReport({ inputs: [...Array(30).fill(NIGHT.inputs[1]), failed] }, NIGHT));

  test('with its reason, above the outcomes, and not folded', () => {
    expect(rowsOf(page, 'Failed inputs')).toEqual([
      ['exports/bad.ndjson.gz', 'failed: it ends early', '160,000', '412 MB'],
    ]);
    expect(page.indexOf('1 input could not be read')).toBeLessThan(page.indexOf('events read</h2>'));
  });
});

test('of many days the latest are shown, and all of them folded', () => {
  const page = renderHtml(LONG);
  expect(rowsOf(page, 'The latest 31 days (UTC)')).toHaveLength(31);
  expect(page).toContain('<summary>All 400 days</summary>');
  expect(rowsOf(page, 'Events and value by day (UTC)')).toHaveLength(400);
});

test('rejects that are known say since when', () => {
  const known = aReport(
    {
      events: {
        rejected: { total: 2, known: 2, knownSince: '2026-11-25T02:00:00.000Z', byReason: { no_match_keys: 2 } },
      },
    },
    EMPTY,
  );
  expect(renderHtml(known)).toContain('Rejected, all known since 2026-11-25');
});

test('a code may break after a separator only', () => {
  expect(codeOf('a/b_c.d').text).toBe('<code>a/<wbr />b_<wbr />c.<wbr />d</code>');
  expect(codeOf('<x>').text).toBe('<code>&lt;x&gt;</code>');
});
