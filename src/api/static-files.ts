import { extname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { acceptWeight } from './accept-weight.ts';
import { registerForAnyone } from './access/access.ts';
import { CONSOLE_FILES, DOMAIN_FILES, SAMPLE_FILES, SAMPLE_TYPES } from './static-folders.ts';

/** The console at `/`, what it imports from the domain under `/domain/`, the shipped samples for it under `/samples/`, and what explains the failure codes, as a page or as the Markdown that it is made from. */
export function serveStaticFiles(app: FastifyInstance): Promise<void> {
  return registerForAnyone(app, async (open) => {
    open.addHook('onRequest', async ({ raw }) => {
      if (raw.headers.range !== undefined && !isValidRange(raw.headers.range)) raw.headers.range = undefined;
    });
    await open.register(fastifyStatic, CONSOLE_FILES);
    await open.register(fastifyStatic, { ...DOMAIN_FILES, decorateReply: false, index: false });
    await open.register(fastifyStatic, {
      ...SAMPLE_FILES,
      decorateReply: false,
      index: false,
      contentType: false,
      setHeaders: (reply, path) => reply.setHeader('content-type', SAMPLE_TYPES.get(extname(path)) ?? ''),
    });
    open.get('/errors.md', { schema: { hide: true } }, ({ headers: { accept } }, reply) => {
      reply.header('vary', 'accept');
      // Browsers name HTML, and programs at most what they ask for.
      const html = acceptWeight(accept, 'text/html');
      const isPage = html > 0 && html >= acceptWeight(accept, 'text/markdown');
      return reply.sendFile(isPage ? 'errors.html' : 'errors.md');
    });
  });
}

/** A range that ends before it begins is no range, and the header is to be ignored (RFC 9110, section 14.1.1). */
function isValidRange(header: string): boolean {
  return [...header.matchAll(/(\d+)-(\d+)/g)].every(([, first, last]) => Number(first) <= Number(last));
}
