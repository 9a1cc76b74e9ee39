import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All temporary folders of a test run, and of the programs that it starts, are in one, which is removed at its end. */
export default (): (() => void) => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'mp2fb-tests-'));
  // Some programs run as another user.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
};
