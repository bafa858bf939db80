import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { shipped } from '../installation.ts';

/** The console at `/`, the shipped samples for it under `/samples/`, and the page that explains the failure codes. */
export async function serveStaticFiles(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: [shipped('dist', 'src', 'console'), shipped('src', 'console')],
    prefix: '/',
    allowedPath: (path) => path === '/' || /(\.(html|js|css|svg)|^\/?errors\.md)$/.test(path),
  });
  await app.register(fastifyStatic, {
    root: shipped('samples'),
    prefix: '/samples/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => /\.(png|jsonl|json|md)$/.test(path),
  });
  app.get('/errors.md', { schema: { hide: true } }, (_request, reply) => reply.sendFile('errors.md', shipped('docs')));
}
