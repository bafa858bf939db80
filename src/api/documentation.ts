import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { installedVersion } from '../installation.ts';
import { registerForAnyone } from './access/access.ts';
import { describeAccess, SECURITY_SCHEMES } from './describe-access.ts';
import { DOCUMENTATION_SCRIPT, DOCUMENTATION_STYLE } from './documentation-theme.ts';
import { nameSchemas } from './name-schemas.ts';
import { jsonResponse } from './schemas/responses.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A body that is read as a stream: described in OpenAPI, but not validated by Fastify. */
    documentedBody?: object;
    /** The query as a client may send it: what has a default may be left out. Fastify validates after filling in. */
    documentedQuery?: object;
  }
}

/** `/openapi.json` and `/docs`, made from the schemas of the routes that are registered afterwards. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Scanbench',
        version: installedVersion(),
        description:
          'Screens X-ray scans of shipping containers and says where the anomaly is. Every failure outside /v2 is a problem ' +
          'of RFC 9457 with a code: [what each means and what to do](/errors.md). This description for machines: ' +
          '[/openapi.json](/openapi.json). The page to look at scans: [the console](/).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: SECURITY_SCHEMES },
      tags: [
        { name: 'scans', description: 'Post a scan, get a decision.' },
        { name: 'events', description: 'What happens, while it happens.' },
        { name: 'inspections', description: 'What officers found: the truth of a pilot.' },
        { name: 'technologies', description: 'What can screen.' },
        { name: 'open inference', description: 'The models alone, for clients of the Open Inference Protocol.' },
        { name: 'reports', description: 'Which technology finds more, alarms less and answers in time.' },
        { name: 'operation', description: 'For those who run the service.' },
      ],
    },
    transform: ({ schema, url, route }) => {
      const { documentedBody: body, documentedQuery: querystring, scope = 'anyone' } = route.config ?? {};
      const described = { ...schema, ...(body && { body }), ...(querystring && { querystring }) };
      return { url, schema: describeAccess({ method: String(route.method), url, schema: described, scope }) };
    },
  });
  // Made once, when it is first asked for: all routes are registered by then, and anyone may ask.
  let made: Record<string, unknown> | null = null;
  const description = () => (made ??= nameSchemas({ ...app.swagger() }));
  await registerForAnyone(app, async (open) => {
    await open.register(swaggerUi, {
      routePrefix: '/docs',
      // Without the bar on top, whose logo brings a style of its own that the policy of all pages does not let in.
      uiConfig: { layout: 'BaseLayout' },
      transformSpecification: () => description(),
      transformSpecificationClone: false,
      theme: {
        title: 'Scanbench API',
        css: [{ filename: 'theme.css', content: DOCUMENTATION_STYLE }],
        js: [{ filename: 'theme.js', content: DOCUMENTATION_SCRIPT }],
      },
    });
  });
  app.get('/openapi.json', {
    config: { scope: 'anyone' },
    schema: {
      operationId: 'readDescription',
      summary: 'This description',
      tags: ['operation'],
      response: { 200: jsonResponse('OpenAPI 3.1', Type.Unknown()) },
    },
    handler: async () => description(),
  });
}
