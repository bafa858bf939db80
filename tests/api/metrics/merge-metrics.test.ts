import { describe, expect, it } from 'vitest';
import { mergeMetrics, retireMetrics } from '../../../src/api/metrics/merge-metrics.ts';
import { createRegistry } from '../../../src/api/metrics/registry.ts';

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n# EOF\n`;

const counter = (value: number) => [
  '# HELP scanbench_a Some.',
  '# TYPE scanbench_a counter',
  `scanbench_a_total{x="1"} ${value}`,
];
const gauge = (name: string, value: number | string) => [
  `# HELP ${name} Some.`,
  `# TYPE ${name} gauge`,
  `${name} ${value}`,
];

describe('the metrics of several processes', () => {
  it('are sums of counters and gauges, and of series that only one has', () => {
    const one = text(...counter(2), 'scanbench_a_total{x="only here"} 5', ...gauge('scanbench_in_flight', 1));
    const merged = mergeMetrics([one, text(...counter(3), ...gauge('scanbench_in_flight', 4))]);
    expect(merged).toBe(text(...counter(5), 'scanbench_a_total{x="only here"} 5', ...gauge('scanbench_in_flight', 5)));
  });

  it.each([
    ['scanbench_technology_info', 1, 1, 1],
    ['scanbench_takt_seconds', 30, 30, 30],
    ['nodejs_eventloop_lag_p99_seconds', 0.01, 0.3, 0.3],
    ['process_start_time_seconds', 1000, 2000, 1000],
    ['process_resident_memory_bytes', 1000, 2000, 3000],
    ['scanbench_storing', Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY],
  ])('say of %s what %d and %d come to together: %d', (name, one, other, both) => {
    const written = (value: number) => (Number.isFinite(value) ? String(value) : '+Inf');
    const merged = mergeMetrics([text(...gauge(name, written(one))), text(...gauge(name, written(other)))]);
    expect(merged).toBe(text(...gauge(name, written(both))));
  });

  it('count replaced processes once, because each process says the same of all', () => {
    const said = (value: number) =>
      text('# TYPE scanbench_process_restarts counter', `scanbench_process_restarts_total{reason="crash"} ${value}`);
    expect(mergeMetrics([said(2), said(3)])).toBe(said(3));
  });

  it('keep the youngest exemplar of each bucket, whichever process it comes from', () => {
    const bucket = (le: string, value: number, exemplar = '') => `scanbench_s_bucket{le="${le}"} ${value}${exemplar}`;
    const old = ' # {request_id="req-1"} 0.4 1700000000.5';
    const young = ' # {request_id="req # } 2"} 0.3 1700000009.25';
    const head = ['# HELP scanbench_s Some.', '# TYPE scanbench_s histogram'];
    const one = text(...head, bucket('0.5', 1, old), bucket('+Inf', 1), 'scanbench_s_sum 0.4', 'scanbench_s_count 1');
    const other = text(
      ...head,
      bucket('0.5', 2, young),
      bucket('+Inf', 2),
      'scanbench_s_sum 0.6',
      'scanbench_s_count 2',
    );
    const both = text(...head, bucket('0.5', 3, young), bucket('+Inf', 3), 'scanbench_s_sum 1', 'scanbench_s_count 3');
    expect(mergeMetrics([one, other])).toBe(both);
    expect(mergeMetrics([other, one])).toBe(both);
    expect(mergeMetrics([one, text(...head, bucket('0.5', 2))])).toContain(bucket('0.5', 3, old));
  });

  it('never fall when a process ends: what it counted stays, what it measured goes', () => {
    const ended = retireMetrics([text(...counter(7), ...gauge('scanbench_in_flight', 3))]);
    expect(ended).toBe(text(...counter(7)));
    const more = retireMetrics([ended, text(...counter(1))]);
    expect(mergeMetrics([text(...counter(0), ...gauge('scanbench_in_flight', 1)), more])).toBe(
      text(...counter(8), ...gauge('scanbench_in_flight', 1)),
    );
  });

  it('come through unchanged where one process says them all', async () => {
    const registry = createRegistry(30);
    const seconds = registry.seconds({ name: 'test_seconds', help: 'Some.', labels: ['a'], hasExemplars: true });
    seconds.observe({ labels: { a: 'odd "name" \\ {}' }, value: 0.3, exemplarLabels: { request_id: 'req-1' } });
    const said = await registry.text();
    // The library writes what is no number yet in a way of its own; Prometheus reads both.
    expect(mergeMetrics([said])).toBe(said.replaceAll(/ Nan$/gm, ' NaN'));
  });

  it('leave out what is no number yet', () => {
    const [none, some] = ['NaN', 3].map((value) => text(...gauge('nodejs_eventloop_lag_mean_seconds', value)));
    expect(mergeMetrics([none ?? '', some ?? ''])).toBe(some);
    expect(mergeMetrics([none ?? '', none ?? ''])).toBe(none);
  });

  it('cannot be made of what is no OpenMetrics', () => {
    expect(() => mergeMetrics(['<html>'])).toThrow('no line of OpenMetrics: <html>');
  });
});
