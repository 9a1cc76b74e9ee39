import type { JsonObject } from '../lib/json.js';

/** What Facebook said to a question. */
export type Asked =
  | { readonly kind: 'answer'; readonly body: JsonObject }
  | {
      readonly kind: 'refused';
      readonly code: number | null;
      readonly subcode: number | null;
      /** Facebook's own words, with code and trace id. */
      readonly words: string;
      readonly advice: string | null;
    }
  /** `code`: Node's own, such as ECONNREFUSED. */
  | { readonly kind: 'unreachable'; readonly code: string };

/** With these an upload would stop at once, whatever is asked (Graph API, error handling). */
export const isTokenRefused = (asked: Asked): boolean => asked.kind === 'refused' && asked.code === 190;

/** "Object does not exist, or no permission, or operation not supported" (Marketing API, error reference). */
export const isObjectMissing = (asked: Asked): boolean =>
  asked.kind === 'refused' && asked.code === 100 && asked.subcode === 33;
