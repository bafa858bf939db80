import type { FastifyInstance } from 'fastify';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { LOCAL_REQUESTER, type Requester } from '../domain/requester.ts';
import type { ScanMetadata } from '../domain/scan-metadata.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** On whose behalf the request is made. */
    requester: Requester;
  }
}

/** Gives each request its requester: without keys, this machine itself. */
export function identifyRequesters(app: FastifyInstance): void {
  app.decorateRequest('requester', { getter: () => LOCAL_REQUESTER });
}

/**
 * The port that a scan belongs to: the key's, else the one that the metadata name, else none (empty). Fails with
 * `forbidden` where a key of one port brings a scan of another.
 */
export function portOf({ port }: Requester, { portCode }: ScanMetadata): Outcome<string> {
  if (port === null || portCode === undefined || portCode === port) return succeed(port ?? portCode ?? '');
  return fail(
    'forbidden',
    `The metadata name the port ${portCode}, but the key is of another port: use that port's key.`,
  );
}
