// The encoding of a text, by its bytes. Decides only.
import { CARRIAGE_RETURN, LINE_FEED } from '../../read/bytes/ascii.js';
import { decoderOf } from '../../read/bytes/decoded-source.js';
import type { Sureness } from './table.js';

/** A text, and the encoding in which it was read; null: UTF-8, which a manifest need not name. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: { readonly label: string; readonly sureness: Sureness } | null;
}

/**
 * Letters of central Europe where western languages do not have the letter of the same byte: inside a word (those of ¹³¿¾
 * and ìù), before vowels (è and ø are mostly before consonants), and at the end of names (æ).
 */
const CENTRAL_EUROPEAN =
  /(?<=\p{L})[ąłżźťľěůĄŁŻŹŤĽĚŮ](?=\p{L})|zł|[čřČŘ](?=[aeiouyáéíóúýěAEIOUYÁÉÍÓÚÝ])|[ŁŻ](?=[a-zó])|(?<=i)ć(?!\p{L})/gu;
/** Hungarian letters, of which Portuguese has one before an e; French and Estonian have no á beside them. */
const HUNGARIAN = /[őű](?!e)/gi;
/** The same the other way round. */
const WESTERN_EUROPEAN = /[àå]|ñ(?=[aeiouáéíóú])|[ãõ][eo]|[èø](?=[bcdfghjklmnpqrstvwxz])/gi;
const WESTERN = /[äöüßÄÖÜéèêëàâçñáíóúãõÉÈÀÇÑÁÍÓÚÃÕ€]/g;

/** Turkish letters where western languages have ý and þ, and letters that Turkish does not have. */
const TURKISH = /[ıİşŞ]/g;
const NOT_TURKISH = /[áíóúæéàåñãõèøäß]/gi;

const NOT_ASCII = /[^\0-\x7f]/g;

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

const decodedAs = (bytes: Uint8Array, label: string): string => decoderOf(label)(bytes);

/** The last character may be cut. */
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** Words in scripts of their own, by encoding: in another encoding they are sequences that no language has. */
const SCRIPTS: readonly (readonly [label: string, words: RegExp])[] = [
  ['windows-1251', /[А-яЁё]{3,}/g],
  ['shift_jis', /[\u3040-\u30ff\u4e00-\u9fff]{2,}/g],
  ['euc-kr', /[\uac00-\ud7a3]{2,}/g],
];

/** The text in the encoding in whose words most of its letters beyond ASCII are; undefined: none. */
const inScript = (bytes: Uint8Array): DecodedText | undefined =>
  SCRIPTS.map(([label, words]): DecodedText | null => {
    const text = decodedAs(bytes, label);
    const inWords = text.match(words)?.join('').length ?? 0;
    return inWords > count(text, NOT_ASCII) / 2 ? { text, encoding: { label, sureness: 'guess' } } : null;
  }).find((found) => found !== null);

/** `M\u0081ller`, `K”ln`: umlauts and accents of DOS, read as those of Windows. */
const OF_DOS = /\p{L}[\u0081„”‚]\p{L}/gu;

/** Whether a text that was read in an encoding of Windows is in one of DOS, which a manifest cannot name. */
export const isOfDos = ({ text, encoding }: DecodedText): boolean =>
  encoding !== null && count(text, OF_DOS) > 0 && count(text, OF_DOS) >= count(text, WESTERN);

/** Old Macs end lines with carriage returns only. */
const isOfMac = (bytes: Uint8Array): boolean => bytes.includes(CARRIAGE_RETURN) && !bytes.includes(LINE_FEED);

/**
 * The text of the start of a file: in UTF-8 if it is valid, else in the encoding of old Macs, in a Cyrillic, Japanese,
 * Korean, Turkish, western or central European one.
 */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  if (isUtf8(bytes)) return { text: decodedAs(bytes, 'utf-8'), encoding: null };
  if (isOfMac(bytes))
    return { text: decodedAs(bytes, 'macintosh'), encoding: { label: 'macintosh', sureness: 'guess' } };
  const found = inScript(bytes);
  if (found !== undefined) return found;
  const [western, central] = [decodedAs(bytes, 'windows-1252'), decodedAs(bytes, 'windows-1250')];
  // Letters that both encodings write alike show nothing.
  const inCentral = count(central, CENTRAL_EUROPEAN) + (/á/i.test(central) ? count(central, HUNGARIAN) : 0);
  if (inCentral > count(western, WESTERN_EUROPEAN))
    return { text: central, encoding: { label: 'windows-1250', sureness: 'guess' } };
  const turkish = decodedAs(bytes, 'windows-1254');
  return count(turkish, TURKISH) > count(western, NOT_TURKISH)
    ? { text: turkish, encoding: { label: 'windows-1254', sureness: 'guess' } }
    : { text: western, encoding: { label: 'windows-1252', sureness: 'likely' } };
};
