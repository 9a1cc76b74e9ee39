import { describe, expect, test } from 'vitest';
import { areEmails, looksLikeData } from '../../../src/commands/manifest/guess-cells.js';
import { guessDates, isClock } from '../../../src/commands/manifest/guess-dates.js';
import { guessCurrency, guessDecimal } from '../../../src/commands/manifest/guess-amounts.js';
import { decodeText } from '../../../src/commands/manifest/guess-text.js';
import { meaningOf } from '../../../src/commands/manifest/guess-header.js';
import { decoderOf } from '../../../src/read/bytes/decoded-source.js';

describe('dates', () => {
  test.each<[string[], string | null, string]>([
    [['24.11.2026 21:18', '01.12.2026 09:02'], 'dd.MM.yyyy HH:mm', 'sure'],
    [['24.11.26'], 'dd.MM.yy', 'sure'],
    [['4.1.2026 9:05', '24.11.2026 21:18'], 'd.M.yyyy H:mm', 'sure'],
    [['24/11/2026 21:18:58'], 'dd/MM/yyyy HH:mm:ss', 'sure'],
    [['11/24/2026 9:18 PM'], 'MM/dd/yyyy h:mm a', 'sure'],
    [['11/24/2026, 9:18:58\u202fPM'], 'MM/dd/yyyy, h:mm:ss a', 'sure'],
    [['04/05/2026'], 'dd/MM/yyyy', 'guess'],
    [['24-11-2026 21:18'], 'dd-MM-yyyy HH:mm', 'sure'],
    [['2026/11/24 21:18'], 'yyyy/MM/dd HH:mm', 'sure'],
    [['20261124 21:18'], 'yyyyMMdd HH:mm', 'sure'],
    [['Nov 24, 2026 9:18:58 PM'], 'MMM d, yyyy h:mm:ss a', 'sure'],
    [['24 November 2026'], 'd MMMM yyyy', 'sure'],
    [['24.11.2026, 21:18:58'], 'dd.MM.yyyy, HH:mm:ss', 'sure'],
    [['24. November 2026 21:18', '3. März 2026 09:02'], 'd. MMMM yyyy HH:mm', 'sure'],
    [['24 novembre 2026 21:18'], 'd MMMM yyyy HH:mm', 'sure'],
    [['24 listopada 2026'], 'd MMMM yyyy', 'sure'],
    [['24 de noviembre de 2026 21:18'], "d 'de' MMMM 'de' yyyy HH:mm", 'sure'],
    [['24. Nov. 2026'], 'd. MMM yyyy', 'sure'],
    [['24.11.2026, 21:18 Uhr'], "dd.MM.yyyy, HH:mm 'Uhr'", 'sure'],
    [['24-NOV-26'], 'dd-MMM-yy', 'sure'],
    [['24-NOV-26 09.18.58.634000 PM'], 'dd-MMM-yy hh.mm.ss.SSSSSS a', 'sure'],
    [['20261124 211858'], 'yyyyMMdd HHmmss', 'sure'],
    [['20261124 2118'], 'yyyyMMdd HHmm', 'sure'],
    [['24. 11. 2026 21:18'], 'd. M. yyyy HH:mm', 'sure'],
    [['2026. 11. 24. 21:18'], 'yyyy. MM. dd. HH:mm', 'sure'],
    [['Nov 24, 2026 at 9:18 PM'], "MMM d, yyyy 'at' h:mm a", 'sure'],
    [['Nov  4 2026  9:18PM'], 'MMM d yyyy h:mm a', 'sure'],
    [['Tue, 24 Nov 2026 12:18:58 -0800'], 'EEE, d MMM yyyy HH:mm:ss XXX', 'sure'],
    [['Tue, 24 Nov 2026 20:18:58 GMT'], 'EEE, d MMM yyyy HH:mm:ss XXX', 'sure'],
    [['2026-11-24T20:18:58Z'], null, 'sure'],
    [['2026-11-24 21:18'], null, 'sure'],
    [['1795551538634'], null, 'sure'],
  ])('%j: %s, %s', (cells, format, sureness) => expect(guessDates(cells, false)).toMatchObject({ format, sureness }));

  test.each([[['Berlin']], [['31.31.2026']], [['24.11.2026', 'soon']], [['']]])('%j: none', (cells) =>
    expect(guessDates(cells, false)).toBe(null),
  );

  test('one garbled cell of many says nothing against the others', () => {
    const dates = [
      ...Array.from({ length: 30 }, (_, day) => `${String(day + 1).padStart(2, '0')}.11.2026`),
      '1x.11.2026',
    ];
    expect(guessDates(dates, false)).toMatchObject({ format: 'dd.MM.yyyy' });
    expect(isClock([...dates.map(() => '09:15'), 'kaputt'])).toBe(true);
  });

  test('few days after the 12th decide which number is the day', () => {
    const cells = [...Array.from({ length: 39 }, () => '05/11/2026'), '13/11/2026'];
    expect(guessDates(cells, true)).toMatchObject({ format: 'dd/MM/yyyy', sureness: 'sure' });
  });

  test.each([
    [['11/04/2026', '11/05/2026'], false, 'MM/dd/yyyy'],
    [['11/04/2026', '12/04/2026'], true, 'dd/MM/yyyy'],
  ])('%j are of a few days: %s, %s', (cells, monthFirst, format) =>
    expect(guessDates(cells, monthFirst)).toMatchObject({ format, sureness: 'guess' }),
  );

  test('the other format that fits is named; amounts in dollars put the month first', () => {
    expect(guessDates(['04/05/2026'], false)).toMatchObject({ format: 'dd/MM/yyyy', other: 'MM/dd/yyyy' });
    expect(guessDates(['04/05/2026'], true)).toMatchObject({ format: 'MM/dd/yyyy', other: 'dd/MM/yyyy' });
    expect(guessDates(['24/05/2026'], true)).toMatchObject({ format: 'dd/MM/yyyy', sureness: 'sure' });
  });

  test.each([
    ['2026-11-24T20:18:58Z', true],
    ['2026-11-24 21:18:58 +0100', true],
    ['2026-11-24 21:18:58 Europe/Berlin', true],
    ['2026-11-24T21:18:58+01:00[Europe/Berlin]', true],
    ['1795551538', true],
    ['Tue, 24 Nov 2026 12:18:58 -0800', true],
    ['2026-11-24', false],
    ['24.11.2026', false],
  ])('%s says its zone: %s', (cell, zoned) => expect(guessDates([cell], false)?.zoned).toBe(zoned));
});

