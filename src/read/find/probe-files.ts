import { basename } from 'node:path';

/** `{}`, perhaps with a line end. */
const LARGEST_EMPTY_OBJECT_BYTES = 4;

/**
 * Whether a file or object is mParticle's test of a bucket before it exports to it: not an export, although it stays in
 * the bucket (mParticle's guides to Amazon S3: a `.txt` that contains `{}`; to Azure Blob Storage: an empty one).
 */
export const isProbeFile = (path: string, size: number | null): boolean => {
  const name = basename(path);
  if (name === 'mparticle_validation.txt') return size === 0;
  return /^mParticle_Bucket_Verification_.*\.txt$/.test(name) && size !== null && size <= LARGEST_EMPTY_OBJECT_BYTES;
};
