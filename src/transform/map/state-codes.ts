// The two-letter codes of US states and Canadian provinces, from names and abbreviations that may have a city, a postal
// code or the country beside them. What is sent as the state is in state.ts.

import { lazyPattern, once } from '../../lib/memoize.js';
import { isAscii, lowered } from './normalise.js';

/**
 * States, the District of Columbia and territories: USPS code, name, then customary abbreviations and Spanish names.
 */
const STATES = `
al Alabama, Ala | ak Alaska, Alas | az Arizona, Ariz | ar Arkansas, Ark | ca California, Calif, Cal | co Colorado, Colo
ct Connecticut, Conn | de Delaware, Del | dc District of Columbia, Dist Columbia, D of Columbia, Washington DC, Wash DC, Columbia District of, Dist of Columbia
fl Florida, Fla, Flor | ga Georgia | hi Hawaii, Hawai, Haw | id Idaho, Ida | il Illinois, Ill, Ills | in Indiana, Ind | ia Iowa
ks Kansas, Kan, Kans | ky Kentucky, Ken, Kent | la Louisiana, Luisiana | me Maine | md Maryland
ma Massachusetts, Mass | mi Michigan, Mich | mn Minnesota, Minn | ms Mississippi, Miss, Misisipi | mo Missouri, Misuri
mt Montana, Mont | ne Nebraska, Neb, Nebr | nv Nevada, Nev | nh New Hampshire, Hampshire New | nj New Jersey
nm New Mexico | ny New York, NYS
nc North Carolina, Carolina North, Carolina del Norte
nd North Dakota, Dakota North, Dakota del Norte | oh Ohio
ok Oklahoma, Okla | or Oregon, Ore, Oreg | pa Pennsylvania, Penn, Penna, Pensilvania | ri Rhode Island, Rhode Is, Rhode I, R Island
sc South Carolina, Carolina South, Carolina del Sur
sd South Dakota, Dakota South, Dakota del Sur | tn Tennessee, Tenn
tx Texas, Tex, Tejas | ut Utah | vt Vermont, Verm | va Virginia, Virg
wa Washington, Wash | wv West Virginia, W Va, West Va, Virginia West, Virginia Occidental, Batı Virginia, Bati Virginia
wi Wisconsin, Wis, Wisc | wy Wyoming, Wyo | as American Samoa, Amer Samoa | gu Guam
mp Northern Mariana Islands, Northern Marianas, N Mariana Islands, CNMI | pr Puerto Rico, Porto Rico
um US Minor Outlying Islands, US Outlying Islands | vi US Virgin Islands, Virgin Islands, USVI, Virgin Is
aa Armed Forces Americas | ae Armed Forces Europe | ap Armed Forces Pacific`;

/**
 * Names in German, French, Italian, Portuguese, Dutch, Polish and Turkish, then in Russian, Japanese and Chinese.
 * Accents are ignored: a name that differs only in these is not repeated.
 */
