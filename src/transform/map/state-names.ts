// The names of the states of the US and the provinces of Canada, with their codes. How a text is recognised as one is
// in state-codes.ts.

/** States, DC and territories: USPS code, name, then customary abbreviations and Spanish names. */
export const STATES = `
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
export const FOREIGN_STATES = `
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

/** Codes of the states and territories of Australia. */
export const AUSTRALIAN_STATES: readonly string[] = 'NSW VIC QLD WA SA TAS ACT NT'.split(' ');

/** Provinces and territories of Canada: code, then names in English and French, and customary abbreviations. */
export const PROVINCES = `
ab Alberta, Alta, Alb | bc British Columbia, Colombie-Britannique, Brit Columbia, B Columbia, CB | mb Manitoba, Man
nb New Brunswick, Nouveau-Brunswick, N Brunswick
nl Newfoundland and Labrador, Newfoundland Labrador, Newfoundland, Labrador, NFLD, Nfld and Lab, Nfld and Labrador, NF, TNL, TN, Terre-Neuve-et-Labrador, Terre-Neuve, Nfld Lab
ns Nova Scotia, N Scotia, Nouvelle-Écosse, N-É | nt Northwest Territories, NWT, NW Territories, North West Territories, Territoires du Nord-Ouest, TNO
nu Nunavut, Nvt | on Ontario, Ont | pe Prince Edward Island, Prince Edward Is, PEI, PE Island, Île-du-Prince-Édouard, IPE
qc Quebec, Que, PQ, QB | sk Saskatchewan, Sask | yt Yukon, Yukon Territory, YK, YN, Yuk, Territoire du Yukon`;
