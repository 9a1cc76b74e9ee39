import { InputProof, type InputIdentity } from '../../src/model/input-proof.js';

/** The proof that such an input was read whole. */
export const proofOf = (identity: InputIdentity): InputProof => {
  const snapshot = { identity, version: '1:2:3' };
  const proof = InputProof.of({
    ...{ listed: identity, before: snapshot, after: snapshot },
    ...{ bytesRead: identity.size, reachedEnd: true },
  });
  if (proof === null || proof === 'changed') throw new Error('the reading proves nothing');
  return proof;
};
