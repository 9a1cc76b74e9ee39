import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isPlaceholderAddress } from '../../../src/transform/map/placeholder-addresses.js';
import { isPlaceholder } from '../../../src/transform/map/placeholders.js';
import { hasLostDigits, isShortened } from '../../../src/lib/e-notation.js';
import { idTextOf, isForeignHash } from '../../../src/transform/map/value-text.js';

const digest = (kind: string, text: string): string => createHash(kind).update(text).digest('hex');

test.each([
  ...[
    ...['NULL', 'null', '\\N', 'None', 'nil', 'undefined', 'N/A', '#N/A', '(null)', '<null>', '[null]', '"null"', '-'],
    ...['--', '?', ' NULL ', 'NIL', '<nil>'],
  ],
  ...[
    ...['n.a.', '(not set)', 'Unknown', '[object Object]', 'NaN', 'nan', '#REF!', '<NA>', 'keine Angabe', 'DBNull'],
    ...['N\\A', '#SPILL!', 'pd.NA', '(empty)', '(Blank)', 'not_available', '""', '{}', '#VALUE!', '#DIV/0!', '#ERROR!'],
    ...['not provided', 'NOT_PROVIDED', 'Not-Provided', 'no email', 'walk-in', 'NA NA', 'undefined null', 'N/A, N/A'],
    ...['none none none', '- -', 'unbekannt unbekannt', '{{first_name}}', '{{ user.first_name | default: "there" }}'],
    ...['%%FirstName%%', '*|FNAME|*', '${name}', '<%= user.city %>', '#{city}', '[[City]]', '{% first %}'],
    ...[
      'FIRST_NAME',
      'Last Name',
      '[LNAME]',
      'Please select',
      '-- Select --',
      'Bitte wählen',
      'Valued Customer',
      'WEB CUSTOMER',
      '選択してください',
    ],
    ...['sin nombre', 'Sem nome', '名無し', 'Unknown City', 'Walk-In Customer', 'Anonymous', 'TBD', 'xxx', '“N/A”'],
    ...['(NA)', '[missing]', '***', 'nicht angegeben', 'Non renseigné', 'sin datos', 'nie podano', 'nao informado'],
    ...['sin informacion', 'không có', 'EMPTY', 'brak', '(leer)', 'Missing', 'OHNE', 'vide', 'não consta'],
    ...['client comptoir', 'Cliente Genérico', 'cliente generico', 'ゲスト', '非会員', 'khách lẻ', 'Deleted User'],
    ...['ANONYMISED', 'n.n.', 'аноним', '비회원', 'Test Test', 'PÚBLICO EN GENERAL', 'não identificado', '[redacted]'],
    ...['klient detaliczny', 'nespecificat', 'لا يوجد', 'ลูกค้าทั่วไป', 'tidak diketahui', 'gelöscht', 'asdf', 'GDPR'],
    ...['non specifie', 'нет', '\\\\N', 'N.V.T.', 'неизвестно', '不明', 'なし'],
    ...['true', 'FALSE', 'False', 'Declined', 'customer', 'Cliente', 'Privatkunde', 'losse klant', 'client divers'],
    ...['perakende müşteri', '散客', '暂无', '해당없음', 'nepoznato', 'ei ole'],
  ],
  ...[
    ...[
      '#NV',
      '########',
      '#WERT!',
      '#BEZUG!',
      '#VALEUR!',
      '#¡VALOR!',
      '#¿NOMBRE?',
      '#N/D',
      '#N/D!',
      '#ДЕЛ/0!',
      '#Н/Д',
      '#DEEL/0!',
    ],
    ...[
      '#YOK',
      '#NENÍ_K_DISPOZICI',
      '#REF',
      'NULL,',
      '.null',
      'None.',
      '$null',
      '%LASTNAME%',
      ':lastname',
      'н/д',
      'NLN',
    ],
  ],
  digest('sha512', 'null'),
  digest('sha224', ''),
  digest('sha256', '(not set)'),
  digest('md5', '<null>'),
  ...['sha256', 'sha1', 'md5', 'sha384'].flatMap((kind) =>
    ['', 'null', 'NULL', 'None', 'n/a', 'undefined'].map((text) => digest(kind, text)),
  ),
  digest('sha256', '').toUpperCase(),
  digest('sha256', digest('sha256', '')),
  ...['[]', '{}', '\n', "''", 'no', 'a@a.com', 'unknown@unknown.com', '0000000000'].map((text) =>
    digest('sha256', text),
  ),
])('%j means no value', (text) => expect(isPlaceholder(text)).toBe(true));

