import { describe, expect, it } from 'vitest';
import { metricsFormat, prometheusText } from '../../../src/api/metrics/metrics-format.ts';

describe('the format of the metrics', () => {
  it.each([
    [undefined, 'prometheus'],
    ['*/*', 'prometheus'],
    ['text/plain', 'prometheus'],
    ['application/openmetrics-text', 'openmetrics'],
    ['Application/OpenMetrics-Text; version=1.0.0', 'openmetrics'],
    ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2', 'openmetrics'],
    ['application/openmetrics-text;q=0.2,text/plain;q=0.9', 'prometheus'],
    ['application/openmetrics-text;q=0', 'prometheus'],
    ['application/openmetrics-text;q=much', 'prometheus'],
  ] as const)('for Accept: %s is %s', (accept, format) => {
    expect(metricsFormat(accept)).toBe(format);
  });

  it('turns OpenMetrics into Prometheus text: names of counters, no exemplars, no end mark', () => {
    const openMetrics = `# HELP x Counts x.
# TYPE x counter
x_total{of="a # {b} 1 2"} 3
# HELP x_seconds How long x takes.
# TYPE x_seconds histogram
x_seconds_bucket{le="1",stage="infer"} 2 # {request_id="req-7"} 0.5 1767225600.123
x_seconds_bucket{le="+Inf",stage="infer"} 2
x_seconds_sum{stage="infer"} 0.75
# EOF
`;
    expect(prometheusText(openMetrics)).toBe(`# HELP x_total Counts x.
# TYPE x_total counter
x_total{of="a # {b} 1 2"} 3
# HELP x_seconds How long x takes.
# TYPE x_seconds histogram
x_seconds_bucket{le="1",stage="infer"} 2
x_seconds_bucket{le="+Inf",stage="infer"} 2
x_seconds_sum{stage="infer"} 0.75
`);
  });
});