test.each<[string[], string | null]>([
  [['1.299,50', '5,00'], ','],
  [['-5,00'], ','],
  [['12,99 €', '1 299,00 €'], ','],
  [['1,299.50', '5.00'], '.'],
  [['$12.99'], '.'],
  [['12.99', '5'], null],
  [['12', '5'], null],
  [["1'299.50"], '.'],
  [['1’299.50'], '.'],
  [['1\u202f299,50\u00a0€'], ','],
  [['₹1,29,950.50'], '.'],
  [['R$ 1.299,50'], ','],
  [['Fr. 12.50', 'Fr. 5.00'], '.'],
  [['12,50 Kč'], ','],
  [['$5', '$12'], '.'],
  [[''], null],
])('the decimal sign of %j: %s', (cells, sign) => expect(guessDecimal(cells)?.sign ?? null).toBe(sign));

test.each<[string[], string | null, string | null]>([
  [['1.234', '2.500', '12'], ',', 'guess'],
  [['1.234', '999'], ',', 'guess'],
  [['1.234.567', '2.500'], ',', 'guess'],
  [['Rp 15.000', 'Rp 250.000'], '.', 'guess'],
  [['12.500', '3.250'], '.', 'guess'],
  [['¥1,234', '¥20,000'], '.', 'guess'],
  [['1,234', '999'], '.', 'guess'],
  [['1.234', '1,234'], null, null],
  [['1.234', '12345'], null, null],
  [['1.234', '12.5'], null, null],
  [['0.500', '1.250'], null, null],
])('whole amounts with groups, %j: %s, %s', (cells, sign, sureness) => {
  const guess = guessDecimal(cells);
  expect([guess?.sign ?? null, guess?.sureness ?? null]).toEqual([sign, sureness]);
});

test.each([
  [['12,99 €'], 'EUR'],
  [['Betrag (EUR)'], 'EUR'],
  [['£5'], 'GBP'],
  [['12,99 zł'], 'PLN'],
  [['$5'], 'USD'],
  [['R$ 5'], 'BRL'],
  [['120 Kč'], 'CZK'],
  [['kr 5'], 'SEK'],
  [['$5', 'Total USD or CAD'], 'USD'],
  [['$5', 'Betrag€'], 'EUR'],
  [['12,50', 'TOTAL ALL'], undefined],
  [['12,50', 'all of it, try'], undefined],
  [['5'], undefined],
])('the currency of %j: %s', (texts, code) => expect(guessCurrency(texts)?.code).toBe(code));

