// Refuses files that are not exports, with the name of their kind and the command that converts them. Never shows content.
// How they are recognised: text-kinds.ts, binary-kinds.ts.
import { InputError } from '../../lib/errors.js';
import { shellWord } from '../../lib/format.js';
import type { InputRef } from '../options.js';
import { binaryKind, type ForeignKind } from './binary-kinds.js';
import { markupKind, prefixedLines, wideText } from './text-kinds.js';

const UNPACK = { gzip: 'gzip -dk FILE', zstd: 'zstd -d FILE' } as const;

/** A compression that the program unpacks itself. */
export type Compression = keyof typeof UNPACK;

/** The start of an input, as far as it was read. */
interface Head {
  readonly bytes: Buffer;
  /** Nothing follows. */
  readonly whole: boolean;
  /** How it was compressed, outermost first; it was unpacked on the way here. */
  readonly unpacked: readonly Compression[];
}

const LAST_ENDING = /\.[^./\\]+$/;

const withoutEnding = (path: string): string => {
  const name = path.replace(LAST_ENDING, '');
  return name === path ? `${path}.out` : name;
};

const TAR = /^a tar archive/;
const PLACES = /\b(?:FILE|NAME)\b/g;

const commandFor = (advice: string, path: string | null): string =>
  path === null ? advice : advice.replace(PLACES, (place) => shellWord(place === 'FILE' ? path : withoutEnding(path)));

/** The advice with the file's own name; a compressed file is unpacked first, except by tar, which does that. */
const adviceFor = ({ what, advice }: ForeignKind, input: InputRef, unpacked: readonly Compression[]): string => {
  let path = input.absolute === null ? null : input.path;
  const steps: string[] = [];
  if (path !== null && !TAR.test(what))
    for (const compression of unpacked) {
      steps.push(commandFor(`Unpack it with ${UNPACK[compression]}. `, path));
      path = withoutEnding(path);
    }
  return steps.join('') + commandFor(advice, path);
};

const refusal = (kind: ForeignKind, input: InputRef, unpacked: readonly Compression[]): InputError => {
  const what = [kind.what, ...unpacked.map((compression) => `compressed with ${compression}`)].join(', ');
  return new InputError(`${input.path} is ${what}`, { advice: adviceFor(kind, input, unpacked) });
};

/** The kind of an input that is not an export, by its first bytes, and how to convert it; null: it may be one. */
export const refuseForeign = ({ bytes, unpacked }: Omit<Head, 'whole'>, input: InputRef): InputError | null => {
  const kind = wideText(bytes) ?? binaryKind(bytes) ?? markupKind(bytes);
  return kind === null ? null : refusal(kind, input, unpacked);
};

/** As `refuseForeign`, of text whose format is not given: lines with something before their JSON. */
export const refuseLines = ({ bytes, whole, unpacked }: Head, input: InputRef): InputError | null => {
  const kind = prefixedLines(bytes, whole);
  return kind === null ? null : refusal(kind, input, unpacked);
};
