import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { fail } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { KeyRing } from '../access/key-ring.ts';
import { whenClosed } from '../connections/when-closed.ts';
import { eventStream } from '../event-stream.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { refuse } from '../problems/errors.ts';
import { eventsResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';

export interface EventRoutesOptions {
  readonly records: Records;
  readonly metrics: Pick<Metrics, 'setEventClients'>;
  readonly keyRing: Pick<KeyRing, 'isInForce'>;
  /** The clients that may listen at the same time. */
  readonly maxClients?: number;
  readonly heartbeatMs?: number;
  /** A client that takes nothing for so long is cut. */
  readonly stallMs?: number;
}

const MAX_CLIENTS = 64;
const HEARTBEAT_MS = 15_000;
const STALL_MS = 30_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const WRONG_ID =
  'Last-Event-ID is the id of an event that was received, a UUID; leave it out to begin with the next one.';
const FULL = 'As many listen to events as may at the same time: try again later, or let one listener pass them on.';

const CLOSING = 'The service is stopping: connect to another instance, or again later.';
const EXAMPLE =
  'id: 01980f3e-5a3c-7b1e-8f3a-0b1c2d3e4f50\nevent: screening.finished\ndata: ' +
  '{"scanId":"01980f3e-5a3b-7d2c-9c1d-2f6a7b8c9d0e","technology":"tip-unet@onnx-cpu","role":"champion",' +
  '"decision":"alarm","score":0.93,"port":"NLRTM","at":"2026-03-01T08:15:03.120Z"}\n\n';

/** `GET /v1/events`: what happens, while it happens, and what was missed since `Last-Event-ID`. */
export const eventRoutes: FastifyPluginAsyncTypebox<EventRoutesOptions> = async (app, options) => {
  const {
    records,
    metrics,
    keyRing,
    maxClients = MAX_CLIENTS,
    heartbeatMs = HEARTBEAT_MS,
    stallMs = STALL_MS,
  } = options;
  const clients = new Map<AbortController, string | null>();
  let isClosing = false;
  // A stream has no end of its own: the service could not close while it waits for one.
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const client of clients.keys()) client.abort();
  });
  /** One key cannot take all places. */
  const isFull = (keyId: string | null) => {
    if (clients.size >= maxClients) return true;
    const own = [...clients.values()].filter((other) => other === keyId).length;
    return keyId !== null && own >= maxClients / 4;
  };

  app.get(
    '/v1/events',
    {
      exposeHeadRoute: false,
      config: { scope: 'scan:read' },
      schema: {
        operationId: 'listenToEvents',
        summary: 'Listen to events',
        description:
          'Server-sent events: screening.finished for each screening, scan.failed where an accepted scan turned out to ' +
          'be impossible to screen. With Last-Event-ID the stream goes on after that event; where some since then are ' +
          'no longer kept, it begins with the event gap. Comments keep a silent connection open.',
        tags: ['events'],
        headers: Type.Object({
          'last-event-id': Type.Optional(Type.String({ description: 'The id of the last event that was received.' })),
        }),
        response: {
          200: eventsResponse('Events, each with id, event and data.', EXAMPLE),
          ...problemResponses({
            'malformed-request': WRONG_ID,
            ...RECORDS_UNAVAILABLE,
            overloaded: FULL,
            draining: CLOSING,
          }),
        },
      },
    },
    async (request, reply) => {
      const lastEventId = request.headers['last-event-id'];
      if (lastEventId !== undefined && !UUID.test(lastEventId)) {
        return refuse(reply, fail('malformed-request', WRONG_ID).failure);
      }
      const { keyId, port } = request.requester;
      if (isClosing) return refuse(reply, { code: 'draining', message: CLOSING, retryAfterSeconds: 5 });
      if (isFull(keyId)) {
        return refuse(reply, { code: 'overloaded', message: FULL, retryAfterSeconds: 30 });
      }
      const client = new AbortController();
      clients.set(client, keyId);
      metrics.setEventClients(clients.size);
      const leave = () => {
        client.abort();
        clients.delete(client);
        metrics.setEventClients(clients.size);
      };
      whenClosed(reply.raw, leave);
      const from =
        lastEventId === undefined
          ? await records.events.newest(port)
          : await records.events.positionOf(lastEventId.toLowerCase(), port);
      if (!from.ok) {
        leave();
        return refuse(reply, from.failure);
      }
      const mayListen = async () => {
        const inForce = await keyRing.isInForce(keyId, Date.now());
        return inForce.ok && inForce.value;
      };
      const { signal } = client;
      const text = eventStream({ records, port, from: from.value, mayListen, signal, heartbeatMs });
      // `no-transform` and X-Accel-Buffering: a proxy that collects events before it passes them on would hold them up.
      reply.headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' });
      const cut = () => request.raw.destroy();
      return reply
        .type('text/event-stream')
        .send(Readable.from(cutWhereStalled(text, stallMs, cut), { objectMode: false }));
    },
  );
};

/** Passes text on, and cuts the connection of a reader that does not come back for more. */
async function* cutWhereStalled(text: AsyncGenerator<string>, stallMs: number, cut: () => void) {
  for await (const piece of text) {
    const timer = setTimeout(cut, stallMs);
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}