test('a row with an address, a number or a date is data', () => {
  expect(looksLikeData(['4711', 'Verkauf'])).toBe(true);
  expect(looksLikeData(['x', 'ida@example.com'])).toBe(true);
  expect(looksLikeData(['x', '24.11.2026'])).toBe(true);
  expect(looksLikeData(['Bon', 'Summe (EUR)', 'E-Mail', 'Address 1'])).toBe(false);
  expect(areEmails(['ida@example.com', '', 'nobody'])).toBe(false);
});

test.each([
  ['Köln;Müller', 'utf8', null],
  ['Koeln', 'latin1', null],
  ['Köln;Müller', 'latin1', 'windows-1252'],
] as const)('%s in %s: %s', (text, written, label) => {
  const decoded = decodeText(Buffer.from(text, written));
  expect(decoded).toEqual({ text, encoding: label === null ? null : { label, sureness: 'likely' } });
});

test.each([
  ['cce0e3e0e7e8ed3bcceef1eae2e0', 'Магазин;Москва', 'windows-1251'],
  ['8e4f8f643b955c8ea6', '三重;表示', 'shift_jis'],
  ['c1d6b9aeb9f8c8a33bbcadbfef', '주문번호;서울', 'euc-kr'],
  ['4b9a6c6e0d4d9f6c6c6572', 'Köln\rMüller', 'macintosh'],
  ['6372e9e965732c20c56e67737472f66d', 'créées, Ångström', 'windows-1252'],
])('words of %s are %s in %s', (bytes, text, label) =>
  expect(decodeText(Buffer.from(bytes, 'hex'))).toMatchObject({ text, encoding: { label } }),
);

