import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { fail } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import { refuse } from '../errors.ts';
import { pngResponse, problemResponses } from '../schemas/responses.ts';

const NO_SUCH_MAP =
  'No anomaly map of this scan, technology and view is on record: maps are made where maps=link or maps=inline asks for ' +
  'them when the scan is posted.';

/** The pictures of a scan that are on record. They are addressed by the scan, so that whoever sees it sees them. */
export const pictureRoutes: FastifyPluginAsyncTypebox<{ readonly records: Records }> = async (app, { records }) => {
  app.get(
    '/v1/scans/:id/screenings/:technology/views/:view/anomaly-map.png',
    {
      schema: {
        summary: 'Read an anomaly map',
        description: 'An 8-bit grey PNG in the size of the view, 255 = score 1.',
        tags: ['scans'],
        params: Type.Object({ id: Type.String(), technology: Type.String(), view: Type.String() }),
        response: {
          200: pngResponse('The map.'),
          ...problemResponses({
            'not-found': NO_SUCH_MAP,
            'records-unavailable': 'The records cannot be read or written: reading the disk failed.',
          }),
        },
      },
    },
    async (request, reply) => {
      const { id, technology, view } = request.params;
      const maps = await records.pictures.anomalyMaps(id.toLowerCase(), request.requester.port);
      if (!maps.ok) return refuse(reply, maps.failure);
      const map = maps.value.find((candidate) => candidate.technology === technology && candidate.view === view);
      if (map === undefined) return refuse(reply, fail('not-found', NO_SUCH_MAP).failure);
      const png = await records.gate.attempt(() => records.pictureStore.read(map.sha256));
      if (!png.ok) return refuse(reply, png.failure);
      if (png.value === null) throw new Error('A picture on record is not in the picture store, or has changed there.');
      // A scan stays where it is kept: no proxy and no browser keeps a copy.
      reply.headers({ 'content-type': 'image/png', 'cache-control': 'no-store' });
      return reply.send(Buffer.from(png.value.buffer));
    },
  );
};