test.each([
  ...[
    ...[
      'NA',
      'Na',
      'Nan',
      'Nil',
      'Nilsson',
      'Brak',
      'Leer',
      'Nullmeier',
      'Noneman',
      'Ida',
      'Blank',
      'Empty',
      '0',
      'R-1',
    ],
    ...['Kunde', 'Klant', 'Bar', 'Cash', 'Store', 'Foo', 'Divers', 'NN', 'Client', 'Geen', 'Yok', 'Testa', 'Abc'],
    ...['True', 'Mangler', 'Inga', '空', 'Hidden', 'Ingen'],
    ...['ida@example.com', 'Unknown Street 5', '"Guest"', 'Guest', 'Nonette', '#1001', 'Xu', 'X'],
    ...['#Berg', '#A1!', '#ABC', 'NV', 'Na.', 'No.', 'Berg!', 'J.', '$Berg', '$', '%', '@', '€'],
  ],
  digest('sha256', 'ida@example.com'),
  digest('md5', 'ida'),
])('%j is a value', (text) => expect(isPlaceholder(text)).toBe(false));

test.each([
  digest('md5', 'ida'),
  digest('sha1', 'ida'),
  digest('sha512', 'ida'),
  `sha256:${digest('sha256', 'ida')}`,
  `SHA-1=${digest('sha1', 'ida')}`,
  '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=',
  '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
  ...['sha224', 'sha384'].map((kind) => digest(kind, 'ida')),
  digest('md5', 'ida').toUpperCase(),
  `hash.${digest('sha256', 'ida')}`,
  `${digest('sha256', 'ida')}.ABCD1234`,
  ...['0x', '\\x', 'sha256$', 'sha256 ', 'SHA256=', 'sha-256: ', 'sha256_', 'hash:', 'sha3-256:', 'hmac-sha256:'].map(
    (tag) => tag + digest('sha256', 'ida'),
  ),
  `sha256(${digest('sha256', 'ida')})`,
  `"${digest('sha256', 'ida')}"`,
  `'${digest('md5', 'ida')}'`,
  `${digest('sha256', 'ida')}:pepper`,
  `*${digest('sha1', 'ida')}`,
  'pbkdf2_sha256$260000$mRzC2VRR$1Yx6dQvXb3A4F0oXfZ1Q',
  '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
  '{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG',
  ...['md5', 'sha1', 'sha256'].map((kind) => createHash(kind).update('ida').digest('base64')),
  (digest('md5', 'ida').match(/../g) ?? []).join(':'),
  (digest('sha256', 'ida').match(/.{8}/g) ?? []).join(' '),
  createHash('sha256').update('ida').digest('base64url'),
  `${digest('sha256', 'ida')}, ${digest('sha256', 'ola')}`,
  `${digest('sha256', 'ida').slice(1)}g`,
  ...[`hash.${digest('sha256', 'a')}`, `v2:${digest('sha1', 'a')}`, `em ${digest('md5', 'a')}`],
  ...['.ABCD1234', '-salt', '|1', '_v1', '/x'].map((salt) => `${digest('sha256', 'a')}${salt}`),
])('%j is a hash of another kind', (text) => expect(isForeignHash(text)).toBe(true));

test.each([
  ...['ida', 'Sha La La Street Number 17', 'feedfacecafe', 'Hash-Mohammedabdulrahman', 'Llanfairpwllgwyngyllgogerych'],
  ...['550e8400-e29b-41d4-a716-446655440000', digest('sha256', 'ida'), `"${digest('md5', 'ida')}" Street`],
])('%j is none', (text) => expect(isForeignHash(text)).toBe(false));

test.each([
  ['4.91512E+11', true],
  ['1,2e+10', true],
  ['49E10', true],
  ['E10', false],
  ['+491512', false],
])('%j shortened by a spreadsheet: %s', (text, is) => expect(isShortened(text)).toBe(is));

test.each([
  ['1.79555E+12', true],
  ['1,79555e12', true],
  ['2E12', false],
  ['1.795551538634E+12', false],
  ['1795551538634', false],
  ['CAFE+17', false],
])('%j has lost digits: %s', (text, is) => expect(hasLostDigits(text)).toBe(is));

