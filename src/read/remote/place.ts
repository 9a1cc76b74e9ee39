import { InputError } from '../../lib/errors.js';
import { isLoopback } from '../../lib/loopback.js';

/** An argument that names something on another machine. */
export type RemotePlace =
  | { readonly kind: 'objects'; readonly scheme: 's3' | 'gs'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'link'; readonly url: URL };

const OBJECTS = /^(s3|gs):\/\/([^/]*)\/?(.*)$/is;
const OTHER = /^([a-z][a-z\d+.-]*):\/\//i;
const LINK = /^https?:\/\//i;

/** A link without its secrets: the query of a signed link gives access, and the user part may contain a password. */
export const shownLink = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

const linkOf = (text: string): RemotePlace => {
  if (!URL.canParse(text)) throw new InputError('a link among the inputs is not a valid address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    throw new InputError(`${shownLink(url)}: a link must begin with https://, since exports hold personal data`);
  return { kind: 'link', url };
};

/** The meaning of an argument that is not a path: `s3://bucket/key`, `gs://…`, `https://…`. Throws InputError. */
export const remotePlaceOf = (text: string): RemotePlace | null => {
  if (LINK.test(text)) return linkOf(text);
  const [, written, bucket = '', key = ''] = OBJECTS.exec(text) ?? [];
  const scheme = written?.toLowerCase();
  if (scheme !== 's3' && scheme !== 'gs') {
    const [, other] = OTHER.exec(text) ?? [];
    // The rest may contain a password.
    if (other !== undefined)
      throw new InputError(`${other}:// addresses are not read: give a path, or an s3://, gs:// or https:// address`);
    return null;
  }
  if (bucket === '') throw new InputError(`${text}: name a bucket, as in ${scheme}://bucket/folder/`);
  return { kind: 'objects', scheme, bucket, key };
};