const FOREIGN_STATES = `
ak Аляска, アラスカ, 阿拉斯加 | al Алабама, アラバマ, 阿拉巴马, 亚拉巴马 | ar Арканзас, アーカンソー, 阿肯色 | az Аризона, アリゾナ, 亚利桑那
ca Kalifornien, Californien, Californie, Californië, Kalifornia, Kaliforniya, Калифорния, カリフォルニア, 加利福尼亚, 加州
co Kolorado, Колорадо, コロラド, 科罗拉多 | ct Коннектикут, コネチカット, 康涅狄格
dc District de Columbia, Distrito de Columbia, Distretto di Columbia, Округ Колумбия, ワシントンDC, コロンビア特別区, 华盛顿特区, 哥伦比亚特区
de Делавэр, デラウェア, 特拉华 | fl Floride, Floryda, Флорида, フロリダ, 佛罗里达 | ga Georgien, Georgie, Джорджия, ジョージア, 佐治亚, 乔治亚
hi Hawaje, Havai, Гавайи, ハワイ, 夏威夷 | ia Айова, アイオワ, 艾奥瓦, 爱荷华 | id Айдахо, アイダホ, 爱达荷 | il Иллинойс, イリノイ, 伊利诺伊, 伊利诺
in Индиана, インディアナ, 印第安纳 | ks Канзас, カンザス, 堪萨斯 | ky Кентукки, ケンタッキー, 肯塔基 | la Louisiane, Luizjana, Луизиана, ルイジアナ, 路易斯安那
ma Массачусетс, マサチューセッツ, 马萨诸塞, 麻省, 麻州 | md Мэриленд, メリーランド, 马里兰 | me Мэн, メイン, 缅因 | mi Мичиган, ミシガン, 密歇根
mn Миннесота, ミネソタ, 明尼苏达 | mo Миссури, ミズーリ, 密苏里 | ms Миссисипи, ミシシッピ, 密西西比 | mt Монтана, モンタナ, 蒙大拿
nc Caroline du Nord, Carolina del Nord, Carolina do Norte, Noord Carolina, Nordkarolina, Nordcarolina, Karolina Północna, Karolina Polnocna, Kuzey Karolina, Северная Каролина, ノースカロライナ, 北卡罗来纳
nd Dakota du Nord, Dakota del Nord, Dakota do Norte, Noord Dakota, Norddakota, Dakota Północna, Dakota Polnocna, Kuzey Dakota, Северная Дакота, ノースダコタ, 北达科他
ne Небраска, ネブラスカ, 内布拉斯加 | nh Nouveau Hampshire, Nova Hampshire, Нью Гэмпшир, Нью Хэмпшир, ニューハンプシャー, 新罕布什尔
nj Nouveau Jersey, Nova Jersey, Нью Джерси, ニュージャージー, 新泽西
nm Neumexiko, Nouveau Mexique, Nuovo Messico, Novo Mexico, Nieuw Mexico, Nowy Meksyk, Yeni Meksika, Нью Мексико, ニューメキシコ, 新墨西哥
nv Невада, ネバダ, 内华达 | ny Nova York, Nova Iorque, Nowy Jork, Нью Йорк, ニューヨーク, 纽约
oh Огайо, オハイオ, 俄亥俄 | ok Оклахома, オクラホマ, 俄克拉何马, 俄克拉荷马 | or Орегон, オレゴン, 俄勒冈
pa Pennsylvanien, Pennsylvanie, Pensylwania, Pensilvanya, Пенсильвания, ペンシルベニア, ペンシルバニア, 宾夕法尼亚, 宾州 | pr Пуэрто Рико, プエルトリコ, 波多黎各
ri Род Айленд, ロードアイランド, 罗得岛, 罗德岛
sc Caroline du Sud, Carolina del Sud, Carolina do Sul, Zuid Carolina, Südkarolina, Südcarolina, Karolina Południowa, Karolina Poludniowa, Güney Karolina, Южная Каролина, サウスカロライナ, 南卡罗来纳
sd Dakota du Sud, Dakota del Sud, Dakota do Sul, Zuid Dakota, Süddakota, Dakota Południowa, Dakota Poludniowa, Güney Dakota, Южная Дакота, サウスダコタ, 南达科他
tn Теннесси, テネシー, 田纳西 | tx Teksas, Техас, テキサス, 得克萨斯, 德克萨斯, 德州 | ut Юта, ユタ, 犹他
va Virginie, Virginien, Wirginia, Виргиния, Вирджиния, バージニア, 弗吉尼亚 | vt Вермонт, バーモント, 佛蒙特
wa Waszyngton, Вашингтон, ワシントン, 华盛顿 | wi Висконсин, ウィスコンシン, 威斯康星, 威斯康辛
wv Westvirginia, Virginie Occidentale, Virginia Occidentale, Virginia Ocidental, Wirginia Zachodnia, Западная Виргиния, Западная Вирджиния, ウェストバージニア, 西弗吉尼亚
wy Вайоминг, ワイオミング, 怀俄明`;

export const AUSTRALIAN_STATES: readonly string[] = 'NSW VIC QLD WA SA TAS ACT NT'.split(' ');

/** Provinces and territories of Canada: code, then names in English and French, and customary abbreviations. */
const PROVINCES = `
ab Alberta, Alta, Alb | bc British Columbia, Colombie-Britannique, Brit Columbia, B Columbia, CB | mb Manitoba, Man
nb New Brunswick, Nouveau-Brunswick, N Brunswick
nl Newfoundland and Labrador, Newfoundland Labrador, Newfoundland, Labrador, NFLD, Nfld and Lab, Nfld and Labrador, NF, TNL, TN, Terre-Neuve-et-Labrador, Terre-Neuve, Nfld Lab
ns Nova Scotia, N Scotia, Nouvelle-Écosse, N-É | nt Northwest Territories, NWT, NW Territories, North West Territories, Territoires du Nord-Ouest, TNO
nu Nunavut, Nvt | on Ontario, Ont | pe Prince Edward Island, Prince Edward Is, PEI, PE Island, Île-du-Prince-Édouard, IPE
qc Quebec, Que, PQ, QB | sk Saskatchewan, Sask | yt Yukon, Yukon Territory, YK, YN, Yuk, Territoire du Yukon`;

