import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactValues, withoutSecrets } from '../../src/facebook/redaction.js';
import { mappedOf } from '../support/mapped.js';

const EVENT = {
  event_name: 'Purchase',
  action_source: 'physical_store',
  user_data: { external_id: 'card-77', em: ['a'.repeat(64)] },
  custom_data: {
    currency: 'EUR',
    order_id: 'POS-1(a)',
    note: 'call 0155-77',
    loyalty: 4_155_550_123,
    tier: 'A',
    shop: 'İzmir  1\nİstasyon',
  },
};

describe('Facebook’s words without what they repeat of the event', () => {
  test.each([
    ['Invalid parameter', 'Invalid parameter'],
    ['order_id POS-1(a) is taken', 'order_id *** is taken'],
    ['ORDER pos-1(A), card CARD-77', 'ORDER ***, card ***'],
    [`em ${'a'.repeat(64)} is unknown`, 'em *** is unknown'],
    ['loyalty 4155550123', 'loyalty ***'],
    ['note "call 0155-77" of card-77', 'note "***" of ***'],
    ['who@example.com, "em=other@shop.example.org".', '***, "em=***".'],
    ['"fn": "5515e9bc09f99af5e', '"fn": "***'],
    ['dataset 260000000000026 of 1234567890123456', 'dataset 260000000000026 of 1234567890123456'],
    ['shop İzmir 1 İstasyon, i̇zmir 1 i̇stasyon', 'shop ***, ***'],
    [`${'x'.repeat(290)} card-77 of who@example.com`, `${'x'.repeat(290)} *** of ***`.slice(0, 300)],
    ['Purchase in EUR from physical_store: A', 'Purchase in EUR from physical_store: A'],
  ])('%s', (words, left) => expect(redactValues(mappedOf([{ id: 'other' }, EVENT]), [words])).toEqual([left]));
});

const PERSON = {
  event_name: 'Purchase',
  user_data: { ct: ['Köln'] },
  custom_data: {
    order_id: 'ORDER-4711-88',
    note: 'Straße der Einheit 7, José Núñez',
    contact: '+1 (415) 555-0197',
    link: 'a/b|c&d=e f',
    category: 'customer information, parameter values',
    ticket: 7_023_456_789_012,
    shop: 'Permissive Ltd',
    district: 'Altkölnisch',
    brand: 'Gros',
  },
};

describe('also where they are spelt in another way, cut short, or quoted from the middle', () => {
  test.each([
    ['bad order ORDER-4', 'bad order ***'],
    ['bad order der-4711-8 is taken', 'bad order *** is taken'],
    ['note STRASSE DER EINHEIT 7, JOSE NUNEZ', 'note ***'],
    ['note Stra%C3%9Fe%20der%20Einheit%207', 'note ***'],
    ['note Stra%25C3%259Fe%2520der Einheit', 'note ***'],
    [String.raw`note Stra\u00dfe der Ein`, 'note ***'],
    ['note Straße   der\tEinheit 7,', 'note ***'],
    ['note Jose\u0301 Nun\u0303ez', 'note ***'],
    ['contact: %2B1%20%28415%29%20555-0197.', 'contact: ***.'],
    [String.raw`link a\/b|c&d=e f`, 'link ***'],
    ['in KÖLN or koln', 'in *** or ***'],
    ['in Altkölnisch', 'in ***'],
    ['of Gro%C3%9F, gro\u00df', 'of ***, ***'],
    ['ticket 7023456', 'ticket ***'],
    ['(Einheit)', '(***)'],
    ['Missing customer information parameter values', 'Missing customer information parameter values'],
    ['customer information, x', 'customer information, x'],
    ['permission: permissible', 'permission: ***ble'],
    ['The order is older than 7 days: 50% done\\', 'The order is older than 7 days: 50% done\\'],
  ])('%s', (words, left) => expect(redactValues(mappedOf([PERSON]), [words])).toEqual([left]));

  test('in each of the texts, in their order, and each of a thousand letters once', () => {
    const count = 1_000;
    const note = (i: number): string => `${'lorem ipsum dolor sit amet '.repeat(40)}person${i * 7_919}`;
    const events = mappedOf(Array.from({ length: count }, (_, i) => ({ custom_data: { note: note(i) } })));
    const words = Array.from({ length: count }, (_, i) => `Event ${i}: person${i * 7_919} is too old`);
    const startedMs = performance.now();
    const left = redactValues(events, words);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(left).toHaveLength(count);
    for (const text of left) expect(text).toMatch(/^Event \S+: \*\*\* is too old$/);
  });
});

const TOKEN = 'EAAB/secret|token/9876543210';
const HEX = 'deadbeef0123456789';

describe('secrets', () => {
  test.each([
    ['Malformed access token EAAB-1234567', ['EAAB-1234567'], 'Malformed access token ***'],
    ['an app, a proof', ['a'], 'an app, a proof'],
    [`token ${TOKEN}, ${TOKEN}`, [TOKEN], 'token ***, ***'],
    [`token ${TOKEN.replaceAll('/', String.raw`\/`)}.`, [TOKEN], 'token ***.'],
    [`token ${TOKEN.replaceAll('/', String.raw`\\\/`)}.`, [TOKEN], 'token ***.'],
    [`token ${TOKEN.replaceAll('|', String.raw`\u007c`)}.`, [TOKEN], 'token ***.'],
    [`token ${TOKEN.replaceAll('|', String.raw`\\u007C`)}.`, [TOKEN], 'token ***.'],
    [`token ${encodeURIComponent(TOKEN)}.`, [TOKEN], 'token ***.'],
    [`token ${encodeURIComponent(encodeURIComponent(TOKEN))}.`, [TOKEN], 'token ***.'],
    [`token ${TOKEN.toUpperCase()} ${TOKEN.toLowerCase()}`, [TOKEN], 'token *** ***'],
    [`token ${TOKEN.slice(0, -3)}...`, [TOKEN], 'token ***...'],
    [`token ${TOKEN.slice(0, 8)}…, ${TOKEN.slice(0, 7)}`, [TOKEN], `token ***…, ${TOKEN.slice(0, 7)}`],
    [`ends in ${TOKEN.slice(-8)}, not ${TOKEN.slice(-7)}`, [TOKEN], `ends in ***, not ${TOKEN.slice(-7)}`],
    [`holds ${TOKEN.slice(6, 17)}`, [TOKEN], 'holds ***'],
    ['{"events_received":3}', ['my-events-received-token'], '{"events_received":3}'],
    [`proof ${HEX.toUpperCase()} of ${TOKEN}`, [TOKEN, HEX], 'proof *** of ***'],
    ['C:\\new\\\\ 50%, İ', [TOKEN], 'C:\\new\\\\ 50%, İ'],
  ])('%s', (text, secrets, left) => expect(withoutSecrets(text, secrets)).toBe(left));

  test('an answer stays valid JSON, whatever is around the secrets and however they are escaped', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.boolean(), (before, after, everything) => {
        const json = JSON.stringify({ error: { message: before + TOKEN + after } });
        const escaped = everything
          ? json.replaceAll(/[/|A-Z]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : json.replaceAll('/', String.raw`\/`);
        const left = JSON.parse(withoutSecrets(escaped, [TOKEN])) as { error: { message: string } };
        expect(left.error.message.startsWith(before.replace(/\\+$/, ''))).toBe(true);
        expect(left.error.message.endsWith(`***${after}`)).toBe(true);
      }),
      { numRuns: 500 },
    ));
});
