import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: 'test/support/same-properties.ts',
    globalSetup: 'test/support/folder-of-this-run.ts',
    // One process runs many files: loading the program anew for each costs more than most of them.
    isolate: false,
    maxWorkers: '100%',
    sequence: { shuffle: true },
    testTimeout: 20_000,
    expect: { requireAssertions: true },
  },
});
