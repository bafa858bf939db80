import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Metrics } from '../metrics/metrics.ts';
import { METRICS_CONTENT_TYPE, metricsFormat } from '../metrics/metrics-format.ts';

/** `/metrics`, in Prometheus' text format, or in OpenMetrics with exemplars for whoever asks for that. */
export const metricsRoute: FastifyPluginAsyncTypebox<{ readonly metrics: Metrics }> = async (app, { metrics }) => {
  app.get(
    '/metrics',
    {
      config: { scope: 'metrics' },
      schema: {
        operationId: 'readMetrics',
        summary: 'Metrics for Prometheus',
        description: 'With Accept: application/openmetrics-text, buckets name the request that last fell into them.',
        tags: ['operation'],
        response: {
          200: {
            description: 'Text format.',
            content: {
              'text/plain': { schema: Type.String() },
              'application/openmetrics-text': { schema: Type.String() },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const format = metricsFormat(request.headers.accept);
      return reply
        .header('vary', 'accept')
        .type(METRICS_CONTENT_TYPE[format])
        .send(await metrics.text(format));
    },
  );
};
