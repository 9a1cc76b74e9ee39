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
    // Long, for slow machines: what hangs still fails.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { requireAssertions: true, poll: { timeout: 30_000, interval: 5 } },
  },
});
