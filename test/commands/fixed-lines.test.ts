import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchOf, purchase } from '../support/batches.js';
import { mp2fbHere } from '../support/command.js';
import { FakeGraphApi } from '../support/fake-graph-api.js';
import { temporaryFolder, textAt } from '../support/surroundings.js';

interface RejectLine {
  readonly _reject: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** What an upload to the sandbox keeps as rejects, and what it came to. */
const rejectsOf = async (folder: string, name: string, text: string, ...more: readonly string[]) => {
  writeFileSync(join(folder, name), text);
  const rejects = join(folder, `rejects-of-${name}.ndjson`);
  const to = ['--sandbox', '--api', 'conversions', '--rejects', rejects, '--report', join(folder, 'report.json')];
  const { code, err } = await mp2fbHere(['upload', name, ...to, ...more], { cwd: folder });
  const lines = textAt(rejects).split('\n').slice(0, -1);
  const { events } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { events: { sent: number } };
  return { code, err, sent: events.sent, lines, parsed: lines.map((line) => JSON.parse(line) as RejectLine) };
};

const sale = (transaction_id: string, currency_code = 'EUR') =>
  purchase({ transaction_id }, { timestamp_unixtime_ms: Date.now() - 60_000, currency_code });
const buyer = { user_identities: { email: 'ida@example.com' } };

test('a fixed line sends the event that it names, and only that one', async () => {
  using folder = temporaryFolder();
  const events = [sale('A'), sale('B', 'euros')];
  const first = await rejectsOf(folder.path, 'export.ndjson', JSON.stringify(batchOf(events, buyer)));
  expect([first.code, first.sent, first.parsed[0]?._reject]).toMatchObject([
    3,
    1,
    { reason: 'invalid_currency', event: 1 },
  ]);
  expect(first.err).toMatch(/\.ndjson\s+--sandbox$/m);
  const fixedLine = (first.lines[0] ?? '').replace('euros', 'EUR');
  const second = await rejectsOf(folder.path, 'fixed.ndjson', fixedLine);
  expect([second.code, second.sent, second.lines]).toEqual([0, 1, []]);
});

test('a line whose event was taken out is rejected, and still names it', async () => {
  using folder = temporaryFolder();
  const line = JSON.stringify({ _reject: { reason: 'no_value', event: 1 }, ...batchOf([sale('A')], buyer) });
  const { code, sent, parsed } = await rejectsOf(folder.path, 'fixed.ndjson', line);
  expect([code, sent, parsed[0]?._reject]).toMatchObject([3, 0, { reason: 'malformed_event', event: 1 }]);
});

test('a reject that is uploaded unchanged is rejected unchanged, however often', async () => {
  using folder = temporaryFolder();
  const columns = 'user_identities.email,events.data.timestamp_unixtime_ms,events.data.product_action.action';
  const first = await rejectsOf(folder.path, 'broken.csv', `${columns}\nida@example.com,1,purchase,stray\n`);
  const second = await rejectsOf(folder.path, 'again.ndjson', `${first.lines.join('\n')}\n{"broken\n`);
  const third = await rejectsOf(folder.path, 'again2.ndjson', `${second.lines.join('\n')}\n`);
  expect(first.parsed[0]?._reject).toMatchObject({ reason: 'csv_row', line: 2 });
  expect([first.code, second.code, third.code]).toEqual([3, 3, 3]);
  expect(second.lines[0]).toBe(first.lines[0]);
  expect(third.lines).toEqual(second.lines);
});

test('a file that was read with the wrong manifest is read again with the right one', async () => {
  using folder = temporaryFolder();
  await using peer = new FakeGraphApi();
  writeFileSync(
    join(folder.path, 'till.csv'),
    `What,State,When,Mail\npurchase,refund,${Date.now() - 60_000},ida@example.com\n`,
  );
  const manifestWith = (action: string): string => {
    const fields = { [action]: 'action', When: 'timestamp_unixtime_ms', Mail: 'user_identities.email' };
    const columns = Object.entries(fields).map(([column, field]) => ({ column, action: 'keep', field }));
    return JSON.stringify({ hasHeaderRow: true, columns });
  };
  const uploadWith = async (action: string, more: readonly string[] = []) => {
    writeFileSync(join(folder.path, 'manifest.json'), manifestWith(action));
    const to = ['--dataset-id', '123', '--base-url', url, '--ledger', 'ledger', '--report', 'report.json'];
    const flags = ['--csv-manifest', 'manifest.json', ...to, ...more];
    const { code } = await mp2fbHere(['upload', 'till.csv', ...flags], {
      cwd: folder.path,
      env: { MP2FB_ACCESS_TOKEN: 'x' },
    });
    const { inputs } = JSON.parse(readFileSync(join(folder.path, 'report.json'), 'utf8')) as {
      inputs: { status: string }[];
    };
    return [code, inputs[0]?.status];
  };
  const url = await peer.listen();
  expect(await uploadWith('State')).toEqual([0, 'done']);
  expect(await uploadWith('State')).toEqual([0, 'unchanged']);
  expect(peer.requests).toBe(0);
  expect(await uploadWith('What')).toEqual([3, 'done']);
  // Read again, with the same rejects: they are known by now.
  expect(await uploadWith('What', ['--csv-delimiter', ','])).toEqual([0, 'done']);
});

test('a sale whose fix was sent is neither rejected nor sent again, however it is fixed next', async () => {
  using folder = temporaryFolder();
  await using peer = new FakeGraphApi();
  const url = await peer.listen();
  const inFolder = (name: string): string => join(folder.path, name);
  const upload = async (name: string, text: string) => {
    writeFileSync(inFolder(name), text);
    const to = ['--dataset-id', '123', '--base-url', url, '--ledger', 'ledger', '--report', 'report.json'];
    const { code } = await mp2fbHere(['upload', name, ...to, '--rejects', `${name}.rejects`], {
      cwd: folder.path,
      env: { MP2FB_ACCESS_TOKEN: 'x' },
    });
    const { events } = JSON.parse(readFileSync(inFolder('report.json'), 'utf8')) as {
      events: { sent: number; alreadySent: number; rejected: { total: number } };
    };
    const rejects = textAt(inFolder(`${name}.rejects`));
    return { rejects, figures: [code, events.sent, events.alreadySent, events.rejected.total] };
  };
  const fixedWith = (line: string, email: string): string =>
    JSON.stringify({ ...(JSON.parse(line) as object), user_identities: { email } });
  const lines = [batchOf([sale('A')], buyer), batchOf([sale('B')], { user_identities: {}, user_attributes: {} })].map(
    (one) => JSON.stringify(one),
  );

  const first = await upload('export.ndjson', lines.join('\n'));
  const fix = await upload('a.ndjson', fixedWith(first.rejects, 'otto@example.com'));
  const again = await upload('export.ndjson', [...lines, JSON.stringify(batchOf([sale('C')], buyer))].join('\n'));
  const otherFix = await upload('b.ndjson', fixedWith(first.rejects, 'eva@example.com'));

  expect([first.figures, fix.figures, again.figures, otherFix.figures]).toEqual([
    [3, 1, 0, 1],
    [0, 1, 0, 0],
    [0, 1, 2, 0],
    [0, 0, 1, 0],
  ]);
  expect(again.rejects).toBe('');
  expect(Object.fromEntries(peer.accepted)).toEqual({ A: 1, B: 1, C: 1 });
});