const AND_SIGN = lazyPattern(String.raw`(?<=\p{L}\s*)&(?=\s*\p{L})`, 'gu');
const NO_LETTER = lazyPattern(String.raw`[^\p{L}\p{N}]|\p{Lm}`, 'gu');

/** A name in the form of the tables: letters and digits, unstyled, no accents; `&` between names is "and". */
const keyOf = (text: string): string => {
  const decomposed = lowered(text).normalize('NFD');
  const lower = decomposed.includes('&') ? decomposed.replace(AND_SIGN(), 'and') : decomposed;
  return isAscii(lower) ? lower.replace(/[^a-z0-9]/g, '') : lower.replace(NO_LETTER(), '');
};

const codesIn = (table: string, prefix: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split(/[|\n]/)
      .flatMap((entry) => {
        const row = entry.trim();
        const code = row.slice(0, CODE_LENGTH);
        const names = [code, `${prefix}${code}`, ...row.slice(CODE_LENGTH).split(',')];
        return names.map((name) => [keyOf(name), code] as const);
      }),
  );

const CODE_LENGTH = 2;

/** The states of one country: their codes, and what may be before and after one, in the form of `keyOf`. */
interface Region {
  readonly codes: ReadonlyMap<string, string>;
  readonly before: readonly string[];
  readonly behind: readonly string[];
  /** A postal code before or behind the state. */
  readonly postal: RegExp;
  /** Notations of the country. */
  readonly country: ReadonlySet<string>;
}

/** Code and whole name of each state, lower case. */
const WRITTEN_OUT = STATES.split(/[|\n]/).map((row) => (row.split(',', 1)[0] ?? '').trim().toLowerCase());

/** Abbreviations of the first of a state's two words, after which the second may be cut. */
const FIRST_WORDS: Readonly<Record<string, readonly string[]>> = {
  new: ['new', 'n', 'nw', 'no', 'nueva', 'nuevo'],
  north: ['north', 'n', 'no', 'nor', 'nth'],
  south: ['south', 's', 'so', 'sth'],
  west: ['west', 'w', 'wst'],
  rhode: ['rhode', 'r'],
  puerto: ['puerto', 'p'],
};
const SHORTEST_CUT = 3;
/** Newham is a part of London. */
const NO_STATE = 'newham';

/** `N Hampshire`, `South Car`, `West Virg`: states of two words, whose first or second is cut. */
const cutNames = (): readonly (readonly [string, string])[] =>
  WRITTEN_OUT.flatMap((row) => {
    const [code = '', first = '', second = '', ...more] = row.split(' ');
    if (more.length > 0) return [];
    return (FIRST_WORDS[first] ?? []).flatMap((before) =>
      Array.from(
        { length: second.length - SHORTEST_CUT + 1 },
        (_, more) => [before + second.slice(0, SHORTEST_CUT + more), code] as const,
      ).filter(([key]) => key !== NO_STATE),
    );
  });

/** A single word that is cut: `Massach.` */
const CUT_WORD = /^\s*([a-z]{4,})\.\s*$/i;

const codeOfCutWord = (text: string): string | null => {
  const word = CUT_WORD.exec(text)?.[1]?.toLowerCase();
  const found = word === undefined ? [] : WRITTEN_OUT.filter((row) => row.slice(CODE_LENGTH + 1).startsWith(word));
  return found.length === 1 ? (found[0]?.slice(0, CODE_LENGTH) ?? null) : null;
};

const THE_US = ['unitedstatesofamerica', 'unitedstates', 'usofamerica', 'usa', 'us', 'america', 'estadosunidos'];
const theUs = once((): Region => ({
  codes: new Map([...cutNames(), ...codesIn(STATES, 'us')]),
  before: [
    ...THE_US,
    ...'thestateof stateof commonwealthofthe commonwealthof territoryof state estadode etatde statodi штат'.split(' '),
  ],
  behind: [...THE_US, 'stateof', 'state', 'commonwealthof', 'commonwealth', '州', 'штат'],
  postal: /^(?:\d{5}|\d{9})(?=\D)|(?<=\D)(?:\d{5}|\d{9})$/,
  country: new Set(THE_US),
}));
/** The same by names in other languages, created when the first text matches nothing else. */
const theUsAbroad = once((): Region => ({ ...theUs(), codes: codesIn(FOREIGN_STATES, 'us') }));
const canada = once((): Region => ({
  codes: codesIn(PROVINCES, 'ca'),
  before: ['canada', 'can', 'ca', 'theprovinceof', 'provinceof', 'provincedu', 'provincede', 'territoryof', 'province'],
  behind: ['canada', 'can', 'ca', 'province', 'territory'],
  postal: /^[a-z]\d[a-z]\d[a-z]\d(?=\D)|(?<=\D)[a-z]\d[a-z](?:\d[a-z]\d)?$/,
  country: new Set(['canada', 'can', 'ca']),
}));

