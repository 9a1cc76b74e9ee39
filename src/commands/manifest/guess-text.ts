// What the bytes of a text say about its encoding. Decides only.
import { decoderOf } from '../../read/bytes/decoded-source.js';
import type { Sureness } from './guess-cells.js';

/** A text, and the encoding that it was read by; null: UTF-8, which a manifest need not name. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: { readonly label: string; readonly sureness: Sureness } | null;
}

const CENTRAL_EUROPEAN = /[ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎĚŇŘŠŤŮŽőűŐŰ]/g;
const WESTERN = /[äöüßÄÖÜéèêëàâçñáíóúãõÉÈÀÇÑÁÍÓÚÃÕ€]/g;

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

/** The text of the beginning of a file: UTF-8 where it is, else Windows' western or central European encoding. */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  if (isUtf8(bytes)) return { text: decodedAs(bytes, 'utf-8'), encoding: null };
  const [western, central] = [decodedAs(bytes, 'windows-1252'), decodedAs(bytes, 'windows-1250')];
  // The letters that both encodings write alike say nothing.
  return count(central, CENTRAL_EUROPEAN) > count(western, WESTERN)
    ? { text: central, encoding: { label: 'windows-1250', sureness: 'guess' } }
    : { text: western, encoding: { label: 'windows-1252', sureness: 'likely' } };
};
