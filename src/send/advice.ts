import type { FacebookError } from './reply.js';

/** What an error means here, and the next step (facts: Graph API error handling, Marketing API error reference). */
const BY_SUBCODE: ReadonlyMap<string, string> = new Map([
  [
    '100/33',
    'The id does not exist, or the token may not use it: check the dataset or offline event set id, and assign the dataset to the system user of the token.',
  ],
  ['190/458', 'The app is no longer installed for this user: make a new token in Events Manager.'],
  ['190/459', 'The user behind the token must pass a security check at facebook.com, or use a system user token.'],
  ['190/460', 'The password was changed, which ends its tokens: make a new token.'],
  ['190/463', 'The token has expired: make a new one in Events Manager, or a system user token that does not expire.'],
  ['190/464', 'The user behind the token is not confirmed: use a system user token.'],
  ['190/467', 'The token is no longer valid: make a new one in Events Manager.'],
  ['190/492', 'The user behind the token has lost the role it needs: restore it, or use a system user token.'],
]);

const BY_CODE: ReadonlyMap<number, string> = new Map([
  [3, 'The app lacks the capability for this call: ask for ads_management in the app dashboard.'],
  [10, 'The token lacks the permission: give its system user access to the dataset.'],
  [102, 'The session behind the token has ended: make a new token.'],
  [104, 'The appsecret_proof is wrong: check that the app secret belongs to the app of the token.'],
  [105, 'Too many parameters: lower chunkSize, or leave out custom attributes (customDataExclude).'],
  [190, 'The token is not valid: make a new one in Events Manager and hand it over with --access-token-file.'],
  [294, 'The app needs ads_management and must be allowed to use this API.'],
  [
    368,
    'Facebook has blocked this action for its policies: look at Account Quality in Business Manager before anything is sent again.',
  ],
  [506, 'Facebook takes this for a repeated post.'],
  [2635, 'This Graph API version has expired: set apiVersion to a current one (or remove the setting).'],
]);

const PERMISSION =
  'The token lacks a permission: give its system user access to the dataset and the scope ads_management.';
const PROOF =
  'If the app demands appsecret_proof, set MP2FB_APP_SECRET to the secret of the app that the token belongs to.';

/** The next step for an error that stops a run; null when nothing better is known than Facebook's own words. */
export const adviceFor = (error: FacebookError): string | null => {
  const { code, subcode } = error;
  if (code === null) return null;
  const exact = BY_SUBCODE.get(`${code}/${subcode ?? ''}`) ?? BY_CODE.get(code);
  if (exact !== undefined) return exact;
  if (code === 100 && error.type === 'GraphMethodException') return PROOF;
  return code >= 200 && code <= 299 ? PERMISSION : null;
};
