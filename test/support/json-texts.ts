import fc from 'fast-check';

/** Names that every object has, and that programs in other languages send as well. */
const HOSTILE_NAMES = ['__proto__', 'constructor', 'toString', 'valueOf', 'toJSON', 'length', 'hasOwnProperty', ''];
const NUMBERS = ['0', '-0', '1', '-1', '0.1', '100', '1e21', '-1e308', '1e308', '1e999', '9007199254740993', '5e-324'];
const TEXTS = ['', ' ', '0', '100', '1e308', 'null', 'a\nb', '\u0000', '\u001b[2J', '\ud800', '\u{1f600}', 'İ'];

const objectText = (member: fc.Arbitrary<string>, names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names, ...names, ...HOSTILE_NAMES), member), { maxLength: 6 })
    .map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`);

/**
 * JSON as text, not as values, so that it has what only text can have: names twice, numbers beyond all bounds. `names` are
 * what most members are called, `words` what most strings say.
 */
export const anyJson = (names: readonly string[], words: readonly string[] = TEXTS): fc.Arbitrary<string> => {
  const strings = fc.oneof(fc.constantFrom(...words, ...TEXTS), fc.string()).map((text) => JSON.stringify(text));
  const scalars = fc.oneof(fc.constantFrom('null', 'true', 'false', ...NUMBERS), fc.integer().map(String), strings);
  return fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalars,
      fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
      objectText(tie('value'), names),
      // JSON within a string of JSON.
      tie('value').map((text) => JSON.stringify(text)),
    ),
  })).value;
};

/** What may happen at one place of a document: another value, nothing at all, or the same again. */
type Change =
  { readonly kind: 'instead'; readonly text: string } | { readonly kind: 'gone' } | { readonly kind: 'twice' };

const childrenOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const placesIn = (value: unknown, place = ''): readonly string[] => [
  place,
  ...childrenOf(value).flatMap(([name, child]) => placesIn(child, `${place}/${name}`)),
];

const written = (value: unknown, changes: ReadonlyMap<string, Change>, place = ''): readonly string[] => {
  const change = changes.get(place);
  if (change?.kind === 'gone') return [];
  const texts = change?.kind === 'instead' ? [change.text] : [own(value, changes, place)];
  return change?.kind === 'twice' ? [...texts, ...texts] : texts;
};

const own = (value: unknown, changes: ReadonlyMap<string, Change>, place: string): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const members = childrenOf(value).flatMap(([name, child]) =>
    written(child, changes, `${place}/${name}`).map((text) => (isList ? text : `${JSON.stringify(name)}:${text}`)),
  );
  return isList ? `[${members.join()}]` : `{${members.join()}}`;
};

/** The document as JSON text with up to three places of it changed, some of the texts broken off. */
export const nearMisses = (document: unknown, anything: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ kind: fc.constant('instead' as const), text: anything }),
    fc.constantFrom({ kind: 'gone' } as const, { kind: 'twice' } as const),
  );
  const changes = fc.array(fc.tuple(fc.constantFrom(...placesIn(document)), change), { maxLength: 3 });
  const whole = changes.map((list) => written(document, new Map(list)).join(''));
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: brokenOff(whole) });
};

/** Texts without their end. */
export const brokenOff = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(texts, fc.double({ min: 0, max: 1, noNaN: true })).map(([text, part]) => text.slice(0, text.length * part));
