import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// The suites that need a browser or a Prometheus have scripts of their own: `npm run test:e2e`, `npm run test:operations`.
export default defineConfig({
  test: {
    // Threads that tests start load ONNX Runtime: see src/inference/runtimes/no-telemetry.ts.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    // Not a measure of speed: two cores run several suites at once, and some load every model.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // Vitest's own second is one for a machine that has nothing else to do.
    expect: { poll: { timeout: 30_000 } },
    // One fewer is Vitest's own choice: on two cores file after file, while most of them wait for a database or a process.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/operations/**', 'node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'API on PostgreSQL',
          // Those that look at what is kept.
          include: [
            'tests/api/{access,broken-rows,clock-steps,comparison,events,inspections,isolation}.test.ts',
            'tests/api/{operation,pictures,pilot,preconditions,queued-scans,reports,scan-records,secrecy}.test.ts',
            'tests/api/{events,isolation,reports,scan-records}/*.test.ts',
            'tests/api/access/{keys,traces-of-keys}.test.ts',
            'tests/api/inspections/{counts,lists,refusals}.test.ts',
          ],
          env: { SCANBENCH_TEST_API_ON: 'PostgreSQL' },
        },
      },
    ],
  },
});
