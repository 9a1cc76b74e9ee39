import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { kinds, open } from './ledgers.js';
import { newFolder } from '../support/surroundings.js';

const VICTIM = fileURLToPath(new URL('../support/ledger-victim.ts', import.meta.url));
const DESTINATION = { baseUrl: 'https://graph.example.com', api: 'conversions', id: '1' };

interface Said {
  readonly out: Set<number>;
  readonly sent: Set<number>;
}

/** Runs the sender and kills it when it has said so many lines; adds what it said. */
const runAndKill = async (directory: string, first: number, lines: number, said: Said): Promise<void> => {
  const child = spawn(process.execPath, ['--import', 'tsx', VICTIM, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (text.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  for (const [, what, number] of text.matchAll(/^(out|sent) (\d+)$/gm))
    (what === 'out' ? said.out : said.sent).add(Number(number));
};

const someOf = (chunk: number): Uint8Array =>
  Buffer.concat(
    [0, 114, 115, 500, 999].map((index) => createHash('sha256').update(`${chunk}/${index}`).digest().subarray(0, 16)),
  );

test('whatever is on disk before SIGKILL is known afterwards', async () => {
  const directory = newFolder();
  const said: Said = { out: new Set(), sent: new Set() };
  // The later ones come after many checkpoints, and in the middle of one.
  const lengths = [1, 20, 150, 200].map((base) => base + Math.floor(Math.random() * base));
  let first = 0;
  for (const lines of lengths) {
    await runAndKill(directory, first, lines, said);
    first = Math.max(first, ...said.out) + 100;
  }
  expect(said.sent.size).toBeGreaterThan(50);
  const ledger = await open(directory, { destination: DESTINATION, host: hostname(), isAlive: () => false });
  for (const chunk of said.out) {
    const known = kinds(ledger, someOf(chunk));
    if (said.sent.has(chunk)) expect(known).toEqual(Array.from({ length: 5 }, () => 'sent'));
    else for (const kind of known) expect(['sent', 'unknown']).toContain(kind);
  }
  await ledger.close();
});

test.runIf(process.platform !== 'win32')('a full disk stops the run before the next request', async () => {
  const directory = newFolder();
  // A limit on the size of files fails writes just as a full disk does.
  const command = `ulimit -f 3000; exec "${process.execPath}" --import tsx "${VICTIM}" "${directory}" 0`;
  const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  child.stderr.resume();
  await once(child, 'close');
  expect(child.exitCode).toBe(4);
  const failed = text.indexOf('failed LedgerError');
  expect(text.slice(failed)).toMatch(/cannot be written: the disk is full or fails/);
  const sent = Array.from(text.matchAll(/^sent (\d+)$/gm), ([, number]) => Number(number));
  const ledger = await open(directory, { destination: DESTINATION, host: hostname(), isAlive: () => false });
  for (const chunk of sent) expect(new Set(kinds(ledger, someOf(chunk)))).toEqual(new Set(['sent']));
  await ledger.close();
});
