import { defineConfig } from 'vitest/config';

// A real Prometheus scrapes running services for a minute or two: it has its own script, `npm run test:operations`.
export default defineConfig({
  test: {
    // Threads that tests start load ONNX Runtime: see src/inference/runtimes/no-telemetry.ts.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    include: ['tests/operations/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
