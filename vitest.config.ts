import { defineConfig } from 'vitest/config';

// The end-to-end suite needs a browser and a built service: it has its own script, `npm run test:e2e`.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
  },
});
