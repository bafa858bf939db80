import type { ServiceClient } from './service-client.ts';

/** CPU milliseconds that the service's process has used since it started; null where it does not tell. */
export async function readCpuMs(client: ServiceClient): Promise<number | null> {
  const reply = await client.send({ path: '/metrics' });
  if (!reply.ok || reply.value.status !== 200) return null;
  const seconds = cpuSeconds(reply.value.body.toString('utf8'));
  return seconds === null ? null : 1000 * seconds;
}

/** Reads `process_cpu_seconds_total` out of Prometheus text; null where it is not there. */
export function cpuSeconds(metrics: string): number | null {
  const match = /^(?:scanbench_)?process_cpu_seconds_total(?:\{[^}]*\})? (?<value>[0-9.e+-]+)/m.exec(metrics);
  const value = Number(match?.groups?.['value']);
  return Number.isFinite(value) ? value : null;
}
