import { IDENTITY_TYPES, type IdentityType } from './batch.js';

const BY_SPELLING = new Map<string, IdentityType>(
  IDENTITY_TYPES.flatMap((type) => {
    const plain = type.replaceAll('_', '');
    // `other_id_2` of the JSON batch is `other2` in the SDKs and the CSV feed, `Other 2` on mParticle's screens.
    return [plain, plain.replace(/^otherid/, 'other')].map((spelling) => [spelling, type] as const);
  }),
);

/**
 * The identity type that a spelling means, whatever mParticle surface it comes from: `customerid`, `CustomerId`,
 * `customer_id`, `Other 2`, `other_id_2` …; undefined when it means none.
 */
export const identityTypeOf = (spelling: string): IdentityType | undefined =>
  BY_SPELLING.get(spelling.toLowerCase().replace(/[\s_-]/g, ''));
