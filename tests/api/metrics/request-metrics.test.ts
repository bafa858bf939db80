import { expect, it } from 'vitest';
import { createRegistry } from '../../../src/api/metrics/registry.ts';
import { createRequestMetrics } from '../../../src/api/metrics/request-metrics.ts';
import type { FailureCode } from '../../../src/domain/failure.ts';

it.each([
  ['GET', '/v1/scans', 'rate-limited', 1],
  ['HEAD', '/v2/models/:model/ready', 'rate-limited', 1],
  ['GET', '/v1/events', 'draining', 1],
  ['POST', '/v1/scans', 'overloaded', 1],
  ['GET', '/readyz', 'overloaded', 0],
  ['GET', '/v2/health/ready', 'draining', 0],
  ['GET', '/v2/models/:model/ready', 'overloaded', 0],
] as const)('counts %s %s, refused as %s, %d times', async (method, route, code: FailureCode, count) => {
  const registry = createRegistry(30);
  const { countRequest } = createRequestMetrics(registry);
  countRequest({ method, route, status: 429, seconds: 0.1, failure: { code, message: '' } });
  expect(await registry.text()).toContain(`scanbench_refused_total{reason="${code}"} ${count}\n`);
});

it.each([
  ['POST', '/v1/scans', 1],
  ['GET', '/v1/scans', 0],
  ['GET', '/v1/events', 0],
  ['POST', '/v2/models/:model/infer', 0],
] as const)('counts %s %s, refused as overloaded, %d times among posted scans', async (method, route, count) => {
  const registry = createRegistry(30);
  const { countRequest } = createRequestMetrics(registry);
  countRequest({ method, route, status: 503, seconds: 0.1, failure: { code: 'overloaded', message: '' } });
  expect(await registry.text()).toContain(`scanbench_scans_refused_total{reason="overloaded"} ${count}\n`);
});
