import { expect, test } from 'vitest';
import { staticImportsOf } from '../support/static-imports.js';

test('an upload begins without the packages and modules of Node.js that only some runs need', async () => {
  const loaded = await staticImportsOf('src/commands/upload/upload.ts');
  expect(loaded.filter((name) => !name.startsWith('node:'))).toEqual(['i18n-iso-countries/codes.json', 'valibot']);
  const dear = ['net', 'tls', 'http', 'https', 'zlib', 'worker_threads', 'child_process', 'perf_hooks'].map(
    (name) => `node:${name}`,
  );
  expect(loaded.filter((name) => dear.includes(name))).toEqual([]);
});