/** A text in an encoding of one byte for each character. */
const encoded = (text: string, label: string): Buffer => {
  const letters = decoderOf(label)(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Buffer.from(text.split('').map((letter) => letters.indexOf(letter)));
};

test.each([
  ['windows-1250', 'Łódź;zażółć'],
  ['windows-1250', 'Nr paragonu;Kwota zł;Imię;Sklep;Paweł Żak'],
  ['windows-1250', 'Číslo dokladu;Čas;Jméno;Příjmení;PSČ;Město;Měna;Dvořák'],
  ['windows-1250', 'Dátum;Čas;Priezvisko;Mesto;Kováčová;Ružomberok;Ďurčo'],
  ['windows-1250', 'Időpont;Összeg;Név;Erdős Ádám;Győr'],
  ['windows-1250', 'Račun;Količina;Marković;Čakovec;Županić'],
  ['windows-1252', 'Straße;Größe;Müller;5 m³;Preis¹;12,00 €'],
  ['windows-1252', 'Prénom;Qté;Hélène;Où;août;cœur;Noël;crème brûlée;théière'],
  ['windows-1252', 'Città;Quantità;lunedì;più;Nicolò;perché;È'],
  ['windows-1252', 'Año;Señor;Muñoz;¿Qué?;Nº;Peñíscola'],
  ['windows-1252', 'Descrição;São Paulo;Camões;Leilões;você;às'],
  ['windows-1252', 'Beløp;Navn;Bøe;Bjørn;Sør'],
  ['windows-1252', 'Købsdato;Beløb;Høeg;Søren;Århus;Bæk'],
  ['windows-1252', 'Belopp;Återköp;Göteborg;Åsa;Östling'],
  ['windows-1252', 'Kuupäev;Põhja;Nõmme;Jõgi;Ülle'],
  ['windows-1252', 'Nafn;Guðrún Þórsdóttir;Jón Þór;Reykjavík;Ísafjörður'],
  ['windows-1252', 'Größe;Küche;Sýkora'],
  ['windows-1254', 'Fiş No;Müşteri;Tutar;İşlem Türü;Satış;İade;Çağlar'],
  ['windows-1254', 'Yılmaz'],
])('in %s: %s', (label, text) => expect(decodeText(encoded(text, label))).toMatchObject({ text, encoding: { label } }));

const EMAIL = 'user_identities.email';
const FIRST = 'user_attributes.$FirstName';
const LAST = 'user_attributes.$LastName';
const ZIP = 'user_attributes.$Zip';
const ORDER = 'events.data.product_action.transaction_id';
const TOTAL = 'events.data.product_action.total_amount';
const QUANTITY = 'events.data.product_action.products.quantity';
const MEANINGS = [EMAIL, FIRST, LAST, ZIP, ORDER, TOTAL, QUANTITY];

/** The same columns in each language, in the order of their meanings. */
const LANGUAGES: Readonly<Record<string, string>> = {
  English: 'E-mail | First name | Last name | Postcode | Receipt no. | Total | Qty',
  German: 'Kunden-E-Mail | Vorname | Nachname | PLZ | Bon-Nr. | Gesamtbetrag | Stück',
  French: 'Courriel | Prénom | Nom de famille | Code postal | N° de commande | Montant TTC | Quantité',
  Spanish: 'Correo electrónico | Nombre | Apellidos | Código postal | Número de pedido | Importe | Cantidad',
  Italian: 'Indirizzo e-mail | Nome | Cognome | CAP | Numero ordine | Totale | Quantità',
  Portuguese: 'Endereço de e-mail | Primeiro nome | Sobrenome | CEP | Número do pedido | Valor total | Quantidade',
  Dutch: 'E-mailadres | Voornaam | Achternaam | Postcode | Bestelnummer | Bedrag | Aantal',
  Swedish: 'E-post | Förnamn | Efternamn | Postnummer | Kvittonummer | Belopp | Antal',
  Danish: 'Kundens e-mail | Fornavn | Efternavn | Postnr. | Kvitteringsnr. | Beløb | Antal',
  Norwegian: 'E-postadresse | Fornavn | Etternavn | Postnr. | Ordrenummer | Beløp | Antall',
  Polish: 'Adres e-mail | Imię | Nazwisko | Kod pocztowy | Nr paragonu | Kwota | Ilość',
  Czech: 'E-mail | Jméno | Příjmení | PSČ | Číslo dokladu | Celkem s DPH | Množství',
  Slovak: 'E-mail | Meno | Priezvisko | PSČ | Číslo objednávky | Spolu | Množstvo',
  Hungarian: 'E-mail | Keresztnév | Vezetéknév | Irányítószám | Bizonylatszám | Végösszeg | Mennyiség',
  Romanian: 'E-mail | Prenume | Nume de familie | Cod poștal | Nr. bon | Total de plată | Cantitate',
  Turkish: 'E-posta | Adı | Soyadı | Posta kodu | Fiş No | Toplam tutar | Miktar',
  Japanese: 'メールアドレス | 名 | 姓 | 郵便番号 | 伝票番号 | 合計金額 | 数量',
  Finnish: 'Sähköposti | Etunimi | Sukunimi | Postinumero | Kuittinumero | Yhteensä | Määrä',
};

describe.each(Object.entries(LANGUAGES))('headers in %s', (_, headers) => {
  test.each(headers.split(' | ').map((header, at) => [header, MEANINGS[at]]))('%s is %s', (header, meaning) =>
    expect(meaningOf(header ?? '')?.meaning.replace(/^amount$/, TOTAL)).toBe(meaning),
  );
});

test.each([
  ['Order Total (inc tax)', TOTAL],
  ['Gesamtbetrag inkl. MwSt', TOTAL],
  ['Total (VAT incl.)', TOTAL],
  ['Totale IVA inclusa', TOTAL],
  ...['Bedrag incl. BTW', 'Importe IVA incluido', 'Montant TVA comprise', 'Belopp inkl. moms'].map(
    (header): [string, string] => [header, 'amount'],
  ),
  ['From Email Address', EMAIL],
  ['注文番号 (Order ID)', ORDER],
  ['取引ID', ORDER],
  ['합계금액 / Total', TOTAL],
  ['合計（税込）', TOTAL],
  ['Bill-to Email', EMAIL],
  ['Belegzeit', 'time'],
  ['Heure de vente', 'time'],
  ['Amount Currency', 'events.data.currency_code'],
  ['Godz.', 'time'],
  ['Uhrz.', 'time'],
  ['Txn #', ORDER],
  ['Check #', ORDER],
  ['Uds.', QUANTITY],
  ['Szt.', QUANTITY],
  ['Kod poczt.', ZIP],
  ['Cód. postal', ZIP],
  ['Net Total', 'net total'],
  ...[
    ...['Do Not Sell', 'Opt-out', 'CCPA opt out', 'Opted out', 'Data sale opt out', 'do_not_sell', 'Opt out of sale'],
    ...['Kein Datenverkauf', 'Ne pas vendre', 'No vender', 'Nie sprzedawać'],
  ].map((header): [string, string] => [header, 'consent_state.ccpa.data_sale_opt_out.consented']),
])('%s is %s, too', (header, meaning) => expect(meaningOf(header)?.meaning).toBe(meaning));

test.each([
  ...['Email opt-out', 'Newsletter opt out', 'Opt-in', 'Marketing consent', '#'],
  ...['Totale IVA', 'Importe IVA', 'BTW-bedrag', 'Montant TVA', 'Moms belopp', 'Bedrag excl. BTW'],
  ...['Tax Total', 'Total VAT', 'VAT amount', 'MwSt-Betrag', 'To Email Address'],
  ...['Bemerkung', 'Notes', 'x', '', 'Kassierer'],
])('%j means nothing', (header) => expect(meaningOf(header)).toBe(null));
