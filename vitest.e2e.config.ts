import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The page of reports asks once a second: a poll of Vitest's one second would race it.
    expect: { poll: { timeout: 10_000 } },
    fileParallelism: false,
  },
});
