/** What people call the two genders that Meta knows, in the forms of CRM and point-of-sale systems; lower case. */
const WORDS: readonly (readonly ['m' | 'f', readonly string[]])[] = [
  ['m', ['m', 'male', 'males', 'man', 'men', 'boy', 'boys', 'gentleman', 'guy', 'masculine', 'mr', 'mister', 'sir']],
  ['f', ['f', 'female', 'females', 'woman', 'women', 'girl', 'girls', 'lady', 'gal', 'feminine', 'w']],
  ['f', ['mrs', 'ms', 'miss', 'madam', 'madame', "ma'am", 'maam']],
  ['m', ['homme', 'masculin', 'hombre', 'masculino', 'mann', 'herr', 'männlich', 'uomo', 'maschio']],
  ['f', ['femme', 'féminin', 'mujer', 'femenino', 'feminino', 'frau', 'weiblich', 'donna', 'femmina']],
];

const GENDERS: ReadonlyMap<string, 'm' | 'f'> = new Map(
  WORDS.flatMap(([gender, words]) => words.map((word) => [word, gender] as const)),
);

/** Gender: `m` or `f` for a word that says so; null for any other, which Meta does not take. */
export const normaliseGender = (text: string): 'm' | 'f' | null => {
  const word = text.normalize('NFC').toLowerCase().trim().replace(/\.$/, '').replace('’', "'");
  return GENDERS.get(word) ?? null;
};
