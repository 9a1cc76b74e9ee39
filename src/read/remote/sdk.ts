import type * as ClientS3 from '@aws-sdk/client-s3';
import { UsageError } from '../../lib/errors.js';

/** The official SDK as loaded: a few megabytes that only those install who read from object stores. */
export type Sdk = typeof ClientS3;

const INSTALL = 'npm install --global @aws-sdk/client-s3';

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

/** Loads the SDK. Throws UsageError with the command that installs it where it is not there. */
export const loadSdk = async (load: () => Promise<Sdk> = () => import('@aws-sdk/client-s3')): Promise<Sdk> => {
  try {
    return await load();
  } catch (error) {
    if (!isAbsent(error)) throw error;
    throw new UsageError(
      `reading from s3:// and gs:// needs the AWS SDK: ${INSTALL}\n` +
        '(without --global where mp2fb itself was installed so)',
    );
  }
};
