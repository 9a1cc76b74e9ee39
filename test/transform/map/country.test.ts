import { expect, test } from 'vitest';
import { parseCountry } from '../../../src/transform/map/country.js';
import { createRequire } from 'node:module';
import { countryAliases } from '../../../src/transform/map/country-aliases.js';

test.each([
  [
    ...['us', 'US', 'Us', 'USA', 'usa', 'U.S.', 'U.S.A.', ' United States ', 'united states of america'],
    ...['The United States', 'America'],
  ],
  [
    ...['gb', 'GB', 'GBR', 'UK', 'U.K.', 'United Kingdom', 'Great Britain', 'England', 'Scotland', 'WALES'],
    'Northern Ireland',
  ],
  ['vn', 'Vietnam', 'Viet Nam', 'VNM'],
  ['kr', 'Korea', 'South Korea', 'Republic of Korea', 'Korea, Republic of', 'KOR'],
  ['kp', 'North Korea', "Korea, Democratic People's Republic of", 'PRK'],
  ['ae', 'UAE', 'U.A.E.', 'ARE', 'United Arab Emirates'],
  ['cd', 'Democratic Republic of the Congo', 'COD', 'DR Congo'],
  ['cg', 'Congo', 'COG', 'Republic of the Congo'],
  ['ci', 'Ivory Coast', "Cote d'Ivoire", 'Côte d’Ivoire', 'CÔTE D’IVOIRE'],
  ['tr', 'Turkey', 'Türkiye', 'TÜRKİYE'],
  ['ch', 'Switzerland', 'Schweiz', 'CHE'],
  ['de', 'Germany', 'Deutschland', 'DEU'],
  ['mx', 'Mexico', 'México', 'Méjico'],
  ['nl', 'Netherlands', 'The Netherlands', 'Holland', 'Holanda', 'Olanda', 'Hollande'],
  ['gb', 'Großbritannien', 'Grande-Bretagne', 'Inglaterra', 'Angleterre', 'Англия', 'Schottland', 'N. Ireland'],
  ['us', 'США', '米国', 'Vereinigte Staaten von Amerika', 'Estados Unidos de América'],
  ['cz', 'ČR', 'čr', 'Č.R.', 'Tschechische Republik', 'República Checa'],
  ['cr', 'CR', 'C.R.'],
  ['at', 'Áo'],
  ['ao', 'AO'],
  ['de', 'GER', 'BR Deutschland', 'D'],
  ['at', 'A'],
  ['se', 'S'],
  ['cn', 'P.R. China', 'VR China'],
  ['bs', 'Bahamas', 'The Bahamas', 'Bahamas, The'],
  ['lc', 'Saint Lucia', 'St. Lucia', 'St Lucia', ' St.  Lucia '],
  ['gm', 'Gambia', ' The  Gambia\t'],
  ['tl', 'East Timor', 'East-Timor', 'Timor-Leste'],
  ['bl', 'Saint Barthélemy', 'St. Barthelemy'],
  ['tt', 'Trinidad and Tobago', 'Trinidad & Tobago'],
  ['ir', 'Iran', 'Iran, Islamic Republic of'],
  ['ru', 'Russia', 'Russian Federation', 'Россия'],
  ['sz', 'Eswatini', 'Swaziland'],
  ['ge', 'Georgia'],
  ['xk', 'Kosovo', 'Republic of Kosovo'],
  ['gs', 'South Georgia & South Sandwich Islands', 'South Georgia and the South Sandwich Islands'],
  ['hm', 'Heard & McDonald Islands', 'Heard Island and McDonald Islands'],
  ['um', 'U.S. Outlying Islands', 'US Minor Outlying Islands'],
  ['vc', 'St. Vincent & Grenadines', 'Saint Vincent and the Grenadines'],
  ['bq', 'Caribbean Netherlands', 'Bonaire, Sint Eustatius and Saba'],
  ['ax', 'Åland', 'Aland Islands'],
  ['io', 'Chagos Archipelago', 'Diego Garcia'],
  ['sh', 'Ascension Island', 'Tristan da Cunha'],
  ['es', 'Canary Islands', 'Ceuta & Melilla', 'Espagne', 'Spanien'],
  ['tw', 'Republic of China', 'Taiwan, Province of China', '台灣'],
  ['cn', "People's Republic of China", '中国'],
  ['gr', 'Ελλάδα', 'Grèce', 'Griechenland'],
  ['ua', 'Україна', 'Украина'],
  ['eg', 'مصر', 'Arab Republic of Egypt', 'Égypte'],
  ['jp', '日本', 'Nippon', 'Japón'],
  ['il', 'ישראל'],
  ['th', 'ประเทศไทย', 'ไทย'],
  ['in', 'भारत', 'Republic of India'],
  ['de', 'Allemagne', 'Alemania', 'Niemcy', 'Германия', 'DE - Deutschland', 'Germany (DE)', '\u{1f1e9}\u{1f1ea}'],
  ['us', 'United States of America (the)', 'ABD', '美利坚合众国', 'الولايات المتحدة الأمريكية'],
  ['gb', 'United Kingdom of Great Britain and Northern Ireland (the)', 'İngiltere'],
  ['kr', 'Korea (the Republic of)', 'Korea Republic'],
  ['kp', "Korea (the Democratic People's Republic of)"],
  ['cg', 'Congo (the)'],
  ['cd', 'Congo (the Democratic Republic of the)', 'Congo, The Democratic Republic of the'],
  ['tz', 'Tanzania, the United Republic of'],
  ['md', 'Moldova (the Republic of)'],
  ['fk', 'Falkland Islands (the) [Malvinas]'],
  ['cc', 'Cocos (Keeling) Islands (the)'],
  ['nl', 'Netherlands (the)', 'Netherlands (Kingdom of the)'],
  [
    'us',
    'United States (US)',
    'US-USA',
    'Vereinigte Staaten',
    'États-Unis',
    '\u{1f1fa}\u{1f1f8} USA',
    'アメリカ合衆国',
  ],
])('%s', (code, ...spellings) => {
  expect(spellings.map(parseCountry)).toEqual(spellings.map(() => code));
});

