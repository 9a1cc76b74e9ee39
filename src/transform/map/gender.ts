// The two genders that Meta accepts, from the words of forms and tills.

import { lazyPattern } from '../../lib/memoize.js';
import { byWord } from '../../lib/words.js';

/**
 * Words for the two genders in the forms of CRM and point-of-sale systems; lower case. The only single letters are `m`,
 * `f`, `w` and Cyrillic ones: `H` is a man in Spanish and means nothing in English.
 */
const MALE =
  'm male males man men boy boys gentleman guy masculine masc ♂ mr mister sir homme masculin hombre masculino mann herr herrn ' +
  'männlich maennlich uomo maschio maschile monsieur señor senhor signor hr dhr meneer mandlig mand mannelijk männl homem varón ' +
  'varon mies mees férfi bărbat mężczyzna muž mužský muški moški muškarac vyras vīrietis άνδρας άντρας erkek bay ' +
  'laki-laki pria nam ชาย पुरुष мужской мужчина муж м чоловік чоловіча мъж זכר ذكر 男 男性 男士 先生 남 남성 남자';
const FEMALE =
  "f female females woman women girl girls lady gal feminine fem ♀ w mrs ms miss madam madame ma'am maam femme féminin " +
  'feminin mujer femenino feminino frau frl fräulein weiblich donna femmina femminile mme mlle señora señorita sra srta senhora signora fru dame ' +
  'mevr mevrouw mw kvinne kvinna kvinde vrouw vrouwelijk weibl mulher hembra nainen naine nő femeie kobieta žena ' +
  'ženský ženska ženski moteris sieviete γυναίκα kadın kadin bayan wanita perempuan nữ หญิง महिला स्त्री женский ' +
  'женщина жен ж жінка жіноча жена נקבה أنثى انثى 女 女性 女士 小姐 여 여성 여자';
const GENDERS = byWord<'m' | 'f'>([
  ['m', MALE],
  ['f', FEMALE],
]);

const BETWEEN_WORDS = lazyPattern(String.raw`[^\p{L}\p{M}]+`, 'u');

/** `m` or `f` for a word that means it, or several that agree (`Female (F)`); null: Meta accepts no other word. */
export const normaliseGender = (text: string): 'm' | 'f' | null => {
  const whole = text.normalize('NFC').toLowerCase().trim().replace('’', "'");
  const words = whole.split(BETWEEN_WORDS()).filter((word) => word !== '' && word !== 'gender');
  const meant = [...new Set(words.map((word) => GENDERS.get(word)))];
  return GENDERS.get(whole) ?? (meant.length === 1 ? meant[0] : null) ?? null;
};