/** Maximum number of additions to a state: the country, a postal code, a title. */
const MAX_AROUND = 4;

/** The code of a key, with the country, a postal code or a title beside or attached to it; null: not a state. */
const codeOfKey = (key: string, region: Region, around = 0): string | null => {
  const code = region.codes.get(key);
  if (code !== undefined || around === MAX_AROUND || key === '') return code ?? null;
  const shorter = [
    key.replace(region.postal, ''),
    ...region.before.filter((word) => key.startsWith(word)).map((word) => key.slice(word.length)),
    ...region.behind.filter((word) => key.endsWith(word)).map((word) => key.slice(0, -word.length)),
  ];
  for (const rest of shorter) {
    const found = rest.length < key.length && rest.length >= CODE_LENGTH ? codeOfKey(rest, region, around + 1) : null;
    if (found !== null) return found;
  }
  return null;
};

/** Words before the name of a state that make it the name of a place (Port Washington, Lake Michigan). */
const PLACE_BEFORE = /^(?:port|fort|ft|mount|mt|lake|little|new|baja)$/i;
const LONGEST_NAME_IN_WORDS = 3;
/** `United States of America` */
const MAX_COUNTRY_WORDS = 4;

/** The state behind a city without a comma: `Seattle WA`, `Buffalo New York USA`. */
const codeBehindCity = (text: string, region: Region): string | null => {
  const words = text.split(/[\s.]+/).filter((word) => word !== '');
  for (let count = MAX_COUNTRY_WORDS; count > 0; count -= 1)
    if (region.country.has(keyOf(words.slice(-count).join('')))) words.splice(-count);
  for (let count = Math.min(LONGEST_NAME_IN_WORDS, words.length - 1); count > 0; count -= 1) {
    const code = region.codes.get(keyOf(words.slice(-count).join('')));
    if (code !== undefined) return PLACE_BEFORE.test(words.at(-count - 1) ?? '') ? null : code;
  }
  return null;
};

const withoutPostalCode = (text: string, region: Region): string =>
  region === canada()
    ? text.replace(/[\s,]+[a-z]\d[a-z][\s\p{Pd}]*\d[a-z]\d\s*$/iu, '')
    : text.replace(/[\s,]+\d{5}(?:[\s\p{Pd}]?\d{4})?\s*$/u, '');

/** `CA, NV` are two states; `LA, CA` is Los Angeles. */
const areTwoCodes = (keys: readonly string[]): boolean =>
  keys.length > 1 && keys[0] !== 'la' && keys.every((key) => key.length === CODE_LENGTH);

/** Longer texts are not a state, and searching them would be slow. */
export const LONGEST_STATE = 128;

/**
 * `isSure`: the country is known; otherwise a city alone before the state does not show which country's state it is.
 */
const codeIn = (region: Region, text: string, isSure: boolean): string | null => {
  if (text.length > LONGEST_STATE) return null;
  const whole = codeOfKey(keyOf(text), region);
  if (whole !== null) return whole;
  const bare = withoutPostalCode(text, region);
  const parts = bare
    .split(/[,;/()|:]|\p{Pd}/u)
    .filter((part) => !region.country.has(keyOf(part)) && keyOf(part) !== '');
  const codes = parts.flatMap((part) => codeOfKey(keyOf(part), region) ?? []);
  // The state's code follows the city; the names of two different states mean none.
  if (codes.length > 0) {
    const isCode = keyOf(parts.at(-1) ?? '').length === CODE_LENGTH && !areTwoCodes(parts.map(keyOf));
    return (isCode || new Set(codes).size === 1 ? codes.at(-1) : undefined) ?? null;
  }
  return isSure || bare !== text ? codeBehindCity(parts.at(-1) ?? '', region) : null;
};

/**
 * Two-letter lower-case code of a US state, DC or territory from code, `US-CA`, name or abbreviation, in any case, also
 * with a zip, the country or a city beside it (`CA 94105`, `CaliforniaUSA`, `New York, NY`, `Seattle WA 98101`).
 */
export const usStateCode = (text: string, isInTheUs = true): string | null =>
  codeIn(theUs(), text, isInTheUs) ?? codeOfCutWord(text) ?? codeIn(theUsAbroad(), text, isInTheUs);

/** Two-letter lower-case code of a province or territory of Canada, from its code or its name in English or French. */
export const provinceCode = (text: string, isInCanada = true): string | null => codeIn(canada(), text, isInCanada);
