import { expect, test } from 'vitest';
import { parseCountry } from '../../../src/transform/map/country.js';
import { COUNTRY_ALIASES } from '../../../src/transform/map/country-aliases.js';

test.each([
  [
    'us',
    'US',
    'Us',
    'USA',
    'usa',
    'U.S.',
    'U.S.A.',
    ' United States ',
    'united states of america',
    'The United States',
    'America',
  ],
  [
    'gb',
    'GB',
    'GBR',
    'UK',
    'U.K.',
    'United Kingdom',
    'Great Britain',
    'England',
    'Scotland',
    'WALES',
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
  ['mx', 'Mexico', 'México'],
  ['nl', 'Netherlands', 'The Netherlands', 'Holland'],
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
  ['xk', 'Kosovo'],
])('%s', (code, ...spellings) => {
  expect(spellings.map(parseCountry)).toEqual(spellings.map(() => code));
});

test.each(['', ' ', 'ZZ', 'XX', 'EU', 'Freedonia', '840', '??', 'constructor', 'United', 'a'.repeat(64)])(
  '%j is no country',
  (text) => {
    expect(parseCountry(text)).toBeNull();
  },
);

test('each alias belongs to a country code, and none is hidden by a code or another alias', () => {
  for (const [code, names] of Object.entries(COUNTRY_ALIASES)) {
    expect(parseCountry(code)).toBe(code);
    expect(names.map((name) => [name, parseCountry(name)])).toEqual(names.map((name) => [name, code]));
  }
});
