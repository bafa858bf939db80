import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { fail, type Outcome } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { drawPicture, NO_SUCH_PICTURE } from '../pictures/draw-picture.ts';
import { readAnomalyMap } from '../pictures/read-anomaly-map.ts';
import { refuse } from '../problems/errors.ts';
import { pngResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';

const NO_SUCH_MAP =
  'No anomaly map of this scan, technology and view is on record: maps are made where maps=link or maps=inline asks for ' +
  'them when the scan is posted.';

const DRAWING_FAILURES = {
  'not-found': NO_SUCH_PICTURE,
  'unreadable-scan': 'The file of the view side is lost: send the scan again.',
  'runtime-failed': 'The thread that worked on this request died and was replaced; send it again.',
  ...RECORDS_UNAVAILABLE,
  overloaded: 'All 4 places for work in the background are taken; try again later.',
  draining: 'The service is stopping.',
  'deadline-passed': 'The scans at the gate left no thread for this picture: ask for it again later.',
} as const;

const PictureParams = Type.Object({ id: Type.String(), view: Type.String() });
const ScreeningPictureParams = Type.Object({ ...PictureParams.properties, technology: Type.String() });

export interface PictureRoutesOptions {
  readonly records: Records;
  readonly screener: Screener;
}

/** The pictures of a scan that are on record. They are addressed by the scan, so that whoever sees it sees them. */
export const pictureRoutes: FastifyPluginAsyncTypebox<PictureRoutesOptions> = async (app, options) => {
  const { records } = options;
  app.get(
    '/v1/scans/:id/views/:view/image.png',
    {
      config: { scope: 'scan:read' },
      schema: {
        operationId: 'readView',
        summary: 'Read a view',
        description: 'A grey PNG of the primary plane (high energy where there is one), exact to the bit.',
        tags: ['scans'],
        params: PictureParams,
        response: { 200: pngResponse('The view.'), ...problemResponses(DRAWING_FAILURES) },
      },
    },
    async (request, reply) => {
      const { id, view } = request.params;
      const address = { scanId: id.toLowerCase(), view, technology: null, port: request.requester.port };
      return sendPng(reply, await drawPicture(options, address));
    },
  );

  app.get(
    '/v1/scans/:id/screenings/:technology/views/:view/overlay.png',
    {
      config: { scope: 'scan:read' },
      schema: {
        operationId: 'readOverlay',
        summary: 'Read a view with what a technology found',
        description:
          'A colour PNG: containers, detections with their scores, and the anomaly map where one is on record.',
        tags: ['scans'],
        params: ScreeningPictureParams,
        response: { 200: pngResponse('The overlay.'), ...problemResponses(DRAWING_FAILURES) },
      },
    },
    async (request, reply) => {
      const { id, technology, view } = request.params;
      const address = { scanId: id.toLowerCase(), view, technology, port: request.requester.port };
      return sendPng(reply, await drawPicture(options, address));
    },
  );

  app.get(
    '/v1/scans/:id/screenings/:technology/views/:view/anomaly-map.png',
    {
      config: { scope: 'scan:read' },
      schema: {
        operationId: 'readAnomalyMap',
        summary: 'Read an anomaly map',
        description: 'An 8-bit grey PNG in the size of the view, 255 = score 1.',
        tags: ['scans'],
        params: ScreeningPictureParams,
        response: {
          200: pngResponse('The map.'),
          ...problemResponses({ 'not-found': NO_SUCH_MAP, ...RECORDS_UNAVAILABLE }),
        },
      },
    },
    async (request, reply) => {
      const { id, technology, view } = request.params;
      const { port } = request.requester;
      const png = await readAnomalyMap(records, { scanId: id.toLowerCase(), view, technology, port });
      if (!png.ok) return refuse(reply, png.failure);
      if (png.value === null) return refuse(reply, fail('not-found', NO_SUCH_MAP).failure);
      return sendPng(reply, { ok: true, value: png.value });
    },
  );
};

function sendPng(reply: FastifyReply, png: Outcome<Uint8Array<ArrayBuffer>>): FastifyReply {
  if (!png.ok) return refuse(reply, png.failure);
  return reply.type('image/png').send(Buffer.from(png.value.buffer, png.value.byteOffset, png.value.byteLength));
}