describe('an id', () => {
  test.each([
    [' R-7 ', 'R-7'],
    ["'000123", '000123'],
    ['1E5', '1E5'],
    ['CAFE+17', 'CAFE+17'],
    ['49E10', '49E10'],
    ['1.2345E+4', '1.2345E+4'],
    ['NULL', { lost: 'placeholder' }],
    ['NA', { lost: 'placeholder' }],
    ['="00123"', '00123'],
    ['R\u200b-7\u200f', 'R-7'],
    ['1.23457E+11', { lost: 'shortened' }],
    ['1E+12', { lost: 'shortened' }],
    ['1001.0', '1001'],
    ['20261124000012345678.0', '20261124000012345678'],
    ['1.0', '1.0'],
    ['10.10.0', '10.10.0'],
    ['A-0', 'A-0'],
    ['-12', '-12'],
    ['[1001]', '1001'],
    ['["R-1","R-2"]', '["R-1","R-2"]'],
    ['24" monitor', '24" monitor'],
    ['["NULL"]', { lost: 'placeholder' }],
    ['[1.23457E+11]', { lost: 'shortened' }],
  ])('%j is sent as %j', (text, id) => expect(idTextOf(text)).toEqual(id));

  test.each(['["R-1"]', "['R-1']", "['R-1',]", '[R-1]', "b'R-1'", 'b"R-1"', "u'R-1'", '"R-1"', "'R-1'", '[ "R-1" ]'])(
    '%j is sent as R-1: what a program wrote around it is no part of it',
    (text) => expect(idTextOf(text)).toBe('R-1'),
  );

  test.each([
    ...['0', '000000', '0.0', '-1', '-1.0', '00000000-0000-0000-0000-000000000000', 'Guest', '0'.repeat(32)],
    ...[digest('md5', ''), digest('sha256', 'null')],
  ])('%j means no id', (text) => expect(idTextOf(text)).toEqual({ lost: 'placeholder' }));
});

describe('an address that means "no address"', () => {
  test.each([
    ...['none@none.com', 'noemail@shop.example.com', 'no-email@example.com', 'no_email@example.com', 'null@null.com'],
    ...['na@na.com', 'n.a@na.org', 'test@test.com', 'x@x.com', 'xx@xx.de', 'no@email.com', '4711@noemail.com'],
    ...[
      ...['noreply@example.com', 'no-reply@example.com', 'unknown@example.com', 'ida@shop.invalid'],
      'keine-email@example.de',
      ...[
        'kein@mail.de',
        'geen@email.nl',
        'brak@mail.pl',
        'notiene@hotmail.com',
        'nao.tem@example.com.br',
        'asd@asd.com',
      ],
      ...['walkin@store.example', 'customer-declined@example.com', 'cliente@cliente.com', '123@123.com'],
    ],
  ])('%s', (text) => expect(isPlaceholderAddress(text)).toBe(true));

  test.each([
    ...['ida@example.com', 'noemi@example.com', 'test@example.com', 'no@example.com', 'mueller@mueller.de'],
    ...['nora.none@example.com', 'na@example.com', 'ida@nonesuch.com', 'ida@email.com', 'ida@brak.de'],
    ...['noone@example.com', 'kein@example.com', 'kunde@example.com', '163@163.com'],
  ])('but not %s', (text) => expect(isPlaceholderAddress(text)).toBe(false));
});

test.each(['', 'NULL', 'undefined', '0', '-1', 'guest', '00000000-0000-0000-0000-000000000000'])(
  'the hash of %j is no id',
  (text) => {
    const hashes = ['md5', 'sha1', 'sha256'].map((kind) => digest(kind, text));
    expect(hashes.map(idTextOf)).toEqual(hashes.map(() => ({ lost: 'placeholder' })));
  },
);

test.each([digest('md5', 'a'), digest('sha256', 'a'), 'fffffffffffe', 'ff', 'f47ac10b-58cc-4372-a567-0e02b2c3d479'])(
  '%j is an id',
  (text) => expect(idTextOf(text)).toBe(text),
);

test.each(['{00000000-0000-0000-0000-000000000000}', '-1,0', '0,00', '+0'])('%j is no id', (text) =>
  expect(idTextOf(text)).toEqual({ lost: 'placeholder' }),
);