test.each([
  ...['', ' ', 'ZZ', 'XX', 'EU', 'Freedonia', '840', '??', 'constructor', 'United', 'Kongo', 'Paris, France', 'US/CA'],
  ...['Republic of', 'a'.repeat(64)],
])('%j is no country', (text) => {
  expect(parseCountry(text)).toBeNull();
});

test('each alias belongs to a country code, and none is hidden by a code or another alias', () => {
  for (const [code, names] of countryAliases()) {
    expect(parseCountry(code)).toBe(code);
    expect(names.map((name) => [name, parseCountry(name)])).toEqual(names.map((name) => [name, code]));
  }
});

const ALPHA2 = (createRequire(import.meta.url)('i18n-iso-countries/codes.json') as string[][]).map(([code]) => code);

test.each(['long', 'short', 'narrow'] as const)('each %s English name of Unicode CLDR means its country', (style) => {
  const names = new Intl.DisplayNames('en', { type: 'region', style });
  expect(ALPHA2.length).toBeGreaterThan(248);
  expect(ALPHA2.filter((code) => parseCountry(names.of(code) ?? '') !== code.toLowerCase())).toEqual([]);
});

test('each name of a country in its own language means it', () => {
  const own = ALPHA2.map((code) => {
    const { language, script } = new Intl.Locale(`und-${code}`).maximize();
    return [code, new Intl.DisplayNames(`${language}-${script}`, { type: 'region' }).of(code) ?? ''] as const;
  });
  expect(own.filter(([code, name]) => parseCountry(name) !== code.toLowerCase())).toEqual([]);
});
