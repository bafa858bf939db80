import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { problemOf } from '../../../../src/api/problems/errors.ts';
import { SCAN_EXAMPLE } from '../../../../src/api/schemas/scan-example.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';

/** What a service that holds no model says: the statuses of its next answers, then 201 for ever. */
export interface FakeService {
  readonly url: string;
  /** Taken from the front, one for each posted scan. */
  readonly statuses: number[];
  /** How long it takes for its next answers to scans; then none. */
  readonly delaysMs: number[];
  /** What it asks for when it is full. */
  retryAfterSeconds: number;
  /** Of its one technology; a test may swap it. */
  sha256: string;
  tellsPlaces: boolean;
  /** Requests that each connection carried. */
  readonly requestsByConnection: ReadonlyMap<number, number>;
  /** Content types and sizes of the posted scans. */
  readonly posted: { readonly contentType: string; readonly bytes: Buffer }[];
  /** What each request carried as `Authorization`; once `asksForKey` is set, one without is refused. */
  readonly authorizations: (string | undefined)[];
  asksForKey: boolean;
}

/** Serves one technology, `fake`, whose answer to every scan is that of the API's example. */
export async function startFakeService(): Promise<FakeService> {
  const requestsByConnection = new Map<number, number>();
  const posted: { contentType: string; bytes: Buffer }[] = [];
  const statuses: number[] = [];
  const delaysMs: number[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const port = request.socket.remotePort ?? 0;
    requestsByConnection.set(port, (requestsByConnection.get(port) ?? 0) + 1);
    const bytes = await bodyOf(request);
    authorizations.push(request.headers.authorization);
    if (fake.asksForKey && request.headers.authorization === undefined) {
      response
        .writeHead(401)
        .end(JSON.stringify(problemOf({ code: 'unauthenticated', message: 'It asks for a key.' })));
      return;
    }
    if (request.url === '/v1/technologies') {
      const { model, ...technology } = screenedTechnology('fake');
      const item = {
        ...technology,
        model: { ...model, sha256: fake.sha256 },
        tellsPlaces: fake.tellsPlaces,
        state: 'ready',
        reason: null,
      };
      response.end(JSON.stringify({ items: [item], nextCursor: null }));
      return;
    }
    if (!request.url?.startsWith('/v1/scans')) {
      response.writeHead(404).end();
      return;
    }
    posted.push({ contentType: request.headers['content-type'] ?? '', bytes });
    const status = statuses.shift() ?? 201;
    await setTimeout(delaysMs.shift());
    const headers = status === 503 ? { 'retry-after': String(fake.retryAfterSeconds) } : {};
    const problem = {
      type: '/errors.md#overloaded',
      title: 'Full',
      status,
      detail: 'Every place is taken.',
      code: 'overloaded',
    };
    response
      .writeHead(status, headers)
      .end(JSON.stringify(status === 201 ? SCAN_EXAMPLE : status === 503 ? problem : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake service has no port');
  const fake: FakeService = {
    url: `http://127.0.0.1:${address.port}`,
    statuses,
    delaysMs,
    retryAfterSeconds: 1,
    sha256: 'a'.repeat(64),
    tellsPlaces: true,
    requestsByConnection,
    posted,
    authorizations,
    asksForKey: false,
  };
  return fake;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
