// Names of countries that the country library does not know.

import { pairsIn } from '../../lib/words.js';

/** Vehicle country codes that differ from the country's two letters: in `D-10115`, and as the country itself. */
export const CAR_SIGNS = pairsIn('at=a be=b de=d es=e fi=fin fr=f hu=h it=i lu=l no=n pt=p se=s sg=s si=slo');

/**
 * Names of countries that the ISO list lacks: short forms, older and reversed names, parts used for the whole, Unicode
 * CLDR's variants. Each line has a country's lower-case alpha-2 code, then names of it; many names take several lines.
 */
const ALIASES = `
ae Emirates | VAE | EAU | الإمارات
al Shqipëria
ar Argentine Republic
at Österreich | Oesterreich
ba Bosnia-Herzegovina | Bosnien-Herzegowina | Bosnien
be België | Belgique | Belgien
bn Brunei
bo Plurinational State of Bolivia | Bolivia, Plurinational State of
bq Bonaire, Saint Eustatius and Saba | Bonaire | Caribbean Netherlands | Dutch Caribbean | Saba
br Brasil | República Federativa do Brasil
bs Bahamas, The
by Республика Беларусь
cd Congo (DRC) | Democratic Republic of Congo | Zaire | DR Congo | DRC | Congo, Democratic Republic of the | Congo Kinshasa
cd Congo, The Democratic Republic of the
cg Congo (Republic) | Republic of Congo | Congo Brazzaville | Congo, Republic of the
ch Swiss Confederation | Schweiz | Suisse | Svizzera | SUI | Schweizerische Eidgenossenschaft
cn 中华人民共和国 | PRC | Mainland China | China, People's Republic of | P.R. China | PR China | VR China | Volksrepublik China
cn China (Mainland) | China PRC
cv Cabo Verde
cz Czech | Czech Rep. | Česko | Česká republika | Tschechische Republik | République tchèque | República Checa | Repubblica Ceca | Чешская Республика
de Bundesrepublik Deutschland | BRD | Deutschland | Federal Republic of Germany | GER | BR Deutschland
dk Danmark | Daenemark | DEN
do Dominican Rep.
es Canary Islands | Ceuta & Melilla | España | Reino de España
fi Suomi
fk Falkland Islands | Falklands
fm Micronesia | Federated States of Micronesia
fr French Republic | République française | Clipperton Island
gb Great Britain and Northern Ireland | United Kingdom of Great Britain and Northern Ireland | UK | Britain | Großbritannien | Grossbritannien
gb Grande-Bretagne | Gran Bretaña | Gran Bretagna | Grã-Bretanha | Groot-Brittannië | Angleterre | Inglaterra | Inghilterra | Engeland | Anglia
gb İngiltere | Англия | Schottland | Écosse | Escocia | Scozia | N. Ireland | England | Scotland | Wales | Northern Ireland
gm Gambia (Islamic Republic of the) | Gambia, The
gr EL | Hellas | Hellenic Republic | GRE
gs South Georgia
hk 香港 | China, Hong Kong SAR | Hong Kong SAR | Hong Kong SAR China | Hong Kong, China
hr Hrvatska | CRO
hu Magyarország
ie Republic of Ireland | Éire | Ireland, Republic of | ROI | Rep. of Ireland | Ireland (Republic) | Southern Ireland
in Bharat
io Chagos Archipelago | Diego Garcia
ir Iran, Islamic Republic of
it Italian Republic | Repubblica Italiana | Italia
jp Nippon | Nihon | 日本国
kg Kyrgyz Republic
kn St Kitts | Saint Kitts
kp Democratic People's Republic of Korea | Korea, Democratic People's Republic of | DPRK | Korea, North | N. Korea
kr 한국 | Korea | Korea Republic | ROK | Korea, South | Rep. of Korea | S. Korea
kz Қазақстан Республикасы
la Laos | Lao | Lao PDR
lb Lebanese Republic
md Moldova | Republic of Moldova
mf Saint Martin
mk FYROM | Macedonia | Macedonia, The Former Yugoslav Republic of
mm Burma | Myanmar (Burma)
mo Macau | Macau SAR | Macao SAR | Macao SAR China
mx United Mexican States | Estados Unidos Mexicanos | México | Méjico
nl Holland | Nederland | Olanda | Holanda | Hollande | Голландия | NED
no Norge | Noreg
nz Aotearoa New Zealand | Aotearoa
pl Polska | Rzeczpospolita Polska
ps Palestine, State of | Occupied Palestinian Territory | Palestinian Territories | Palestinian Territory, Occupied
pt Portuguese Republic | POR
ro România | Rumaenien
ru Российская Федерация | Россия | РФ | Russische Föderation | Fédération de Russie
sa السعودية | KSA | Kingdom of Saudi Arabia | Saudi
se Sverige
sh Ascension Island | Tristan da Cunha | St. Helena, Ascension & Tristan da Cunha | Saint Helena, Ascension and Tristan da Cunha
sk Slovak Republic | Slovensko
st São Tomé & Príncipe
sx Sint Maarten
sy Syria
sz Swaziland
th ประเทศไทย
tl East Timor
tw 臺灣 | Taiwan R.O.C. | Republic of China | ROC | Taiwan, Republic of China
tz Tanzania, United Republic of
um US Minor Outlying Islands
us ABD | 美利坚合众国 | الولايات المتحدة الأمريكية | EEUU | EUA | EE.UU. | アメリカ | 美国 | America | US of A | The States | США | Etats Unis d'Amérique | Estados Unidos de América
us Estados Unidos da América | Vereinigte Staaten von Amerika | Stati Uniti d'America | Соединенные Штаты Америки | アメリカ合衆国 | 米国 | 美國 | 미국
va Vatican | Vatican City | Holy See | Vatican City State
vc Saint Vincent
ve Venezuela, Bolivarian Republic of | Bolivarian Republic of Venezuela
vg British Virgin Islands | BVI
vi US Virgin Islands | United States Virgin Islands | USVI
vn Socialist Republic of Vietnam
za RSA | Republic of South Africa
`;

/** The lines of the table. Made anew with each call. */
export const countryAliases = (): readonly (readonly [code: string, names: readonly string[]])[] =>
  ALIASES.trim()
    .split('\n')
    .map((row) => [row.slice(0, 2), row.slice(3).split(' | ')]);
